import { toFault } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import { decodeMonitors } from '../../core/monitor/decodeMonitors.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { TextPlaces } from '../../core/pipeline/textPlaces.ts';
import type { Machine } from '../../core/port/machine.ts';

export interface WrittenMonitors {
  /** Absolute. */
  readonly path: string;
  readonly monitors: readonly Monitor[];
  readonly problems: readonly Problem[];
}

export function monitorsPath(folder: string): string {
  return `${folder}/.mlops/monitors.yaml`;
}

/**
 * The committed file of a folder; no file is no monitor. What is wrong in it is a problem with its line, the rest counts.
 * `unsaved`: an editor's text in its place.
 */
export async function readMonitors(machine: Machine, folder: string, unsaved?: string): Promise<WrittenMonitors> {
  const path = monitorsPath(folder);
  try {
    if (unsaved === undefined && !(await machine.files.stat(path, { followLinks: true }))) return { path, monitors: [], problems: [] };
    const text = unsaved ?? (await machine.files.readText(path, { maxBytes: 1024 * 1024 }));
    const { monitors, problems } = decodeMonitors(await machine.parseYaml(text));
    const places = new TextPlaces(text);
    return {
      path,
      monitors,
      problems: problems.map(({ message, hint, start }) => {
        const { line, character } = places.place(start);
        return problemOf(path, { code: 'invalid', message: `line ${line + 1}: ${message}`, hint, at: { path, line, column: character } });
      }),
    };
  } catch (error) {
    return { path, monitors: [], problems: [problemOf(path, { ...toFault(error), at: { path } })] };
  }
}
