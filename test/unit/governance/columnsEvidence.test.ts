import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import { columnsPart, type ColumnParts } from '../../../src/services/governance/evidence/columns.ts';
import type { FoundCandidate } from '../../../src/services/governance/candidate.ts';
import type { GatherContext } from '../../../src/services/governance/evidence/gather.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { candidate } from './ledgers.ts';

const { policy } = decodePolicy(parseYaml('version: 1\nmodels:\n  churn: { environments: [production] }\nrules:\n  - id: no-pii\n    columns: { dataset: train, forbid: [ssn] }\n'));

/** Of the columns of `data/train.csv`, which the commit has as `md5:aaaa`, for a run that had these. */
async function evidenceFor(trainedOn: FoundCandidate['datasets']): Promise<ReadonlyArray<{ readonly from: string }>> {
  const table = { ...memoryTable('train', [{ kind: 'empty', name: 'age', rows: 3, problems: [] }]), origin: { revision: 'md5:aaaa', commit: null, run: null } };
  const parts = {
    catalog: { entry: () => Promise.resolve({ config: { provider: 'kept' } }) },
    datasets: { list: () => Promise.resolve({ items: [{ id: 'kept:dataset/train', source: 'kept', name: 'train.csv', path: 'data/train.csv' }], problems: [] }) },
    tables: { open: () => Promise.resolve(table) },
  } as unknown as ColumnParts;
  const found = { candidate: candidate(), run: null, datasets: trainedOn } as unknown as FoundCandidate;
  const context = { trusted: { policy }, folder: '/w', now: '2026-01-10T00:00:00.000Z' } as unknown as GatherContext;
  return columnsPart(parts)(found, context, AbortSignal.timeout(5_000));
}

const had = (digest: string | null, name = 'data/train.csv') => [{ name, digest, context: null, source: 'other' }];

describe('the columns that a model was trained on', () => {
  it('are those of its commit, where the run had the same revision or says nothing that can be compared', async () => {
    for (const datasets of [[], had('md5:aaaa'), had(null), had('9f3a21bc'), had('sha256:bbbb'), had('md5:bbbb', 'data/other.csv')]) expect(await evidenceFor(datasets)).toMatchObject([{ from: 'kept:data/train.csv@' + 'a'.repeat(40) }]);
  });

  it('are not known where the run had another revision than the commit', async () => {
    for (const name of ['data/train.csv', 'train.csv']) await expect(evidenceFor(had('md5:bbbb', name))).rejects.toMatchObject({ fault: { code: 'conflict', message: expect.stringContaining('md5:bbbb') as string } });
  });
});
