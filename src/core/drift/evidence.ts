import { fail } from '../base/fault.ts';
import type { DriftReport } from '../model/drift.ts';
import { checkReport } from './checkReport.ts';
import { reportDigest } from './report/reportDigest.ts';

/**
 * The report in a JSON text: evidence as it was exported, or the whole answer of `mlops drift --json`. Throws `schema` where
 * it is none, and `integrity` where its digest is not that of its content.
 */
export function readEvidence(text: string): DriftReport {
  return checked(reportIn(parse(text)));
}

/** The same of a text that may hold several, as `mlops drift --read … --json` answers: each with its own digest. */
export function readAllEvidence(text: string): readonly DriftReport[] {
  const value = reportIn(parse(text));
  const windows = typeof value === 'object' && value !== null && 'windows' in value ? value.windows : undefined;
  return Array.isArray(windows) ? windows.map(checked) : [checked(value)];
}

function checked(value: unknown): DriftReport {
  const report = checkReport(value);
  // Over what the file holds, not over what we read of it: a later version may have added to it.
  if (reportDigest(value as DriftReport) !== report.digest) {
    throw fail('integrity', 'The digest of this report is not that of its content: it was changed after it was made.', { hint: 'Compare the data again.' });
  }
  return report;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fail('schema', `This is no JSON: ${(error as Error).message}`, { hint: 'Choose a report that was exported as JSON evidence.' });
  }
}

function reportIn(value: unknown): unknown {
  const isEnvelope = typeof value === 'object' && value !== null && 'schemaVersion' in value && 'data' in value;
  return isEnvelope ? (value as { data: unknown }).data : value;
}
