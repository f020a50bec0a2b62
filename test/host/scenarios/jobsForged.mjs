// A clone that brings forged job records: they name the process of someone else and files outside their folder.
import { spawn } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { markOf } from '../../../src/providers/local/supervisor/identity.ts';

export async function play({ demo, profile, scratch, test }) {
  const workspace = await demo();
  // The process that the forged records name. It would end at once on any signal.
  const bystander = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => bystander.once('exit', (_code, signal) => resolve(signal)));
  const secret = path.join(scratch, 'secret.txt');
  await writeFile(secret, 'what nobody may read\n');
  const native = `20260101T000000-${'a'.repeat(20)}`;
  await forge(workspace, native, bystander.pid, secret);
  const one = await profile({ env: { MLOPS_NATIVE: native, MLOPS_BYSTANDER: String(bystander.pid), MLOPS_SECRET: secret } });
  try {
    await one.host({ workspace, suite: 'jobsForged' });
    await test('the process that the forged records name got no signal', async () => {
      const state = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve('alive'), 1_000))]);
      if (state !== 'alive') throw new Error(`It ended with ${state}.`);
    });
  } finally {
    if (bystander.exitCode === null && bystander.signalCode === null) process.kill(-bystander.pid, 'SIGKILL');
  }
}

/** The same records as our own, with the right pid and start time, under every name that the product uses. */
async function forge(workspace, native, pid, secret) {
  const mark = markOf(pid);
  const job = {
    id: `local:job/local/${native}`, name: 'forged', target: 'local:target/local/cpu', status: 'running', attempt: 1, command: ['sleep'], runs: [],
    parentId: null, resources: {}, snapshot: null, submittedAt: '2026-01-01T00:00:00.000Z', startedAt: '2026-01-01T00:00:00.000Z', endedAt: null,
    exitCode: null, signal: null, reason: null, logBytes: 10, url: null, pid, log: secret,
  };
  const record = { version: 1, native, job, folder: workspace, cwd: workspace, recorded: [], expects: null, commit: null, dirty: null, interpreter: null, devices: [] };
  const state = { version: 1, phase: 'running', supervisor: mark, child: mark };
  for (const folder of [path.join(workspace, '.mlops', 'jobs'), path.join(workspace, '.mlops', 'jobs', native), path.join(workspace, '.mlops', 'jobs', '..', 'state', 'jobs', native)]) {
    await mkdir(folder, { recursive: true });
    for (const [name, value] of [['record.json', record], ['state.json', state], ['job.json', job], [`${native}.json`, job]]) {
      await writeFile(path.join(folder, name), JSON.stringify(value));
    }
    for (const name of ['spool', 'log', 'output.log', `${native}.log`]) await symlink(secret, path.join(folder, name));
  }
}
