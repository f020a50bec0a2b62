import { driftReport, type DriftRun } from '../../../src/core/drift/driftReport.ts';
import type { DriftSettings } from '../../../src/core/drift/settings.ts';
import type { DriftColumn, DriftReport } from '../../../src/core/model/drift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';

export function normals(seed: string, rows: number, shift = 0): Float64Array {
  const random = new RandomGenerator(seed);
  return Float64Array.from({ length: rows }, () => shift + random.normal());
}

export function tableOf(name: string, ...columns: readonly Column[]): TableSource {
  return memoryTable(name, columns);
}

export async function compare(reference: TableSource, current: TableSource, settings: DriftSettings = {}, run: Partial<DriftRun> = {}): Promise<DriftReport> {
  return driftReport(reference, current, settings, { signal: new AbortController().signal, ...run });
}

/** One column by itself. */
export async function compareColumn(reference: Column, current: Column, settings: DriftSettings = {}): Promise<DriftColumn> {
  const report = await compare(tableOf('reference', reference), tableOf('current', current), settings);
  return report.columns.find(({ name }) => name === reference.name)!;
}
