import { reportsInFile } from '../core/drift/resultFile.ts';
import type { DriftReport } from '../core/model/drift.ts';

/** The reports in a result file, oldest window first: see `reportsInFile`. */
export function driftReportsIn(text: string, name: string): Promise<readonly DriftReport[]> {
  return reportsInFile(text, name, async (csv) => (await import('papaparse')).default.parse<string[]>(csv).data);
}
