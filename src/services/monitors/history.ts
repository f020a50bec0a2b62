import { sha256 } from '../../core/base/sha256.ts';
import { driftReport } from '../../core/drift/driftReport.ts';
import { backtest, type Backtest } from '../../core/monitor/backtest.ts';
import { judgeWindows, settingsOf, type Judged } from '../../core/monitor/judgeWindows.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { blocksOf, clustersOf, type RowGroups } from '../../core/monitor/permutedHistory.ts';
import type { RetrainRule } from '../../core/monitor/retrainRule.ts';
import { RandomGenerator } from '../../core/statistics/random/randomGenerator.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../core/table/column.ts';
import { joinedColumn } from '../../core/table/joinedTable.ts';
import { memoryTable } from '../../core/table/memoryTable.ts';
import { rowsView } from '../../core/table/rowsView.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import type { MonitorData } from './monitorData.ts';

export interface TestedRule {
  readonly judged: readonly Judged[];
  readonly tested: Backtest;
}

/** What the rule would have done over the monitor's whole history, and what it would do though nothing changed. */
export async function testRule(
  monitor: Monitor,
  rule: RetrainRule,
  { reference, current, windows, times }: MonitorData,
  options: { readonly rounds: number; readonly nowMs: number; readonly signal: AbortSignal; readonly onProgress?: (done: number, of: number) => void },
): Promise<TestedRule> {
  const closed = windows.filter(({ isOpen }) => !isOpen);
  const steps = closed.length * (options.rounds + 1);
  let done = 0;
  const step = (): void => options.onProgress?.((done += 1), steps);
  const judged = await judgeWindows({ monitor, reference, current, windows: closed, nowMs: options.nowMs, signal: options.signal, onWindow: step });
  // A window that drifted is no part of a history in which nothing changed: its rows would be told from the others block by block.
  const calm = judged.filter(({ report }) => report.verdict !== 'drift').map(({ window }) => window);
  const joined = await joinedTable(reference, current, options.signal);
  const settings = settingsOf(monitor, false);
  const tested = await backtest({
    rule,
    windows: judged.map(({ window, isHit }) => ({ endMs: window.toMs, isHit })),
    calm: calm.map(({ fromMs, toMs, rows }) => ({ startMs: fromMs, endMs: toMs, rows: rows.length })),
    referenceRows: reference.rows,
    groups: await groupsOf(monitor, reference.rows, calm.map(({ rows }) => rows), times, joined, options.signal),
    judge: async (rows, window) => {
      step();
      const report = await driftReport(rowsView(joined, rows, sha256(rows.join())), rowsView(joined, window, sha256(window.join())), settings, { signal: options.signal });
      return report.verdict === 'drift';
    },
    rounds: options.rounds,
    random: new RandomGenerator(sha256(`${reference.digest}\n${current.digest}`)),
  });
  return { judged, tested };
}

/** The reference's rows and then the current one's; columns that only one side has, or that cannot be joined, are left out. */
async function joinedTable(reference: TableSource, current: TableSource, signal: AbortSignal): Promise<TableSource> {
  const columns: Column[] = [];
  for (const { name } of reference.columns) {
    if (!current.columns.some((column) => column.name === name)) continue;
    const [first, second] = [await reference.column(name, signal), await current.column(name, signal)];
    const isMixed = (isNumberColumn(first) && isLevelColumn(second)) || (isLevelColumn(first) && isNumberColumn(second));
    if (!isMixed) columns.push(joinedColumn(first, second));
  }
  return memoryTable('mixed history', columns, { digest: `${reference.digest}+${current.digest}` });
}

/** Rows of one entity move together; without entities rows near in time do, in blocks of n^(1/3) rows. */
async function groupsOf(monitor: Monitor, before: number, windows: readonly Int32Array[], times: Float64Array | null, joined: TableSource, signal: AbortSignal): Promise<RowGroups> {
  const { entity } = monitor.columns;
  const used = windows.flatMap((rows) => [...rows]);
  if (entity !== null) {
    const column = await joined.column(entity, signal);
    const order = [...Array.from({ length: before }, (_, row) => row), ...used.map((row) => row + before)];
    const codes = codesOf(column);
    return clustersOf(Int32Array.from(order, (row) => codes[row]!)).map((group) => group.map((at) => order[at]!));
  }
  if (times !== null) used.sort((left, right) => times[left]! - times[right]!);
  const length = times === null ? 1 : Math.max(1, Math.round(Math.cbrt(before + used.length)));
  const own = Int32Array.from({ length: before }, (_, row) => row);
  return [...blocksOf(own, length), ...blocksOf(Int32Array.from(used, (row) => row + before), length)];
}

function codesOf(column: Column): Int32Array {
  if (isLevelColumn(column)) return column.codes;
  if (!isNumberColumn(column)) return new Int32Array(column.rows).fill(-1);
  const codeOf = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, code);
    return code;
  });
}
