import type { DriftReport, DriftThresholds } from '../model/drift.ts';
import type { TableHead } from '../table/tableSource.ts';
import { chosenColumns } from './chosenColumns.ts';
import { kindOf } from './readColumn.ts';
import type { ResolvedSettings } from './settings.ts';

/** What is to be compared. */
export interface DriftStart {
  readonly rows: DriftReport['rows'];
  readonly thresholds: DriftThresholds;
  /** The monitored columns, in the report's order; kinds as far as they are known without reading. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly kind: string }>;
}

/** From what is known of both tables before they are read. Throws `notFound` as `chosenColumns` does. */
export function driftStart(reference: TableHead, current: TableHead, settings: ResolvedSettings, names = chosenColumns(reference, current, settings)): DriftStart {
  return { rows: { reference: reference.rows, current: current.rows }, thresholds: settings.thresholds, columns: names.map((name) => ({ name, kind: kindOf(name, reference, current) })) };
}
