import { fail } from '../base/fault.ts';
import type { DriftReport } from '../model/drift.ts';
import { readAllEvidence } from './evidence.ts';
import { readChunks } from './foreign/chunks.ts';
import { isObject, parsePythonJson } from './foreign/json.ts';
import { readForeign } from './foreign/readForeign.ts';

/** The cells of a CSV text, row by row. */
export type ReadCsv = (text: string) => Promise<ReadonlyArray<readonly string[]>>;

/**
 * The reports in a result file, oldest window first: our own evidence (of one window or several), or what another tool wrote
 * (JSON, or a CSV of chunks).
 * Throws `schema`, `corrupt`, `integrity` or `unsupported` with what is known.
 */
export async function reportsInFile(text: string, name: string, readCsv: ReadCsv): Promise<readonly DriftReport[]> {
  if (name.toLowerCase().endsWith('.csv')) {
    const reports = readChunks(await readCsv(text));
    if (reports === undefined) throw fail('unsupported', `${name} holds no drift result that is known.`, { hint: 'Known as CSV: a drift result of NannyML (Result.to_df().to_csv).' });
    return reports;
  }
  return isOurs(text) ? readAllEvidence(text) : readForeign(text, name);
}

/** Broken JSON is left to the readers, who say where it is broken. */
function isOurs(text: string): boolean {
  try {
    const value = parsePythonJson(text);
    const report = isObject(value) && 'schemaVersion' in value && 'data' in value ? value['data'] : value;
    return isObject(report) && isObject(report['engine']) && isObject(report['key']);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
