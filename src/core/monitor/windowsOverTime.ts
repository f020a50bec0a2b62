import type { KeptRun, KeptWindow } from './keptRun.ts';

/**
 * The windows of several runs, oldest first, each once: as the newest run that saw it judged it. `runs`: newest first. Windows
 * without a time are told apart by what was in them, and stand in the order in which they came.
 */
export function windowsOverTime(runs: readonly KeptRun[]): KeptWindow[] {
  const seen = new Set<string>();
  let found: KeptWindow[] = [];
  for (const { windows } of runs) {
    const more = windows.filter((window) => {
      const key = window.from === null || window.to === null ? window.digest : `${window.from}/${window.to}`;
      return !seen.has(key) && seen.add(key);
    });
    found = [...more, ...found];
  }
  return found.every(({ from }) => from !== null) ? found.sort((left, right) => (left.from! < right.from! ? -1 : 1)) : found;
}
