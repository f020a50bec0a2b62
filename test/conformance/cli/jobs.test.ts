import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/model/job.ts';
import type { Target } from '../../../src/core/model/target.ts';
import { missing, tools } from '../../support/tools.ts';
import { until } from '../../unit/jobs/support.ts';
import { ended, Mlops } from './mlops.ts';

const jobKeys = ['id', 'name', 'target', 'status', 'attempt', 'command', 'runs', 'parentId', 'resources', 'snapshot', 'submittedAt', 'startedAt', 'endedAt', 'exitCode', 'signal', 'reason', 'logBytes', 'url'];
/** As the driver prints them (facts): a discrete card, and one whose memory it does not tell. */
const cards = `0, GPU-11111111-aaaa-bbbb-cccc-000000000001, NVIDIA RTX A4000, 550.54.14, 16376, 1024, 3, 41, 38.20, 8.6, [N/A]
1, GPU-22222222-aaaa-bbbb-cccc-000000000002, NVIDIA GB10, 580.95.05, [N/A], [N/A], 0, 40, 4.36, 12.1, [N/A]
`;

describe.skipIf(missing('node', 'python'))('jobs on the command line', () => {
  let mlops: Mlops;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({ 'readme.txt': 'a folder without a tracker\n' });
  });
  afterAll(() => mlops.dispose());

  const launch = async (...args: string[]): Promise<Job> => (await mlops.json<{ job: Job }>(['launch', '--detach', ...args], folder)).data.job;
  const isOver = (pid: number): boolean => !existsSync(`/proc/${pid}`) || / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

  it('have the contract’s shape, and a training that fails is exit 6', async () => {
    const good = await mlops.json<{ job: Job }>(['launch', '--', 'sh', '-c', 'echo out; echo err >&2'], folder);
    expect([good.code, Object.keys(good.data.job).sort()]).toEqual([0, [...jobKeys].sort()]);
    expect(good.data.job).toMatchObject({ status: 'finished', exitCode: 0, signal: null, logBytes: 8, command: ['sh', '-c', 'echo out; echo err >&2'], attempt: 1 });
    expect(good.stderr).toContain('out\nerr\n');
    const bad = await mlops.run(['launch', '--', 'sh', '-c', 'echo last words; exit 3'], folder);
    expect(bad).toMatchObject({ code: 6, stdout: 'last words\n', stderr: expect.stringMatching(/ failed, exit 3$/m) as unknown });
    const gone = await mlops.json<{ job: Job }>(['launch', '--', 'no-such-program'], folder);
    expect(gone).toMatchObject({ code: 6, data: { job: { status: 'failed', exitCode: 127 } } });
    const { data } = await mlops.json<{ jobs: Job[] }>(['jobs'], folder);
    expect(data.jobs.map(({ status }) => status)).toEqual(['failed', 'failed', 'finished']);
    for (const job of data.jobs) expect(Object.keys(job).sort()).toEqual([...jobKeys].sort());
  });

  it('keep every byte of their log for a follower that is killed and comes back', async () => {
    const job = await launch('--', 'sh', '-c', 'i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo "line $i"; sleep 0.004; done');
    const follower = mlops.start(['logs', job.id, '--follow'], folder);
    let before = '';
    follower.stdout?.on('data', (bytes: Buffer) => {
      before += bytes.toString();
      if (before.length > 500) follower.kill('SIGKILL');
    });
    expect((await ended(follower)).signal).toBe('SIGKILL');
    const rest = await mlops.run(['logs', job.id, '--follow', '--from', String(Buffer.byteLength(before))], folder);
    const whole = Array.from({ length: 400 }, (_, index) => `line ${index + 1}\n`).join('');
    expect(before + rest.stdout).toBe(whole);
    const json = await mlops.json<{ job: string; from: number; next: number; state: string; text: string }>(['logs', job.id.slice(-8), '--from', '100'], folder);
    expect(json.data).toEqual({ job: job.id, from: 100, next: whole.length, state: 'ended', text: whole.slice(100) });
    expect((await mlops.json(['logs', job.id, '--attempt', '2'], folder)).code).toBe(2);
    expect((await mlops.json(['logs', job.id, '--rank', '1'], folder)).code).toBe(2);
  });

  it('end as a whole group, by cancel or by an interrupt of the launch', async () => {
    const grandchild = path.join(mlops.scratch, 'grandchild');
    const script = `sh -c 'trap "" TERM; echo $$ > ${grandchild}.tmp; mv ${grandchild}.tmp ${grandchild}; while :; do sleep 0.05; done' & echo up; wait`;
    const job = await launch('--', 'sh', '-c', script);
    const first = await until(() => existsSync(grandchild) && Number(readFileSync(grandchild, 'utf8')), 'the grandchild');
    const cancelled = await mlops.json<{ job: Job }>(['cancel', job.id, '--grace', '0.3'], folder);
    expect(cancelled).toMatchObject({ code: 0, data: { job: { status: 'stopped', signal: 'SIGTERM' } } });
    expect(isOver(first)).toBe(true);

    const other = path.join(mlops.scratch, 'other');
    const attached = mlops.start(['launch', '--json', '--', 'sh', '-c', `echo $$ > ${other}.tmp; mv ${other}.tmp ${other}; exec sleep 300`], folder);
    const result = ended(attached);
    const second = await until(() => existsSync(other) && Number(readFileSync(other, 'utf8')), 'the attached one');
    attached.kill('SIGINT');
    const { code, stdout } = await result;
    expect([code, JSON.parse(stdout)]).toMatchObject([130, { data: null, problems: [{ code: 'cancelled' }] }]);
    expect(isOver(second)).toBe(true);
    expect((await mlops.json<{ jobs: Job[] }>(['jobs'], folder)).data.jobs[0]?.status).toBe('stopped');
  });

  it('run on the workspace’s Python, with params as arguments of their own and no shell', async () => {
    symlinkSync(path.dirname(tools.pythonBin), path.join(folder, '.venv'));
    const plan = await mlops.json<{ plan: { interpreter: string; command: string[]; env: Record<string, string> } }>(['launch', '--plan', '--param', 'word=$(touch x); y', '--', 'python', '-c', 'import sys; print(sys.argv[1:], sys.prefix)', '{word}', '{other}'], folder);
    expect(plan.data.plan.interpreter).toBe(path.join(folder, '.venv/bin/python'));
    const { code, stdout } = await mlops.run(['launch', '--param', 'word=$(touch x); y', '--', 'python', '-c', 'import sys; print(sys.argv[1:], sys.prefix)', '{word}', '{other}'], folder);
    expect([code, stdout]).toEqual([0, `['$(touch x); y', '{other}'] ${path.join(folder, '.venv')}\n`]);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
  });

  it('of a grid are named by what differs, their parent by what they share', async () => {
    const { data } = await mlops.json<{ job: Job; jobs: Job[] }>(['launch', '--record', 'none', '--grid', 'w=1,2', '--grid', 'noted=x', '--', 'echo', 'a\nb', '{w}'], folder);
    expect([data.job.name, ...data.jobs.map(({ name }) => name)]).toEqual(['echo a b × 2', 'echo a b 1 noted=x', 'echo a b 2 noted=x']);
    const { data: planned } = await mlops.json<{ plan: { spec: { name: string } } }>(['launch', '--plan', '--name', 'mine', '--param', 'w=1', '--', 'echo', '{w}'], folder);
    expect(planned.plan.spec.name).toBe('mine');
  });

  it('go to a GPU by its uuid; none is hidden because a value is missing', async () => {
    const bin = path.join(mlops.scratch, 'fake-driver');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'nvidia-smi'), `#!/bin/sh\ncase "$*" in *--query-gpu*) cat <<'X'\n${cards}X\n;; esac\n`);
    await chmod(path.join(bin, 'nvidia-smi'), 0o755);
    const env = { PATH: `${bin}:${mlops.env['PATH']}` };
    const { data } = await mlops.json<{ targets: Target[] }>(['targets'], folder, env);
    expect(data.targets.map(({ kind, gpus }) => [kind, gpus[0]?.name, gpus[0]?.memoryTotalMiB])).toEqual([['cpu', undefined, undefined], ['gpu', 'NVIDIA RTX A4000', 16376], ['gpu', 'NVIDIA GB10', data.targets[0]?.memoryMiB]]);
    const uuid = 'GPU-22222222-aaaa-bbbb-cccc-000000000002';
    const run = await mlops.run(['launch', '--target', uuid, '--', 'sh', '-c', 'echo "$CUDA_VISIBLE_DEVICES"'], folder, env);
    expect([run.code, run.stdout]).toEqual([0, `${uuid}\n`]);
    const cpu = await mlops.run(['launch', '--', 'sh', '-c', 'echo "[$CUDA_VISIBLE_DEVICES]"'], folder, env);
    expect(cpu.stdout).toBe('[]\n');
    expect((await mlops.json(['launch', '--target', uuid, '--plan', '--', 'true'], folder)).code).toBe(2);
  });

  it('are told by any part of their id that is theirs alone', async () => {
    const { data } = await mlops.json<{ jobs: Job[] }>(['jobs'], folder);
    const id = data.jobs[0]?.id ?? '';
    expect((await mlops.json<{ job: string }>(['logs', id.slice(-6)], folder)).data.job).toBe(id);
    const name = id.slice(id.lastIndexOf('/') + 1);
    expect((await mlops.json<{ job: string }>(['logs', name.slice(0, -6)], folder)).data.job).toBe(id);
    expect(await mlops.json(['logs', name.slice(0, 4)], folder)).toMatchObject({ code: 2, problems: [{ message: `“${name.slice(0, 4)}” fits ${data.jobs.length} jobs.` }] });
    expect((await mlops.json(['logs', id.slice(-2)], folder)).code).toBe(2);
  });

  it('hand no variable of ours on to a job inside a job', () => {
    const out = execFileSync(tools.node, [mlops.program, 'launch', '--', 'sh', '-c', 'echo "$MLOPS_JOB_ID"'], { cwd: folder, env: { ...mlops.env, MLOPS_JOB_ID: 'outer' }, encoding: 'utf8' });
    expect(out).toMatch(/^local:job\/local\/\d{8}T\d{6}-[0-9a-f]{20}\n$/);
  });
});
