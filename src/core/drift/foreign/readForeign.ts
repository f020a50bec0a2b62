import { fail } from '../../base/fault.ts';
import type { DriftReport } from '../../model/drift.ts';
import { constraintViolations } from './constraintViolations.ts';
import { evidently } from './evidently.ts';
import { parsePythonJson } from './json.ts';
import { monitoringStats } from './monitoringStats.ts';
import type { ForeignReader } from './reader.ts';
import { tfdvAnomalies } from './tfdvAnomalies.ts';
import { whylogs } from './whylogs.ts';

/** Result files in JSON that are known. */
export const foreignReaders: readonly ForeignReader[] = [evidently, whylogs, constraintViolations, tfdvAnomalies, monitoringStats];

/** The reports of another tool's result file in JSON. Throws `corrupt` for broken JSON and `unsupported` for another kind. */
export function readForeign(text: string, name: string): readonly DriftReport[] {
  let value: unknown;
  try {
    value = parsePythonJson(text);
  } catch (error) {
    throw fail('corrupt', `${name} is no valid JSON: ${(error as Error).message}`, { hint: 'Save the report again.' });
  }
  for (const reader of foreignReaders) {
    const reports = reader.read(value);
    if (reports !== undefined) return reports;
  }
  const kinds = foreignReaders.map(({ tool, file }) => `${tool} (${file})`).join(', ');
  throw fail('unsupported', `${name} is no result file that is known.`, { hint: `Known in JSON: ${kinds}; as CSV: NannyML (a drift result).` });
}
