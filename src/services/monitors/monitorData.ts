import { counted } from '../../core/base/counted.ts';
import { fail } from '../../core/base/fault.ts';
import { cutWindows, type DataWindow } from '../../core/monitor/cutWindows.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { isNumberColumn } from '../../core/table/column.ts';
import { heldTable } from '../../core/table/heldTable.ts';
import { readAlike } from '../../core/table/readAlike.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import type { Tables } from '../tables.ts';

export interface MonitorData {
  readonly reference: TableSource;
  readonly current: TableSource;
  readonly windows: readonly DataWindow[];
  /** ms since the epoch, NaN = missing; null without a time column. */
  readonly times: Float64Array | null;
  readonly problems: readonly string[];
}

/**
 * Both tables of a monitor, kept in memory where windows read them many times, and the windows of the current one. Throws
 * what opening throws, and `invalid` where the time column is none.
 */
export async function monitorData(tables: Tables, monitor: Monitor, folder: string, nowMs: number, signal: AbortSignal): Promise<MonitorData> {
  const opened: TableSource[] = [];
  let isHandedOver = false;
  try {
    const reference = await tables.open(monitor.reference, folder, signal);
    opened.push(reference);
    const current = await tables.open(monitor.current, folder, signal);
    opened.push(current);
    const times = await timesOf(current, monitor, signal);
    const { windows, untimed } = cutWindows(monitor.window, current.rows, times, nowMs);
    const problems = untimed === 0 ? [] : [`${untimed} of ${counted(current.rows, 'row', 'rows')} ${untimed === 1 ? 'has' : 'have'} no “${monitor.columns.time}” and ${untimed === 1 ? 'is' : 'are'} in no window.`];
    isHandedOver = monitor.window.kind === 'whole';
    if (isHandedOver) return { reference, current, windows, times, problems };
    const held = await readAlike(await heldTable(reference, names(reference), signal), await heldTable(current, names(current), signal), new Set(names(reference)), signal);
    return { reference: held[0], current: held[1], windows, times, problems };
  } finally {
    if (!isHandedOver) for (const table of opened) table.close();
  }
}

function names(table: TableSource): string[] {
  return table.columns.map(({ name }) => name);
}

async function timesOf(table: TableSource, { name, columns }: Monitor, signal: AbortSignal): Promise<Float64Array | null> {
  if (columns.time === null) return null;
  if (table.rows === 0) return new Float64Array(0);
  const column = await table.column(columns.time, signal);
  if (!isNumberColumn(column)) {
    throw fail('invalid', `The time column “${columns.time}” of the monitor “${name}” holds no times.`, { hint: 'Write times as ISO 8601 (2026-03-01T12:00:00Z), or as seconds or milliseconds since 1970.' });
  }
  return column.kind === 'datetime' ? column.values : sinceEpoch(column.values);
}

/** Plain numbers as times: seconds where they are of that size, else ms (10¹¹ s is the year 5138, 10¹¹ ms is 1973). */
function sinceEpoch(values: Float64Array): Float64Array {
  const largest = values.reduce((most, one) => (one > most ? one : most), 0);
  return largest < 1e11 ? values.map((one) => one * 1_000) : values;
}
