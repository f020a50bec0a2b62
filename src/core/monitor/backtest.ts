import type { RandomGenerator } from '../statistics/random/randomGenerator.ts';
import { falseFirings, type FalseFirings } from './falseFirings.ts';
import { permutedHistory, type RowGroups } from './permutedHistory.ts';
import { firings, type JudgedWindow, type RetrainRule } from './retrainRule.ts';

const yearMs = 365.25 * 86_400_000;

export interface BacktestInput {
  readonly rule: RetrainRule;
  /** The history as it was, oldest first. */
  readonly windows: readonly JudgedWindow[];
  /** Start of the first window, ms since the epoch; null where windows have no time. */
  readonly startMs: number | null;
  /** Rows of the reference, then of each window. */
  readonly sizes: readonly number[];
  /** Over the rows of the reference and then of the current table. */
  readonly groups: RowGroups;
  /** Whether the window drifted from the reference, by row numbers as in `groups`. */
  readonly judge: (reference: Int32Array, window: Int32Array) => Promise<boolean>;
  readonly rounds: number;
  readonly random: RandomGenerator;
  readonly onRound?: (done: number, of: number) => void;
}

export interface Backtest {
  /** Numbers of the windows at whose end the rule would have fired. */
  readonly fired: readonly number[];
  readonly years: number;
  /** Null for a rule that looks at no window (a schedule), or a history without length. */
  readonly whenNothingChanged: FalseFirings | null;
}

/** The rule over the history as it was, and over histories in which nothing changed. */
export async function backtest(input: BacktestInput): Promise<Backtest> {
  const { rule, windows, sizes, rounds } = input;
  const fired = firings(rule, windows);
  const years = yearsOf(input);
  if (rule.when !== 'drift' || windows.length === 0 || years <= 0) return { fired, years, whenNothingChanged: null };
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [reference, ...parts] = permutedHistory(input.groups, sizes, input.random);
    const judged: JudgedWindow[] = [];
    for (const [at, part] of parts.entries()) {
      judged.push({ endMs: windows[at]!.endMs, isHit: part.length > 0 && (await input.judge(reference!, part)) });
    }
    count += firings(rule, judged).length;
    input.onRound?.(round + 1, rounds);
  }
  return { fired, years, whenNothingChanged: falseFirings(count, rounds, years) };
}

function yearsOf({ windows, startMs }: BacktestInput): number {
  const end = windows.at(-1)?.endMs ?? null;
  // Without times a window counts as a day, as in the rule itself.
  return end === null || startMs === null ? (windows.length * 86_400_000) / yearMs : (end - startMs) / yearMs;
}
