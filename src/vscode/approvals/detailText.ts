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
    ...lines.map(([name, value]) => (name === '' ? plain(value, 300) : `${name}: ${plain(value, 300)}`)),
    ...(warnings.length === 0 ? [] : ['', ...warnings.map((one) => `⚠ ${plain(one, 300)}`)]),
    ...(needsTouch ? ['', 'Touch your security key when it blinks.'] : []),
  ].join('\n');
}
