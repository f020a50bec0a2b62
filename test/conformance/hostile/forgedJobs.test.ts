import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../support/tools.ts';
import { markOf } from '../../../src/providers/local/supervisor/identity.ts';
import { Mlops } from '../cli/mlops.ts';

const secret = 'only the owner may read this';

describe.skipIf(missing('node'))('a clone that brings forged .mlops/jobs', () => {
  let mlops: Mlops;
  let clone: string;
  let outside: string;
  let bystander: ChildProcess;
  const native = '20260101T000000-aaaaaaaaaaaaaaaaaaaa';

  beforeAll(async () => {
    mlops = await Mlops.make();
    clone = await mlops.folder();
    outside = await mlops.folder({ 'secret.txt': secret });
    bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    const mark = markOf(bystander.pid ?? 0);
    const jobs = path.join(clone, '.mlops/jobs');
    mkdirSync(path.join(jobs, native), { recursive: true });
    const job = {
      id: `local:job/local/${native}`, name: 'innocent', target: 'cpu', status: 'running', attempt: 1, command: ['sleep', '600'], runs: [], parentId: null,
      resources: {}, snapshot: null, submittedAt: '2026-01-01T00:00:00.000Z', startedAt: '2026-01-01T00:00:00.000Z', endedAt: null, exitCode: null,
      signal: null, reason: null, logBytes: 9, url: null,
    };
    const state = { phase: 'running', supervisor: mark, child: mark, pid: mark.pid, pgid: mark.pid, startedAt: job.startedAt, heartbeatAt: new Date().toISOString(), logBytes: 9, lostBytes: 0, logProblem: null, after: [] };
    const record = { version: 1, native, job, recorded: [], devices: [], spool: path.join(outside, 'secret.txt'), ...state };
    // In every place and form in which a reader might look for it.
    for (const name of [`${native}.json`, `${native}/record.json`, `${native}/job.json`, 'record.json']) writeFileSync(path.join(jobs, name), JSON.stringify(record));
    for (const name of [`${native}/state.json`, `${native}/supervisor.json`, 'state.json']) writeFileSync(path.join(jobs, name), JSON.stringify(state));
    for (const name of [`${native}/spool`, `${native}/log`, `${native}.log`, 'spool']) symlinkSync(path.join(outside, 'secret.txt'), path.join(jobs, name));
    symlinkSync(outside, path.join(jobs, 'linked'));
  });
  afterAll(async () => {
    if (bystander.pid !== undefined && isAlive()) process.kill(bystander.pid, 'SIGKILL');
    await mlops.dispose();
  });

  const isAlive = () => {
    try {
      return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${bystander.pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  const names = () => [
    native,
    `local:job/local/${native}`,
    `local:job/${native}`,
    'innocent',
    String(bystander.pid),
    `local:job/local/../../../../..${clone}/.mlops/jobs/${native}`,
    `local:job/local/..%2F..%2F${encodeURIComponent(`${clone}/.mlops/jobs/${native}`)}`,
    `local:job/local/${encodeURIComponent(`${clone}/.mlops/jobs/${native}`)}`,
    `local:job/local/${path.join(outside, 'secret.txt')}`,
    `../../${path.basename(outside)}/secret.txt`,
    path.join(clone, '.mlops/jobs/linked/secret.txt'),
    '/etc/passwd',
    '',
  ];

  it('lists none of them', async () => {
    const { code, data } = await mlops.json<{ jobs: unknown[] }>(['jobs'], clone);
    expect([code, data.jobs]).toEqual([0, []]);
  });

  it('cancels none of them, and the process they name lives', async () => {
    for (const name of names()) {
      const { code } = await mlops.json(['cancel', name], clone);
      expect([name, code]).toEqual([name, 2]);
      expect([name, isAlive()]).toEqual([name, true]);
    }
    // The control: the process is one that a signal does reach.
    process.kill(bystander.pid ?? 0, 0);
  });

  it('reads the log of none of them', async () => {
    for (const name of names()) {
      const { code, stdout } = await mlops.run(['logs', name], clone);
      expect([name, code, stdout]).toEqual([name, 2, '']);
      expect((await mlops.run(['logs', name, '--from', '0', '--json'], clone)).stdout).not.toContain(secret);
    }
  });

  it('a real job beside them is listed, read and ended by its own id', async () => {
    const { code, data } = await mlops.json<{ job: { id: string } }>(['launch', '--record', 'none', '--detach', '--', 'sh', '-c', 'echo truly; exec sleep 600'], clone);
    expect(code).toBe(0);
    const { data: listed } = await mlops.json<{ jobs: Array<{ id: string }> }>(['jobs'], clone);
    expect(listed.jobs.map(({ id }) => id)).toEqual([data.job.id]);
    expect((await mlops.json(['cancel', data.job.id], clone)).code).toBe(0);
    expect((await mlops.run(['logs', data.job.id], clone)).stdout).toBe('truly\n');
    expect(isAlive()).toBe(true);
  });
});
