import { fail, toFault } from '../../../core/base/fault.ts';
import { evidenceItem, undated } from '../../../core/governance/evidence/item.ts';
import type { EvidenceItem } from '../../../core/governance/ledger/entry.ts';
import { columnsEvidence } from '../../../core/governance/pii/columnsEvidence.ts';
import { scanTable } from '../../../core/governance/pii/scanTable.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import type { ColumnsCheck } from '../../../core/governance/policy/rules/columns.ts';
import { parseId } from '../../../core/model/id.ts';
import type { TableSource } from '../../../core/table/tableSource.ts';
import type { FoundCandidate } from '../candidate.ts';
import type { Trusted } from '../trusted.ts';

export type OpenTable = (reference: string, folder: string, signal: AbortSignal) => Promise<TableSource>;

/**
 * The columns of the data that rules on columns name, as the run that made the candidate used it: a dataset of the run by its name, its
 * path or its file's name. Data that no source gives out by commit is left out, and so unknown.
 */
export async function columnsOfCandidate(found: FoundCandidate, trusted: Pick<Trusted, 'policy'>, folder: string, openTable: OpenTable, signal: AbortSignal): Promise<EvidenceItem[]> {
  const { candidate } = found;
  const chosen = rulesFor(trusted.policy, candidate.model, candidate.env);
  const checks = 'rules' in chosen ? chosen.rules.flatMap(({ check }) => (check.kind === 'columns' ? [check] : [])) : [];
  const items: EvidenceItem[] = [];
  for (const dataset of new Set(checks.map((check) => check.dataset))) {
    const rows = mostRows(checks.filter((check) => check.dataset === dataset));
    const item = await scanned(found, dataset, rows, folder, openTable, signal);
    if (item !== undefined) items.push(item);
  }
  return items;
}

async function scanned({ run, candidate, datasets }: FoundCandidate, name: string, rows: number | null, folder: string, openTable: OpenTable, signal: AbortSignal): Promise<EvidenceItem | undefined> {
  const used = datasets.find((one) => one.name === name) ?? datasets.find((one) => baseName(one.name) === name);
  if (used === undefined || run === null || candidate.commit === null) return undefined;
  const providers = new Set([run.id, ...run.sameAs].flatMap((id) => parseId(id)?.provider ?? []));
  let failure: unknown;
  for (const provider of providers) {
    const reference = `${provider}:${used.name}@${candidate.commit}`;
    try {
      const table = await openTable(reference, folder, signal);
      try {
        const revision = table.origin?.revision ?? null;
        if (revision !== null && used.digest !== null && revision !== used.digest) throw fail('conflict', `${used.name} of commit ${candidate.commit.slice(0, 7)} is not the data that the run used.`);
        const result = await scanTable(table, rows, signal);
        return evidenceItem('columns', { dataset: name, digest: table.digest, ...result }, reference, run.endedAt ?? run.startedAt ?? undated, columnsEvidence(name, result));
      } finally {
        table.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      if (toFault(error).code === 'internal') throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure as Error;
  return undefined;
}

/** As many as the most demanding rule; null: all. */
function mostRows(checks: readonly ColumnsCheck[]): number | null {
  return checks.some(({ scan, sampleRows }) => scan.length > 0 && sampleRows === null) ? null : Math.max(0, ...checks.map(({ sampleRows }) => sampleRows ?? 0));
}

/** `data/train.csv` → `train`. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}
