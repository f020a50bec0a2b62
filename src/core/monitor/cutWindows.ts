import { fail } from '../base/fault.ts';
import type { WindowRule } from './windowRule.ts';

export interface DataWindow {
  /** ms since the epoch, of the window, end exclusive; null where it is not cut by time. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Row numbers of the table, ascending. */
  readonly rows: Int32Array;
  /** Its end lies ahead of now: rows may still come. */
  readonly isOpen: boolean;
}

export interface CutWindows {
  readonly windows: readonly DataWindow[];
  /** Rows without a time, which no window has. */
  readonly untimed: number;
}

const dayMs = 86_400_000;
const mostWindows = 10_000;
/** 1 January 1970 was a Thursday: whole weeks are cut on Mondays. */
const mondayMs = 4 * dayMs;

/**
 * The windows of a table, oldest first. By time they lie at whole multiples of their length (days at midnight UTC, weeks on
 * Mondays), so that the same row falls into the same window however much history is read; those without rows are left out.
 * By rows the last one may be short, and is then open. `times`: ms since the epoch, NaN = missing; needed only by time.
 * Throws `invalid` without times, or for more than 10,000 windows.
 */
export function cutWindows(rule: WindowRule, rows: number, times: Float64Array | null, nowMs: number): CutWindows {
  if (rule.kind === 'whole') return { windows: rows === 0 ? [] : [span(0, rows, times, false)], untimed: 0 };
  if (rule.kind === 'rows') {
    const windows: DataWindow[] = [];
    for (let from = 0; from < rows; from += rule.rows) {
      const to = Math.min(rows, from + rule.rows);
      windows.push(span(from, to, times, to - from < rule.rows));
    }
    return { windows: checked(windows), untimed: 0 };
  }
  if (times === null) throw fail('invalid', 'Windows of time need a time column.', { hint: 'Name it with “time:”, or cut by rows (“window: 1000 rows”).' });
  return byTime(rule.ms, times, nowMs);
}

function byTime(lengthMs: number, times: Float64Array, nowMs: number): CutWindows {
  const origin = lengthMs % (7 * dayMs) === 0 ? mondayMs : 0;
  const rowsOf = new Map<number, number[]>();
  let untimed = 0;
  for (let row = 0; row < times.length; row += 1) {
    const time = times[row]!;
    if (!Number.isFinite(time)) {
      untimed += 1;
      continue;
    }
    const at = Math.floor((time - origin) / lengthMs);
    const rows = rowsOf.get(at);
    if (rows) rows.push(row);
    else rowsOf.set(at, [row]);
  }
  const windows = [...rowsOf].sort(([left], [right]) => left - right).map(([at, rows]) => {
    const fromMs = origin + at * lengthMs;
    return { fromMs, toMs: fromMs + lengthMs, rows: Int32Array.from(rows), isOpen: fromMs + lengthMs > nowMs };
  });
  return { windows: checked(windows), untimed };
}

function span(from: number, to: number, times: Float64Array | null, isOpen: boolean): DataWindow {
  const known = times?.subarray(from, to).filter(Number.isFinite);
  const isTimed = known !== undefined && known.length > 0;
  return {
    fromMs: isTimed ? known.reduce((least, one) => Math.min(least, one)) : null,
    toMs: isTimed ? known.reduce((most, one) => Math.max(most, one)) : null,
    rows: Int32Array.from({ length: to - from }, (_, at) => from + at),
    isOpen,
  };
}

function checked(windows: DataWindow[]): DataWindow[] {
  if (windows.length <= mostWindows) return windows;
  throw fail('tooLarge', `The data falls into ${windows.length} windows; ${mostWindows} are the most.`, { hint: 'Use a longer window.' });
}
