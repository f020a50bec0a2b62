import { fail, toFault } from '../../../core/base/fault.ts';
import { checkBias } from '../../../core/drift/check/checkBias.ts';
import { readEvidence } from '../../../core/drift/evidence.ts';
import { biasEvidence } from '../../../core/governance/evidence/biasEvidence.ts';
import { driftEvidence } from '../../../core/governance/evidence/driftEvidence.ts';
import type { EvidenceItem, Instant } from '../../../core/governance/ledger/entry.ts';
import { sha256 } from '../../../core/base/sha256.ts';
import type { Files } from '../../../core/port/files.ts';

const maxBytes = 256 * 1024 * 1024;

/**
 * A report in a file as evidence: a drift report (as exported, or the answer of `mlops drift --json`) or a bias report (`mlops bias
 * --json`). `asOf`: of reports that hold no time of their own. Throws `schema` for a file that is neither, `integrity` for a drift
 * report that was changed after it was made.
 */
export async function reportEvidence(files: Pick<Files, 'readText'>, path: string, from: string, asOf: Instant): Promise<EvidenceItem[]> {
  const text = await files.readText(path, { maxBytes });
  const value = inside(parsed(text, from));
  if (isRecord(value) && 'groupings' in value) return [biasEvidence(checkBias(value, from), sha256(text), from, asOf)];
  try {
    const report = readEvidence(text);
    return [driftEvidence(report, from), ...(report.bias ? [biasEvidence(report.bias, sha256(text), from, asOf)] : [])];
  } catch (error) {
    const { code, message, hint } = toFault(error);
    throw fail(code, `${from}: ${message}`, hint === undefined ? {} : { hint });
  }
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fail('schema', `${from} is no JSON: ${(error as Error).message}`, { hint: 'Name a report that “mlops drift --json” or “mlops bias --json” wrote.' });
  }
}

function inside(value: unknown): unknown {
  return isRecord(value) && 'schemaVersion' in value && 'data' in value ? value['data'] : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
