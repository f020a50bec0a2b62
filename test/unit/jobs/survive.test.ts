import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync, ftruncateSync, closeSync, mkdirSync, symlinkSync, readdirSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markOf } from '../../../src/providers/local/supervisor/identity.ts';
import { buildSupervisor, connect, cpu, ended, folderOf, isRunning, logOf, machineIn, none, scratch, signal, specOf, start, until, type Local } from './support.ts';

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

/** Is it gone, or an ended process that its parent has not collected yet? */
function isOver(pid: number): boolean {
  return !isRunning(pid) || / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').slice(-400));
}

describe('a training outlives its launcher', () => {
  it('kill -9 of the launching process: the log goes on, the end is recorded, and re-attaching loses and doubles no byte', async () => {
    const lines = 600;
    const entry = path.join(place.root, 'launcher.ts');
    const here = JSON.stringify(path.resolve(import.meta.dirname, 'support.ts'));
    writeFileSync(
      entry,
      `import { connect, machineIn, specOf, start, logOf } from ${here};
       const local = connect(machineIn(${JSON.stringify({ root: place.root, supervisor })}), ${JSON.stringify(place.workspace)});
       const script = 'i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "step $i of ${lines}"; sleep 0.003; done; exit 5';
       const job = await start(local, specOf(${JSON.stringify(place.workspace)}, ['sh', '-c', script]));
       console.log(job.id);
       setInterval(() => undefined, 1000);`,
    );
    const bundle = path.join(place.root, 'launcher.mjs');
    await build({ entryPoints: [entry], outfile: bundle, bundle: true, platform: 'node', format: 'esm', external: ['esbuild'], nodePaths: [path.resolve('node_modules')], logLevel: 'error', banner: { js: "import{createRequire as r_}from'node:module';const require=r_(import.meta.url);" } });
    // The launcher lies outside the repository, where esbuild (imported by its support file only) is not found.
    symlinkSync(path.resolve('node_modules'), path.join(place.root, 'node_modules'));
    const launcher = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
    const id = await new Promise<string>((resolve) => launcher.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())));
    const before = await until(async () => {
      const text = await logOf(local, id);
      return text.length > 200 && text;
    }, 'the first lines');
    const died = new Promise((resolve) => launcher.once('exit', (_code, by) => resolve(by)));
    launcher.kill('SIGKILL');
    expect(await died).toBe('SIGKILL');
    expect((await local.jobs.job(id, signal)).status).toBe('running');

    // Re-attach twice by offset, as a reloaded window does, and follow to the end.
    const again = await logOf(local, id, String(before.length));
    let rest = '';
    let endedBecause: string | null = null;
    for await (const event of local.logs.open(id, 'main', { cursor: String(before.length + again.length), follow: true }, signal)) {
      if (event.kind === 'bytes') rest += Buffer.from(event.bytes).toString();
      else if (event.state === 'ended') endedBecause = event.reason;
    }
    const expected = Array.from({ length: lines }, (_, index) => `step ${index + 1} of ${lines}\n`).join('');
    expect(before + again + rest).toBe(expected);
    expect(endedBecause).toBe('Exit code 5.');
    expect(await ended(local, id)).toMatchObject({ status: 'failed', exitCode: 5, logBytes: expected.length });
  });

  it('says "lost" when the supervisor is gone without an exit record, and can still end the training', async () => {
    const note = path.join(place.root, 'lost.pid');
    const job = await start(local, specOf(place.workspace, ['sh', '-c', `trap '' PIPE; echo $$ > ${note}; exec sleep 300`]));
    const pid = await until(() => existsSync(note) && Number(readFileSync(note, 'utf8')), 'the training');
    const state = JSON.parse(readFileSync(path.join(folderOf(place.state, job), 'state.json'), 'utf8')) as { supervisor: { pid: number } };
    process.kill(state.supervisor.pid, 'SIGKILL');
    const lost = await ended(local, job.id);
    expect(lost).toMatchObject({ status: 'lost', exitCode: null, signal: null });
    expect(lost.reason).toContain('not known');
    expect(isRunning(pid)).toBe(true);
    await local.jobs.cancel(job.id, { graceMs: 1_000 }, signal);
    await until(() => isOver(pid), 'the training to end');
  });
});

describe('stop', () => {
  it('ends the whole group, also a grandchild that ignores SIGTERM', async () => {
    const note = path.join(place.root, 'grandchild.pid');
    const stubborn = `trap '' TERM INT; echo $$ > ${note}; while :; do sleep 0.05; done`;
    const job = await start(local, specOf(place.workspace, ['sh', '-c', `sh -c "$1" & wait`, 'x', stubborn]));
    const pid = await until(() => existsSync(note) && Number(readFileSync(note, 'utf8')), 'the grandchild');
    const startedMs = Date.now();
    const stopped = await local.jobs.cancel(job.id, { graceMs: 500 }, signal);
    expect(stopped).toMatchObject({ status: 'stopped', signal: 'SIGTERM' });
    expect(Date.now() - startedMs).toBeLessThan(8_000);
    expect(isOver(pid)).toBe(true);
    // Stopping what has ended changes nothing.
    expect(await local.jobs.cancel(job.id, { graceMs: 500 }, signal)).toEqual(stopped);
  });

  it('interrupts first where that is asked for, so that a program can save', async () => {
    const script = `trap 'echo saved; exit 0' INT; echo ready; while :; do sleep 0.05; done`;
    const job = await start(local, specOf(place.workspace, ['sh', '-c', script], { options: { stopSignal: 'SIGINT' } }));
    await until(async () => (await logOf(local, job.id)).includes('ready'), 'the trap');
    const stopped = await local.jobs.cancel(job.id, { graceMs: 5_000 }, signal);
    expect(stopped).toMatchObject({ status: 'stopped', exitCode: 0 });
    expect(await logOf(local, job.id)).toBe('ready\nsaved\n');
  });

  it('never signals a process that only has the same number', async () => {
    const bystander = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
    const pid = bystander.pid ?? 0;
    const job = await start(local, specOf(place.workspace, ['true']));
    await ended(local, job.id);
    const folder = folderOf(place.state, job);
    await until(() => !isRunning((JSON.parse(readFileSync(path.join(folder, 'state.json'), 'utf8')) as { supervisor: { pid: number } }).supervisor.pid), 'the supervisor to leave');
    // As after a restart: the numbers in our own state belong to somebody else now.
    const mark = { pid, started: `${markOf(pid).started}0` };
    rmSync(path.join(folder, 'exit.json'));
    writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ phase: 'running', supervisor: mark, child: mark, startedAt: null, heartbeatAt: new Date().toISOString(), logBytes: 0, lostBytes: 0, logProblem: null, after: [] }));
    expect((await local.jobs.job(job.id, signal)).status).toBe('lost');
    await local.jobs.cancel(job.id, { graceMs: 100 }, signal);
    expect(isRunning(pid)).toBe(true);
    // The same record with the right start time is ours, and then it does end.
    const right = markOf(pid);
    writeFileSync(path.join(folder, 'state.json'), JSON.stringify({ phase: 'running', supervisor: mark, child: right, startedAt: null, heartbeatAt: new Date().toISOString(), logBytes: 0, lostBytes: 0, logProblem: null, after: [] }));
    await local.jobs.cancel(job.id, { graceMs: 1_000 }, signal);
    await until(() => isOver(pid), 'the control to end');
  });
});

describe('a forged .mlops/jobs', () => {
  it('is never read: no foreign process is signalled, nothing outside is read or listed', async () => {
    const clone = path.join(place.root, 'clone');
    const forged = path.join(clone, '.mlops', 'jobs');
    mkdirSync(forged, { recursive: true });
    const bystander = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
    const pid = bystander.pid ?? 0;
    const native = '20260101T000000-aaaaaaaaaaaaaaaaaaaa';
    const mark = markOf(pid);
    mkdirSync(path.join(forged, native));
    for (const name of [path.join(native, 'record.json'), `${native}.json`]) writeFileSync(path.join(forged, name), JSON.stringify({ version: 1, native, job: { id: `local:job/local/${native}` }, recorded: [], devices: [] }));
    for (const name of [path.join(native, 'state.json'), 'state.json']) writeFileSync(path.join(forged, name), JSON.stringify({ phase: 'running', supervisor: mark, child: mark }));
    symlinkSync('/etc/passwd', path.join(forged, native, 'spool'));
    const window = connect(machineIn({ root: place.root, supervisor }), clone);
    expect((await window.jobs.jobs(signal)).map(({ id }) => id)).not.toContain(`local:job/local/${native}`);
    for (const id of [`local:job/local/${native}`, 'local:job/local/../../workspace', `local:job/local/${clone}/.mlops/jobs/${native}`]) {
      await expect(window.jobs.cancel(id, { graceMs: 0 }, signal)).rejects.toMatchObject({ fault: { code: 'notFound' } });
      await expect(window.logs.open(id, 'main', { follow: false }, signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ fault: { code: 'notFound' } });
    }
    expect(isRunning(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    window.dispose();
  });

  it('is not written through a link either', async () => {
    for (const kind of ['mlops', 'jobs', 'file']) {
      const clone = path.join(place.root, `linked-${kind}`);
      const outside = path.join(place.root, `outside-${kind}`);
      mkdirSync(clone);
      mkdirSync(outside);
      writeFileSync(path.join(outside, '.gitignore'), 'mine');
      if (kind === 'mlops') symlinkSync(outside, path.join(clone, '.mlops'));
      if (kind === 'jobs') {
        mkdirSync(path.join(clone, '.mlops'));
        symlinkSync(outside, path.join(clone, '.mlops', 'jobs'));
      }
      if (kind === 'file') {
        mkdirSync(path.join(clone, '.mlops', 'jobs'), { recursive: true });
        symlinkSync(path.join(outside, '.gitignore'), path.join(clone, '.mlops', 'jobs', '.gitignore'));
      }
      const window = connect(machineIn({ root: place.root, supervisor }), clone);
      const job = await start(window, specOf(clone, ['echo', 'fine']));
      expect(await ended(window, job.id)).toMatchObject({ status: 'finished' });
      expect(readdirSync(outside)).toEqual(['.gitignore']);
      expect(readFileSync(path.join(outside, '.gitignore'), 'utf8')).toBe('mine');
      if (kind === 'file') expect(readFileSync(path.join(clone, '.mlops', 'jobs', '.gitignore'), 'utf8')).toBe('*\n');
      window.dispose();
    }
  });

  it('the real one is a readable copy that git ignores', async () => {
    const job = await start(local, specOf(place.workspace, ['sh', '-c', 'exit 2']));
    await ended(local, job.id);
    const copy = path.join(place.workspace, '.mlops', 'jobs', `${path.basename(folderOf(place.state, job))}.json`);
    await until(() => readFileSync(copy, 'utf8').includes('"failed"'), 'the copy');
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toMatchObject({ id: job.id, status: 'failed', exitCode: 2 });
    expect(readFileSync(path.join(place.workspace, '.mlops', 'jobs', '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('submitting', () => {
  it('the same key gives the same job, at once and from another process', async () => {
    const spec = specOf(place.workspace, ['sleep', '0.2']);
    const other = connect(machineIn({ root: place.root, supervisor }), place.workspace);
    const plans = await Promise.all([local.jobs.plan(spec, cpu, signal), other.jobs.plan(spec, cpu, signal)]);
    const [one, two] = await Promise.all([
      local.jobs.submit(plans[0], 'a-key', none, signal),
      other.jobs.submit(plans[1], 'a-key', none, signal),
    ]);
    expect(two.id).toBe(one.id);
    other.dispose();
  });

  it('takes only plans of its own, as they were made', async () => {
    const plan = await local.jobs.plan(specOf(place.workspace, ['echo', 'planned']), cpu, signal);
    await expect(local.jobs.submit({ ...plan, planId: '20260101T000000-aaaaaaaaaaaaaaaaaaaa' }, 'k1', none, signal)).rejects.toMatchObject({ fault: { code: 'invalid' } });
    const changed = { ...plan, spec: { ...plan.spec, command: ['echo', 'something else'] } };
    const job = await local.jobs.submit(changed, 'k2', none, signal);
    await ended(local, job.id);
    expect(await logOf(local, job.id)).toBe('planned\n');
  });

  it('runs nothing before trust', async () => {
    const window = connect(machineIn({ root: place.root, supervisor, isTrusted: false }), place.workspace);
    const plan = await window.jobs.plan(specOf(place.workspace, ['true']), cpu, signal);
    expect(plan.dirty).toBeNull();
    await expect(window.jobs.submit(plan, 'k3', none, signal)).rejects.toMatchObject({ fault: { code: 'untrusted' } });
    window.dispose();
  });
});

it('a log of 200 MB opens at any offset at once', async () => {
  const job = await start(local, specOf(place.workspace, ['true']));
  await ended(local, job.id);
  const size = 200 * 1024 * 1024;
  const fd = openSync(path.join(folderOf(place.state, job), 'spool'), 'w');
  ftruncateSync(fd, size);
  closeSync(fd);
  const startedMs = performance.now();
  const text = await logOf(local, job.id, String(size - 100));
  expect(text.length).toBe(100);
  expect(performance.now() - startedMs).toBeLessThan(100);
});
