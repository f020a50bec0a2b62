import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateReport } from '../../../src/core/model/gate.ts';
import { Mlops } from '../cli/mlops.ts';
import { Someone } from './people.ts';

interface Exported {
  root: string;
  path: string;
  files: number;
}

let mlops: Mlops;
let home = '';
let ada: Someone;
const at = (name: string) => path.join(home, name);

const policy = (genesis: string) => `version: 1
genesis: ${genesis}
models:
  churn: { environments: [staging], anchor: optional }
rules:
  - id: small
    metric: { path: artifact.bytes, max: 50 }
`;

describe('mlops approvals export and mlops gate --pack', () => {
  beforeAll(async () => {
    mlops = await Mlops.make();
    home = mkdtempSync(path.join(tmpdir(), 'mlops-pack-cli-'));
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', 'remote.git'], { cwd: home });
    ada = new Someone(mlops, home, 'ada');
    execFileSync('git', ['clone', '-q', at('remote.git'), 'ada'], { cwd: home, stdio: 'pipe' });
    ada.git('checkout', '-qb', 'main');
    ada.commit({ '.dvc/config': '', 'dvc.yaml': 'artifacts:\n  churn:\n    path: model.bin\n    type: model\n', 'model.bin': 'weights 1' }, 'A model');
    ada.git('tag', '-a', 'churn@v0.0.1', '-m', 'first');
    ada.git('push', '-q', 'origin', 'churn@v0.0.1');
    const made = await ada.json<{ genesis: string }>(['approvals', 'init']);
    ada.commit({ '.mlops/policy.yaml': policy(made.data.genesis), '.mlops/roster.yaml': `people:\n  ada: { roles: [admin], emails: [ada@example.org], keys: [{ key: "${ada.publicKey()}" }] }\n` }, 'Who decides, and by what');
    await ada.json(['approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--reason', 'ready <script>alert(1)</script>']);
    writeFileSync(at('signers'), `ada namespaces="mlops-ledger@v1" ${ada.publicKey()}\n`);
  });
  afterAll(async () => {
    await mlops.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  it('hand over a decision that comes out the same elsewhere, until one byte is changed', async () => {
    const live = await ada.json<GateReport>(['gate', 'churn:v0.0.1', '--env', 'staging']);
    const { code, data, problems } = await ada.json<Exported>(['approvals', 'export', 'churn:v0.0.1', '--env', 'staging', '--out', at('pack')]);
    expect([code, data.path, problems]).toEqual([0, at('pack'), []]);
    expect(execFileSync('sha256sum', ['SHA256SUMS'], { cwd: at('pack'), encoding: 'utf8' })).toBe(`${data.root}  SHA256SUMS\n`);
    expect(spawnSync('sh', [at('pack/verify.sh'), data.root, at('signers')], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: expect.stringContaining('VERIFIED') as string });
    // Somewhere else: no repository, no home of ada's.
    const judge = (...more: string[]) => mlops.json<GateReport>(['gate', '--pack', at('pack'), ...more], home);
    const given = ['--root', data.root, '--allowed-signers', at('signers')];
    const { evaluatedAt: _, anchor: __, ...same } = live.data;
    expect(await judge(...given)).toMatchObject({ code: 0, data: same, problems: [] });
    expect(await judge()).toMatchObject({ code: 0, problems: [{ severity: 'warning', hint: expect.stringContaining('--root and --allowed-signers') as string }] });
    expect((await judge('churn:v0.0.2')).code).toBe(2);
    expect((await judge('--root', '0'.repeat(64))).code).toBe(4);
    expect((await judge('--allowed-signers', at('pack/allowed_signers'))).code).toBe(2);
    const page = readFileSync(at('pack/report.html'), 'utf8');
    expect(page).toContain('ready &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    writeFileSync(at('pack/report.html'), page.replace('ready', 'reedy'));
    expect(await judge()).toMatchObject({ code: 4, problems: [{ code: 'integrity', message: expect.stringContaining('report.html was changed') as string }] });
  });

  it('leave out what was erased, refuse a folder that holds something, and take the whole ledger too', async () => {
    const listed = await ada.json<{ requests: Array<{ text: { id: string } }> }>(['approvals', 'list']);
    const { id } = listed.data.requests[0]!.text;
    expect(readFileSync(at(`pack/texts/${id}`), 'utf8')).toContain('ready');
    expect((await ada.run(['approvals', 'erase', id])).code).toBe(0);
    const again = ['approvals', 'export', 'churn:v0.0.1', '--env', 'staging', '--out'];
    expect((await ada.json([...again, at('pack')])).code).toBe(2);
    expect((await ada.json<Exported>([...again, at('erased')])).code).toBe(0);
    expect(readFileSync(at('erased/report.html'), 'utf8')).toContain('Its text was erased.');
    expect((await mlops.json<GateReport>(['gate', '--pack', at('erased')], home)).data.decision).toBe('pass');
    const whole = await ada.json<Exported>(['approvals', 'export', '--out', at('whole')]);
    expect(spawnSync('sh', ['verify.sh', whole.data.root, '../signers'], { cwd: at('whole'), encoding: 'utf8' })).toMatchObject({ status: 0, stdout: expect.stringContaining('3 counted') as string });
    expect(await mlops.json(['gate', '--pack', at('whole')], home)).toMatchObject({ code: 0, data: { decision: null, pack: { root: whole.data.root, counted: 3, signedBy: 'ada' } } });
  });
});
