import type { RandomGenerator } from '../statistics/random/randomGenerator.ts';
import { falseFirings, type FalseFirings } from './falseFirings.ts';
import { permutedHistory, type RowGroups } from './permutedHistory.ts';
import { firings, type JudgedWindow, type RetrainRule } from './retrainRule.ts';

const yearMs = 365.25 * 86_400_000;

export interface BacktestInput {
  readonly rule: RetrainRule;
  /** The history as it was, oldest first. */
  readonly windows: readonly JudgedWindow[];
  /** Those windows that did not drift, of which a history without change is made; ms since the epoch, null = no time. */
  readonly calm: ReadonlyArray<{ readonly startMs: number | null; readonly endMs: number | null; readonly rows: number }>;
  readonly referenceRows: number;
  /** Of the reference's rows and those of the calm windows, numbered over the reference and then the current table. */
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
  /** Length of all calm windows. */
  readonly years: number;
  /** Null for a rule that looks at no drift, or a history with too few calm windows for it. */
  readonly whenNothingChanged: FalseFirings | null;
}

/**
 * The rule over the history as it was, and over histories in which nothing changed: the reference and the calm windows with
 * their rows mixed, as long as all calm windows together.
 */
export async function backtest(input: BacktestInput): Promise<Backtest> {
  const { rule, windows, calm, rounds } = input;
  const fired = firings(rule, windows);
  const years = calm.reduce((sum, window) => sum + lengthMs(window), 0) / yearMs;
  if (rule.when !== 'drift' || calm.length < rule.of || years <= 0) return { fired, years, whenNothingChanged: null };
  const sizes = [input.referenceRows, ...calm.map(({ rows }) => rows)];
  const ends = calm.reduce<number[]>((all, window) => [...all, (all.at(-1) ?? 0) + lengthMs(window)], []);
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [reference, ...parts] = permutedHistory(input.groups, sizes, input.random);
    const judged: JudgedWindow[] = [];
    for (const [at, part] of parts.entries()) {
      judged.push({ endMs: ends[at]!, isHit: part.length > 0 && (await input.judge(reference!, part)) });
    }
    count += firings(rule, judged).length;
    input.onRound?.(round + 1, rounds);
  }
  return { fired, years, whenNothingChanged: falseFirings(count, rounds, years) };
}

/** Without times a window counts as a day, as in the rule itself. */
function lengthMs({ startMs, endMs }: BacktestInput['calm'][number]): number {
  return startMs === null || endMs === null || endMs <= startMs ? 86_400_000 : endMs - startMs;
}
