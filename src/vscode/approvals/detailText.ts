import { plain } from '../views/rows/text.ts';

interface DetailText {
  /** Name and value; without a name the value alone, for what must not be cut. */
  readonly lines: ReadonlyArray<readonly [name: string, value: string]>;
  readonly warnings: readonly string[];
  readonly needsTouch: boolean;
}

/** Below the question of a dialog of the editor's own: every fact on a line of its own, so that no text from outside can pass for another one. */
export function detailText({ lines, warnings, needsTouch }: DetailText): string {
  return [
    ...lines.map(([name, value]) => (name === '' ? shown(value) : `${name}: ${shown(value)}`)),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((one) => `⚠ ${plain(one, 300)}`)]),
    ...(needsTouch ? ['', 'Touch your security key when it blinks.'] : []),
  ].join('\n');
}

const mostShown = 1_000;

/** What is longer than a dialog can hold says that there is more of it. */
function shown(value: string): string {
  return value.length <= mostShown ? plain(value, mostShown) : `${plain(value, mostShown)} (cut here; all ${value.length} characters are signed)`;
}
