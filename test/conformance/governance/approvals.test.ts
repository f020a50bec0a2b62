import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Mlops } from '../cli/mlops.ts';
import { Someone } from './people.ts';

interface WrittenAnswer {
  digest: string;
  kind: string;
  modelDigest: string;
  synced: { remote: string | null; queued: unknown };
}
interface Row {
  digest: string;
  state: string;
  missing: string[];
  by: string;
  decisions: Array<{ digest: string; kind: string; by: string; role: string; text: { id: string; state: string; text: string | null } | null }>;
  text: { id: string; state: string; text: string | null } | null;
}

let mlops: Mlops;
let root = '';
let ada: Someone;
let bo: Someone;
let cy: Someone;
const remote = () => path.join(root, 'remote.git');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const ask = ['approvals', 'request', 'churn:v0.0.1', '--env', 'production'];
const approve = ['approvals', 'approve', 'churn:v0.0.1', '--env', 'production'];

const policy = (genesis: string) => `version: 1
genesis: ${genesis}
models:
  churn:
    environments: [staging, production]
    anchor: optional
rules:
  - id: two-people
    env: production
    approvals:
      require: [{ role: ml-lead, count: 2 }]
      not: [author, requester]
      expires: 90d
  - id: small
    metric: { path: artifact.bytes, max: 5 }
waivers: { max_days: 30, approved_by: ml-lead, not_waivable: [two-people] }
`;
const roster = () => `people:
  ada: { roles: [admin, ml-lead], emails: [ada@example.org], keys: [{ key: "${ada.publicKey()}" }] }
  bo: { roles: [ml-lead, risk], emails: [bo@example.org], keys: [{ key: "${bo.publicKey()}" }, { key: "${bo.publicKey('second')}" }] }
  cy: { roles: [ml-lead], emails: [cy@example.org], keys: [{ key: "${cy.publicKey()}" }] }
`;

async function rows(who: Someone): Promise<Row[]> {
  return (await who.json<{ requests: Row[] }>(['approvals', 'list'])).data.requests;
}

describe('mlops approvals', () => {
  beforeAll(async () => {
    mlops = await Mlops.make();
    root = mkdtempSync(path.join(tmpdir(), 'mlops-approvals-'));
    git('init', '-q', '--bare', '-b', 'main', 'remote.git');
    git('-C', 'remote.git', 'config', 'receive.denyNonFastForwards', 'true');
    [ada, bo, cy] = ['ada', 'bo', 'cy'].map((name) => new Someone(mlops, root, name)) as [Someone, Someone, Someone];
    bo.makeKey('second', 'ecdsa');
    git('clone', '-q', remote(), 'ada');
    ada.git('checkout', '-qb', 'main');
    ada.commit({ '.dvc/config': '', 'dvc.yaml': 'artifacts:\n  churn:\n    path: model.bin\n    type: model\n', 'model.bin': 'weights 1' }, 'A model');
    ada.git('tag', '-a', 'churn@v0.0.1', '-m', 'first');
    ada.git('push', '-q', 'origin', 'churn@v0.0.1');
  });
  afterAll(async () => {
    await mlops.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('guides whoever has no key, then makes ledger, roster and policy once', async () => {
    const none = await ada.json(['approvals', 'init'], { MLOPS_SIGNING_KEY: '' });
    expect([none.code, none.problems[0]?.message]).toEqual([2, 'No signing key was found.']);
    expect(none.problems[0]?.hint).toMatch(/ssh-keygen -t ed25519[^]*roster\.yaml/);
    const first = await ada.json<{ genesis: string; ledger: { created: boolean }; next: string[] }>(['approvals', 'init']);
    expect([first.code, first.data.ledger.created, first.problems]).toEqual([0, true, []]);
    expect(readFileSync(path.join(ada.clone, '.mlops/policy.yaml'), 'utf8')).toContain(`genesis: ${first.data.genesis}`);
    expect(readFileSync(path.join(ada.clone, '.mlops/policy.yaml'), 'utf8')).toContain('"churn"');
    expect(readFileSync(path.join(ada.clone, '.mlops/roster.yaml'), 'utf8')).toContain(ada.publicKey());
    const second = await ada.json<{ genesis: string; ledger: { created: boolean }; policy: { created: boolean }; roster: { created: boolean }; next: string[] }>(['approvals', 'init']);
    expect(second.data).toMatchObject({ genesis: first.data.genesis, ledger: { created: false }, policy: { created: false }, roster: { created: false }, next: [] });
    ada.commit({ '.mlops/policy.yaml': policy(first.data.genesis), '.mlops/roster.yaml': roster() }, 'Who decides, and by what');
    for (const name of ['bo', 'cy']) git('clone', '-q', remote(), name);
  });

  it('asks, and only a person in a terminal who types the digest approves', async () => {
    const asked = await ada.json<WrittenAnswer>([...ask, '--reason', 'ready']);
    expect([asked.code, asked.data.kind, asked.data.synced.queued]).toEqual([0, 'request', null]);
    const digest = asked.data.modelDigest.slice(0, 8);
    const piped = await bo.json(approve);
    expect([piped.code, piped.problems[0]?.message]).toEqual([2, expect.stringContaining('needs a terminal')]);
    for (const env of [{ CI: 'true' }, { AI_AGENT: 'somebody' }, { CLAUDECODE: '1' }]) {
      const refused = await bo.inTerminal(approve, digest, { env });
      expect([refused.code, refused.stdout]).toEqual([2, expect.stringMatching(/is for a person/)]);
    }
    const wrong = await bo.inTerminal(approve, '00000000');
    expect([wrong.code, wrong.stdout]).toEqual([2, expect.stringContaining('nothing was signed')]);
    const own = await ada.inTerminal([...approve, '--reason', 'mine'], digest);
    expect([own.code, own.stdout]).toEqual([0, expect.stringMatching(/You asked for it and wrote it, so your approval will not count/)]);
    const good = await bo.inTerminal([...approve, '--reason', 'looked at'], digest);
    expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/two-people[^]*asked by\s+ada[^]*signed.*approved churn v0\.0\.1/)]);
    // A second key is the same person.
    await bo.inTerminal([...approve, '--key', bo.keyFile('second')], digest);
    const [row] = await rows(cy);
    expect([row?.state, row?.decisions.map(({ by }) => by), row?.missing[0]]).toEqual(['open', ['ada', 'bo', 'bo'], expect.stringContaining('1 of 2 approvals')]);
    expect(row?.decisions[1]?.text).toMatchObject({ state: 'there', text: 'looked at' });
  });

  it('signs no secret and no personal data', async () => {
    const before = git('-C', 'remote.git', 'rev-parse', 'mlops-ledger');
    const digest = (await rows(cy))[0]!.digest;
    for (const reason of ['key AKIAIOSFODNN7EXAMPLE', 'password=correcthorse', 'ask jane.doe@example.org', 'card 4111 1111 1111 1111']) {
      const refused = await cy.json(['approvals', 'comment', digest, '--reason', reason]);
      expect([refused.code, refused.problems[0]?.message]).toEqual([2, expect.stringContaining('nothing was signed')]);
      expect(JSON.stringify(refused.problems)).not.toContain(reason.split(' ')[1] ?? reason);
    }
    expect(git('-C', 'remote.git', 'rev-parse', 'mlops-ledger')).toBe(before);
  });

  it('rejects, and neither asking for the same again nor somebody else takes that away', async () => {
    const rejected = await cy.json<WrittenAnswer>(['approvals', 'reject', 'churn:v0.0.1', '--env', 'production', '--reason', 'too small a test set']);
    expect([rejected.code, rejected.data.kind]).toEqual([0, 'reject']);
    expect((await rows(bo))[0]?.state).toBe('rejected');
    const again = await ada.json([...ask, '--supersedes', rejected.data.digest.slice(0, 8)]);
    expect([again.code, again.problems[0]?.message]).toEqual([2, expect.stringContaining('Nothing has changed since cy rejected it')]);
    const foreign = await bo.json(['approvals', 'withdraw', rejected.data.digest]);
    expect([foreign.code, foreign.problems[0]?.message]).toEqual([2, expect.stringContaining("is cy's")]);
    const noAdmin = await bo.json(['approvals', 'revoke', rejected.data.digest]);
    expect([noAdmin.code, noAdmin.problems[0]?.message]).toEqual([2, expect.stringContaining('admin')]);
    expect((await cy.json(['approvals', 'withdraw', rejected.data.digest])).code).toBe(0);
    expect((await rows(bo))[0]?.state).toBe('open');
  });

  it('keeps what cannot be pushed, says so, and brings it with the next call', async () => {
    renameSync(remote(), `${remote()}.away`);
    const digest = (await cy.json<{ requests: Row[] }>(['approvals', 'list'])).data.requests[0]!.digest;
    const offline = await cy.json<WrittenAnswer>(['approvals', 'comment', digest, '--reason', 'on a train']);
    renameSync(`${remote()}.away`, remote());
    expect([offline.code, offline.data.synced.queued]).toMatchObject([0, { code: 'unreachable' }]);
    expect(offline.problems.map(({ message }) => message)).toContainEqual(expect.stringContaining('not pushed to origin yet'));
    const unread = await cy.run(['approvals', 'list']);
    expect([unread.code, unread.stdout]).toEqual([0, expect.stringContaining('on a train')]);
    expect((await ada.run(['approvals', 'list'])).stdout).toContain('on a train');
  });

  it('erases a text, and neither entry nor verdict change', async () => {
    const before = await ada.json<{ rules: unknown }>(['gate', 'churn:v0.0.1', '--env', 'production']);
    const text = (await rows(ada))[0]!.text!;
    expect(text.text).toBe('ready');
    expect((await ada.json(['approvals', 'erase', text.id])).code).toBe(0);
    expect((await rows(bo))[0]?.text).toEqual({ id: text.id, state: 'erased', text: null });
    const after = await ada.json<{ rules: unknown }>(['gate', 'churn:v0.0.1', '--env', 'production']);
    expect([after.code, after.data.rules]).toEqual([before.code, before.data.rules]);
    // Whoever has it still does not bring it back.
    await cy.json(['approvals', 'comment', (await rows(cy))[0]!.digest, '--reason', 'seen']);
    expect((await rows(bo))[0]?.text?.state).toBe('erased');
  });

  it('waives a rule for a while, by somebody who neither asked, wrote nor trained', async () => {
    const waive = ['approvals', 'waive', 'churn:v0.0.1', '--env', 'production', '--rule', 'small', '--reason', 'fine for now'];
    const refused = async (who: Someone, ...more: string[]) => (await who.json([...waive, ...more])).problems[0]?.message;
    expect(await refused(ada, '--until', '7d')).toMatch(/You asked for this approval/);
    expect(await refused(bo, '--until', '31d')).toMatch(/30 days at most/);
    expect(await refused(bo, '--until', '7d', '--rule', 'two-people')).toMatch(/does not let “two-people” be waived/);
    // In a terminal the digest is typed, as for a rejection.
    expect((await bo.inTerminal([...waive, '--until', '7d'], '00000000')).code).toBe(2);
    expect((await bo.json([...waive, '--until', '7d'])).code).toBe(0);
    const gate = await ada.json<{ rules: Array<{ id: string; outcome: string }> }>(['gate', 'churn:v0.0.1', '--env', 'production']);
    expect(gate.data.rules.find(({ id }) => id === 'small')?.outcome).toBe('waived');
  });

  it('passes with a second person, and stays so until an approval is revoked', async () => {
    const digest = (await ada.json<{ modelDigest: string }>(['gate', 'churn:v0.0.1', '--env', 'production'])).data.modelDigest.slice(0, 8);
    expect((await cy.inTerminal(approve, digest)).code).toBe(0);
    expect((await ada.run(['gate', 'churn:v0.0.1', '--env', 'production'])).code).toBe(0);
    const bos = (await rows(cy))[0]!.decisions.filter(({ by }) => by === 'bo');
    for (const { digest: one } of bos) expect((await ada.json(['approvals', 'revoke', one, '--reason', 'key was shared'])).code).toBe(0);
    expect((await ada.run(['gate', 'churn:v0.0.1', '--env', 'production'])).code).toBe(1);
  });

  it('verifies all of it, and ends with 4 where an ancestor is gone', async () => {
    const whole = await cy.json<{ intact: boolean; entries: { counted: number; quarantined: number }; keyTypes: Record<string, number>; heads: string[] }>(['approvals', 'verify']);
    expect([whole.code, whole.data.intact, whole.data.entries.quarantined]).toEqual([0, true, 0]);
    expect(whole.data.keyTypes).toMatchObject({ 'ecdsa-sha2-nistp256': 1 });
    expect(whole.data.entries.counted).toBe(Object.values(whole.data.keyTypes).reduce((sum, one) => sum + one, 0));
    const other = await cy.run(['approvals', 'verify', '--anchor', 'f'.repeat(64)]);
    expect([other.code, other.stdout]).toEqual([4, expect.stringContaining('broken')]);
    renameSync(remote(), `${remote()}.away`);
    expect((await cy.run(['approvals', 'verify'])).code).toBe(3);
    renameSync(`${remote()}.away`, remote());
  });
});
