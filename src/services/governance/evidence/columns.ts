import { fail, toFault } from '../../../core/base/fault.ts';
import { columnsEvidence, type ScannedColumn } from '../../../core/governance/pii/columnsEvidence.ts';
import { scanColumn } from '../../../core/governance/pii/scan.ts';
import type { EvidenceItem } from '../../../core/governance/ledger/entry.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import type { Dataset } from '../../../core/model/dataset.ts';
import type { Column } from '../../../core/table/column.ts';
import { isNumberColumn, isLevelColumn } from '../../../core/table/column.ts';
import type { TableSource } from '../../../core/table/tableSource.ts';
import type { Catalog } from '../../catalog.ts';
import type { Datasets } from '../../datasets.ts';
import type { Tables } from '../../tables.ts';
import type { FoundCandidate } from '../candidate.ts';
import type { Part } from './gather.ts';

const defaultRows = 10_000;

export interface ColumnParts {
  readonly catalog: Catalog;
  readonly datasets: Datasets;
  readonly tables: Tables;
}

/**
 * The columns of every dataset that a rule asks about, as the model's commit has it: names, and counts of what may be personal data.
 * Throws `conflict` where the run had another revision of it than the commit: what was searched would not be what it was trained on.
 */
export function columnsPart({ catalog, datasets, tables }: ColumnParts): Part {
  return async ({ candidate, run, datasets: trainedOn }, { trusted, folder, now }, signal) => {
    const chosen = rulesFor(trusted.policy, candidate.model, candidate.env);
    const asked = new Map<string, number>();
    if ('rules' in chosen) for (const { check } of chosen.rules) if (check.kind === 'columns') asked.set(check.dataset, Math.max(asked.get(check.dataset) ?? 0, check.sampleRows ?? Infinity));
    if (asked.size === 0) return [];
    const { items } = await datasets.list(signal);
    const found: EvidenceItem[] = [];
    for (const [name, rows] of asked) {
      const dataset = items.find((one) => one.path !== null && isNamed(one, name));
      if (dataset === undefined) throw fail('notFound', `The policy asks about the columns of “${name}”, and no dataset here has that name.`, { hint: items.length > 0 ? `There are: ${items.map((one) => one.name).slice(0, 8).join(', ')}.` : 'Track the data with a data version system.' });
      const provider = (await catalog.entry(dataset.source, signal))?.config.provider;
      const reference = candidate.commit === null || provider === undefined ? dataset.path! : `${provider}:${dataset.path}@${candidate.commit}`;
      const table = await tables.open(reference, folder, signal);
      try {
        requireSame(dataset, table.origin?.revision ?? null, trainedOn);
        const { scanned, columns } = await scan(table, rows, signal);
        found.push({ kind: 'columns', digest: table.digest.replace(/^sha256:/, ''), from: reference, asOf: run?.endedAt ?? now, values: columnsEvidence(name, columns, { rows: table.rows, scanned }) });
      } finally {
        table.close();
      }
    }
    return found;
  };
}

/** By its own name, its path, or its file's name without the ending. */
function isNamed({ name, path }: Dataset, asked: string): boolean {
  const file = path?.slice(path.lastIndexOf('/') + 1) ?? '';
  return name === asked || path === asked || file === asked || file.replace(/\.[^.]*$/, '') === asked;
}

/** Digests of two systems cannot be compared; where they can, they are equal. */
function requireSame({ name, path }: Dataset, opened: string | null, trainedOn: FoundCandidate['datasets']): void {
  const kind = kindOf(opened);
  const other = trainedOn.find((one) => (one.name === name || one.name === path) && kind !== undefined && kindOf(one.digest) === kind && one.digest !== opened);
  if (other === undefined) return;
  throw fail('conflict', `The run had ${other.name} as ${other.digest}, and the model's commit has ${opened}: its columns are not those that it was trained on.`, { hint: 'Train on the data that is committed, and register the model again.' });
}

/** `md5:…` → `md5`. */
function kindOf(revision: string | null): string | undefined {
  return /^([a-z0-9-]+):/.exec(revision ?? '')?.[1];
}

/** The first rows: enough to see a form that goes through a column, and told as what it is. */
async function scan(table: TableSource, rows: number, signal: AbortSignal): Promise<{ readonly scanned: number; readonly columns: readonly ScannedColumn[] }> {
  const most = Math.min(table.rows, rows === Infinity ? table.rows : Math.max(rows, defaultRows));
  const columns: ScannedColumn[] = [];
  for (const { name } of table.columns) {
    try {
      columns.push({ name, cells: most, possible: scanColumn(cellsOf(await table.column(name, signal), most)) });
    } catch (error) {
      signal.throwIfAborted();
      if (toFault(error).code === 'internal') throw error;
      columns.push({ name, cells: 0, possible: null }); // Its name is evidence; that it was not searched is seen by its lack.
    }
  }
  return { scanned: most, columns };
}

function* cellsOf(column: Column, rows: number): Generator<string | number> {
  if (isNumberColumn(column)) {
    if (column.kind === 'datetime') return;
    for (let at = 0; at < rows; at += 1) if (!Number.isNaN(column.values[at])) yield column.values[at]!;
  } else if (isLevelColumn(column)) {
    for (let at = 0; at < rows; at += 1) if (column.codes[at]! >= 0) yield column.levels[column.codes[at]!]!;
  }
}
