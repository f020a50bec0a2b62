import { fail } from '../../base/fault.ts';

/** `warning` = something may be changing, wait for more; `drift` = what came before no longer holds. */
export type StreamState = 'none' | 'warning' | 'drift';

/** Reads a stream value by value in a fixed amount of memory and says when it has changed. After a drift it starts anew. */
export interface StreamDetector {
  /** As written in a setting: `ddm`, `adwin` … */
  readonly name: string;
  /** The next value, in order of time. Throws `invalid` for one that the detector cannot take. */
  update(value: number): StreamState;
  /** What it knows now, by name, for a person to look at: means, widths, p. Finite numbers only. */
  inside(): Readonly<Record<string, number>>;
}

/** Throws `invalid` for a value that is not finite. */
export function needNumber(value: number): void {
  if (!Number.isFinite(value)) throw fail('invalid', 'A stream has a value that is no finite number.', { hint: 'Leave out missing values before watching the stream.' });
}

/** Throws `invalid` for anything but 0 (right) and 1 (wrong). */
export function needError(value: number): void {
  if (value !== 0 && value !== 1) {
    throw fail('invalid', 'A stream of errors has a value other than 0 and 1.', { hint: 'This detector watches wrong predictions: 1 = wrong, 0 = right. For other numbers take adwin, page-hinkley or kswin.' });
  }
}

export function needSetting(isGood: boolean, rule: string): void {
  if (!isGood) throw fail('invalid', `A detector’s setting is out of range: ${rule}.`);
}
