import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail } from '../../../../src/core/base/fault.ts';
import { Evidence } from '../../../../src/core/governance/policy/evidence.ts';
import type { Policy } from '../../../../src/core/governance/policy/policy.ts';
import { checkColumns, type ColumnsCheck } from '../../../../src/core/governance/policy/rules/columns.ts';
import type { RuleContext } from '../../../../src/core/governance/policy/rules/finding.ts';
import { nodeSqlite } from '../../../../src/io/sqlite.ts';
import { nodeTables } from '../../../../src/io/table/tables.ts';
import type { FoundCandidate } from '../../../../src/services/governance/candidate.ts';
import { columnsOfCandidate } from '../../../../src/services/governance/evidence/columns.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mlops-pii-'));
  await writeFile(path.join(folder, 'train.csv'), 'id,contact,card\n1,none,7\n2,ann@example.com,8\n3,bob@example.com,4111111111111111\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (more: Partial<ColumnsCheck>): ColumnsCheck => ({ kind: 'columns', dataset: 'train', forbid: [], scan: [], sampleRows: null, ...more });
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const found = { candidate: { model: 'churn', env: 'production', commit: 'c'.repeat(40) }, run: { id: 'git:abc', sameAs: [], endedAt: '2026-01-01T00:00:00.000Z' }, datasets: [{ name: 'data/train.csv', digest: null, context: null }] } as unknown as FoundCandidate;

async function judged(rule: ColumnsCheck) {
  const policy = { models: new Map([['churn', { environments: ['production'] }]]), rules: [{ id: 'no-pii', environments: null, models: null, check: rule, range }] } as unknown as Policy;
  const asked: string[] = [];
  const items = await columnsOfCandidate(found, { policy }, folder, async (reference, at, signal) => {
    asked.push(reference);
    return nodeTables({ sqlite: nodeSqlite() }).openFile(path.join(at, 'train.csv'), { name: reference }, signal);
  }, AbortSignal.timeout(20_000));
  const evidence = new Evidence(items.map((item) => ({ item, entry: 'e' })));
  return { asked, items, finding: checkColumns(rule, { evidence, now: '2026-01-02T00:00:00.000Z' } as RuleContext) };
}

describe('the columns of the data of a candidate', () => {
  it('are read from the commit that made it, and say how much was found and never what', async () => {
    const { asked, items, finding } = await judged(check({ scan: ['email', 'credit-card'] }));
    expect(asked).toEqual([`git:data/train.csv@${'c'.repeat(40)}`]);
    expect(finding).toMatchObject({ outcome: 'fail', observed: 'possible email in 2 cells; possible credit-card in 1 cells' });
    expect(JSON.stringify(items.map(({ values, ...rest }) => [rest, [...values]]))).not.toContain('example.com');
  });

  it('are searched as far as the rule asks', async () => {
    expect((await judged(check({ scan: ['email'], sampleRows: 1 }))).finding.outcome).toBe('pass');
    expect((await judged(check({ scan: ['iban'] }))).finding.outcome).toBe('pass');
    expect((await judged(check({ forbid: ['con*'] }))).finding).toMatchObject({ outcome: 'fail', observed: 'columns contact' });
  });

  it('are unknown for data that the run did not use, and for data that nothing gives out', async () => {
    expect((await judged(check({ dataset: 'other', scan: ['email'] }))).finding.outcome).toBe('unknown');
    const policy = { models: new Map([['churn', { environments: ['production'] }]]), rules: [{ id: 'no-pii', environments: null, models: null, check: check({ scan: ['email'] }), range }] } as unknown as Policy;
    await expect(columnsOfCandidate(found, { policy }, folder, () => Promise.reject(fail('notPulled', 'not here')), AbortSignal.timeout(20_000))).rejects.toThrow('not here');
  });
});
