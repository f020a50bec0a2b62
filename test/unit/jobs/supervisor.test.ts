import { existsSync, readFileSync, readdirSync, statSync, symlinkSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { spawnSync, spawn } from 'node:child_process';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../../src/core/port/machine.ts';
import { fill } from '../../../src/providers/local/supervisor/finish.ts';
import { jobFiles, type ExitRecord, type SupervisorSpec } from '../../../src/providers/local/supervisor/spec.ts';
import { buildSupervisor, connect, ended, folderOf, isRunning, logOf, machineIn, none, cpu, scratch, signal, specOf, start, until, type Local } from './support.ts';

const place = scratch();
let supervisor: string;
let local: Local;

beforeAll(async () => {
  supervisor = await buildSupervisor(place.root);
  local = connect(machineIn({ root: place.root, supervisor }), place.workspace);
});
afterAll(() => {
  local.dispose();
  place.remove();
});

describe('the supervisor', () => {
  it('needs nothing but Node', () => {
    const text = readFileSync(supervisor, 'utf8');
    const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]?.replace(/^node:/, ''));
    expect(imported.length).toBeGreaterThan(3);
    expect(imported.filter((name) => !builtinModules.includes(name ?? ''))).toEqual([]);
  });

  it('keeps the order of stdout and stderr, lets a program reopen them, and records the exit code', async () => {
    const job = await start(local, specOf(place.workspace, ['sh', '-c', 'echo 1; echo 2 >&2; echo 3; echo 4 > /dev/stderr; printf 5; exit 7']));
    const end = await ended(local, job.id);
    expect(end).toMatchObject({ status: 'failed', exitCode: 7, signal: null, logBytes: 9, reason: 'Exit code 7.' });
    expect(await logOf(local, job.id)).toBe('1\n2\n3\n4\n5');
    expect(end.endedAt).toMatch(/Z$/);
  });

  it('records a signal, a success, and a program that is not there', async () => {
    const [killed, fine, missing] = await Promise.all([
      start(local, specOf(place.workspace, ['sh', '-c', 'kill -9 $$'])),
      start(local, specOf(place.workspace, ['true'])),
      start(local, specOf(place.workspace, ['no-such-program-here'])),
    ]);
    expect(await ended(local, killed.id)).toMatchObject({ status: 'failed', exitCode: null, signal: 'SIGKILL' });
    expect(await ended(local, fine.id)).toMatchObject({ status: 'finished', exitCode: 0 });
    expect(await ended(local, missing.id)).toMatchObject({ status: 'failed', exitCode: 127 });
    expect(await logOf(local, missing.id)).toContain('no-such-program-here');
  });

  it('leaves no secret on disk, and its files to the owner alone', async () => {
    const secret = 'hunter2-in-the-environment';
    const plan = await local.jobs.plan(specOf(place.workspace, ['sh', '-c', 'test "$MY_TOKEN" = hunter2-in-the-environment; sleep 0.3', 'x', '--password', 'hunter2-in-the-arguments']), cpu, signal);
    const job = await local.jobs.submit(plan, plan.planId, { ...none, env: { MY_TOKEN: secret } }, signal);
    const folder = folderOf(place.state, job);
    const look = () => spawnSync('grep', ['-rlE', `${secret}|hunter2-in-the-arguments`, folder, path.join(place.workspace, '.mlops')], { encoding: 'utf8' }).stdout;
    expect(look()).toBe('');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const end = await ended(local, job.id);
    expect(look()).toBe('');
    expect(end.command.at(-1)).not.toContain('hunter2');
    // The supervisor is still at its last state: a file that it is about to put in place may be gone when looked at.
    for (const name of readdirSync(folder)) expect((statSync(path.join(folder, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o077).toBe(0);
  });

  it('lets the training go on when the disk is full, and says what is missing', async () => {
    const folder = path.join(place.root, 'full');
    mkdirSync(folder);
    symlinkSync('/dev/full', path.join(folder, 'spool'));
    const done = path.join(place.root, 'reached-the-end');
    const spec: SupervisorSpec = {
      command: ['sh', '-c', `for i in 1 2 3 4 5; do echo line $i; sleep 0.05; done; touch ${done}`],
      cwd: place.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      after: [],
      stopSignal: 'SIGTERM',
      finish: [],
      mirror: null,
    };
    expect(spawnSync(process.execPath, [supervisor, folder], { input: JSON.stringify(spec) }).status).toBe(0);
    expect(existsSync(done)).toBe(true);
    const exit = JSON.parse(readFileSync(path.join(folder, 'exit.json'), 'utf8')) as ExitRecord;
    expect(exit).toMatchObject({ exitCode: 0, lostBytes: 35 });
    expect(readFileSync(path.join(folder, 'state.json'), 'utf8')).toContain('ENOSPC');
  });

  it('ends what the command left behind in its group', async () => {
    const note = path.join(place.root, 'left.pid');
    const job = await start(local, specOf(place.workspace, ['sh', '-c', `sleep 300 & echo $! > ${note}; echo done`]));
    expect(await ended(local, job.id, 20_000)).toMatchObject({ status: 'finished' });
    const pid = Number(readFileSync(note, 'utf8'));
    await until(() => !isRunning(pid) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '), 'the left-over to end');
  });

  it('does not inherit what the editor set for itself', async () => {
    const machine = machineIn({ root: place.root, supervisor, env: { VSCODE_PID: '1', ELECTRON_RUN_AS_NODE: '1', KEPT: 'yes' } });
    const editor = connect(machine, place.workspace);
    const job = await start(editor, specOf(place.workspace, ['env']));
    await ended(editor, job.id);
    const env = await logOf(editor, job.id);
    expect(env).toContain('KEPT=yes');
    expect(env).toContain(`MLOPS_JOB_ID=${job.id}`);
    expect(env).toMatch(/^CUDA_VISIBLE_DEVICES=$/m);
    expect(env).toContain('PYTHONUNBUFFERED=1');
    expect(env).not.toMatch(/VSCODE_|ELECTRON_/);
    editor.dispose();
  });
});

describe('telling a tracker', () => {
  const exit: ExitRecord = { exitCode: 3, signal: null, endedAt: '2026-01-02T03:04:05.000Z', stopped: false, reason: null, lostBytes: 0 };
  const statuses = { finished: 'DONE', failed: 'BAD', stopped: 'HALTED' };

  it('fills every placeholder', () => {
    const finish = { kind: 'command' as const, argv: [], cwd: '/', env: {}, timeoutMs: 1, statuses };
    expect(fill('{status} {endMs} [{exitCode}] [{signal}] {other}', finish, exit)).toBe('BAD 1767323045000 [3] [] {other}');
    expect(fill('{status} {signal}', finish, { ...exit, stopped: true, exitCode: null, signal: 'SIGTERM' })).toBe('HALTED SIGTERM');
  });

  it('tries again over HTTP, runs a program, and leaves what failed for later', async () => {
    const bodies: string[] = [];
    let refusals = 2;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        refusals -= 1;
        if (refusals >= 0) response.writeHead(503).end();
        else {
          bodies.push(`${request.headers.authorization ?? ''} ${body}`);
          response.end('{}');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const told = path.join(place.root, 'told');
    const recorded = ['http', 'program', 'refused', 'open'].map((run) => ({ run: `t:${run}`, source: 't' }));
    const plan = await local.jobs.plan(specOf(place.workspace, ['sh', '-c', 'exit 4']), cpu, signal);
    const job = await local.jobs.submit(
      plan,
      plan.planId,
      {
        env: {},
        runs: recorded.map(({ run }) => ({ id: run, role: 'tracker' })),
        recorded,
        finish: [
          { kind: 'http', run: 't:http', method: 'POST', url: `http://127.0.0.1:${port}/end`, headers: { Authorization: 'Bearer s3cret-s3cret' }, body: '{"s":"{status}","c":"{exitCode}"}', statuses },
          { kind: 'command', run: 't:program', argv: ['sh', '-c', 'echo "$1 $WORD" > "$2"', 'x', '{status}', told], cwd: place.root, env: { WORD: 'code {exitCode}' }, timeoutMs: 5_000, statuses },
          { kind: 'command', run: 't:refused', argv: ['no-such-finisher'], cwd: place.root, env: {}, timeoutMs: 5_000, statuses },
          { kind: 'http', run: 't:open', method: 'POST', url: 'http://192.0.2.1/end', headers: { Authorization: 'Bearer s3cret-s3cret' }, body: '{}', statuses },
        ],
      },
      signal,
    );
    await ended(local, job.id);
    await until(() => bodies.length === 1 && existsSync(told), 'the trackers to be told');
    expect(bodies).toEqual(['Bearer s3cret-s3cret {"s":"BAD","c":"4"}']);
    expect(readFileSync(told, 'utf8')).toBe('BAD code 4\n');
    // The supervisor still tries for the one that cannot start; ended, it leaves both to the next start of the product.
    const jobFolder = folderOf(place.state, job);
    const state = JSON.parse(readFileSync(path.join(jobFolder, jobFiles.state), 'utf8')) as { supervisor: { pid: number } };
    expect(await local.jobs.unsettled?.(signal)).toEqual([]);
    // The tracker has it a moment before the supervisor notes so: killed in between, it is rightly told again.
    await until(() => existsSync(path.join(jobFolder, jobFiles.settled)) && ['t:http', 't:program'].every((run) => readFileSync(path.join(jobFolder, jobFiles.settled), 'utf8').includes(run)), 'what was told to be noted');
    process.kill(state.supervisor.pid, 'SIGKILL');
    const [left] = await until(async () => {
      const all = (await local.jobs.unsettled?.(signal)) ?? [];
      return all.length > 0 && all;
    }, 'the rest to be left over');
    expect(left?.recorded.map(({ run }) => run)).toEqual(['t:refused', 't:open']);
    expect(left?.outcome).toMatchObject({ exitCode: 4, stopped: false });
    for (const run of ['t:refused', 't:open']) await local.jobs.settle?.(job.id, run, signal);
    expect(await local.jobs.unsettled?.(signal)).toEqual([]);
    expect(spawnSync('grep', ['-r', 's3cret', folderOf(place.state, job)]).status).toBe(1);
    server.close();
  });
});

describe('an interrupted launch', () => {
  it('leaves nothing running when it is told', async () => {
    const marker = path.join(place.root, 'interrupted');
    const controller = new AbortController();
    const machine = machineIn({ root: place.root, supervisor });
    // The training is up before the launch looks again, and just then comes the interrupt.
    const late: Machine = {
      ...machine,
      clock: {
        ...machine.clock,
        sleep: async (ms, given) => {
          if (given !== undefined && given === controller.signal) {
            await until(() => existsSync(marker), 'the training');
            controller.abort();
          }
          return machine.clock.sleep(ms, given);
        },
      },
    };
    const slow = connect(late, place.workspace);
    const plan = await slow.jobs.plan(specOf(place.workspace, ['sh', '-c', `echo $$ > ${marker}.tmp; mv ${marker}.tmp ${marker}; exec sleep 300`]), cpu, signal);
    await expect(slow.jobs.submit(plan, plan.planId, none, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(isRunning(Number(readFileSync(marker, 'utf8')))).toBe(false);
    expect(await local.jobs.job(plan.jobId ?? '', signal)).toMatchObject({ status: 'stopped' });
    slow.dispose();
  });
});

describe('the queue', () => {
  it('starts a job after those that use the same device', async () => {
    const first = await start(local, specOf(place.workspace, ['sh', '-c', 'sleep 1; date +%s%N']));
    const second = await start(local, specOf(place.workspace, ['date', '+%s%N'], { options: { queue: true } }));
    expect(second.status).toBe('queued');
    const waiting = await start(local, specOf(place.workspace, ['true'], { options: { queue: true } }));
    const stopped = await local.jobs.cancel(waiting.id, { graceMs: 100 }, signal);
    expect(stopped).toMatchObject({ status: 'stopped', exitCode: null, startedAt: null });
    await ended(local, second.id);
    const [before, after] = [await logOf(local, first.id), await logOf(local, second.id)];
    expect(Number(after)).toBeGreaterThan(Number(before));
  });
});

it('a job whose launcher was cut off before it said what to run is recorded as not started', async () => {
  const folder = path.join(place.root, 'cut');
  mkdirSync(folder);
  const child = spawn(process.execPath, [supervisor, folder], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end('{"command":["tou');
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code).not.toBe(0);
  expect(existsSync(path.join(folder, 'spool'))).toBe(false);
});
