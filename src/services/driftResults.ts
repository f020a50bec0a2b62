import { fail } from '../core/base/fault.ts';
import { readAllEvidence } from '../core/drift/evidence.ts';
import { readChunks } from '../core/drift/foreign/chunks.ts';
import { isObject, parsePythonJson } from '../core/drift/foreign/json.ts';
import { readForeign } from '../core/drift/foreign/readForeign.ts';
import type { DriftReport } from '../core/model/drift.ts';

/**
 * The reports in a result file, oldest window first: our own evidence (of one window or several), or what another tool wrote (JSON, or a CSV of chunks).
 * Throws `schema`, `corrupt`, `integrity` or `unsupported` with what is known.
 */
export async function driftReportsIn(text: string, name: string): Promise<readonly DriftReport[]> {
  if (name.toLowerCase().endsWith('.csv')) {
    const { default: papa } = await import('papaparse');
    const reports = readChunks(papa.parse<string[]>(text).data);
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
