import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/model/job.ts';
import { providerRows } from '../../../src/providers/registry.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing, tools } from '../../support/tools.ts';
import { buildSupervisor, folderOf, machineIn, scratch, signal, until } from '../../unit/jobs/support.ts';
import { freePort, untilHealthy } from '../../support/server.ts';

const unavailable = missing('python', 'mlflow');

/** How a training can end (the last one well), and what its tracker must say. MLflow by itself is right for one of the abnormal ones. */
const endings: ReadonlyArray<{ name: string; body: string; status: string; exitCode: number | null; signal: string | null }> = [
  { name: 'exception inside with', body: 'with mlflow.start_run():\n    mlflow.log_metric("m", 1)\n    raise ValueError("x")', status: 'FAILED', exitCode: 1, signal: null },
  { name: 'exception without with', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nraise ValueError("x")', status: 'FAILED', exitCode: 1, signal: null },
  { name: 'sys.exit(3)', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nsys.exit(3)', status: 'FAILED', exitCode: 3, signal: null },
  { name: 'SIGINT', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)', status: 'FAILED', exitCode: null, signal: 'SIGINT' },
  { name: 'SIGTERM', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(60)', status: 'FAILED', exitCode: null, signal: 'SIGTERM' },
  { name: 'SIGKILL', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nos.kill(os.getpid(), signal.SIGKILL)\ntime.sleep(60)', status: 'FAILED', exitCode: null, signal: 'SIGKILL' },
  { name: 'os._exit(1)', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nos._exit(1)', status: 'FAILED', exitCode: 1, signal: null },
  { name: 'segfault', body: 'import ctypes\nmlflow.start_run()\nmlflow.log_metric("m", 1)\nctypes.string_at(0)', status: 'FAILED', exitCode: null, signal: 'SIGSEGV' },
  { name: 'sys.exit(0)', body: 'mlflow.start_run()\nmlflow.log_metric("m", 1)\nsys.exit(0)', status: 'FINISHED', exitCode: 0, signal: null },
];

const place = scratch();
const quiet = { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: '1', GIT_PYTHON_REFRESH: 'quiet' };
let server: ChildProcess | undefined;
let workbench: Workbench;

/** What MLflow's own client says of these runs. */
function askMlflow(uri: string, ids: readonly string[]): Record<string, { status: string; ended: boolean; metrics: Record<string, number>; tags: Record<string, string> }> {
  const script = `import json, sys, mlflow
c = mlflow.MlflowClient(tracking_uri=sys.argv[1])
out = {}
for i in sys.argv[2:]:
    r = c.get_run(i)
    out[i] = {"status": r.info.status, "ended": r.info.end_time is not None, "metrics": r.data.metrics, "tags": {k: v for k, v in r.data.tags.items() if k.startswith("mlops.")}}
print(json.dumps(out))`;
  return JSON.parse(execFileSync(tools.python, ['-c', script, uri, ...ids], { encoding: 'utf8', env: { ...process.env, ...quiet } })) as ReturnType<typeof askMlflow>;
}

async function endOf(id: string): Promise<Job> {
  return until(async () => {
    const job = await workbench.jobs.job(id, signal);
    return job.endedAt !== null && job;
  }, `the end of ${id}`, 240_000);
}

function supervisorOf(job: Job): { phase: string; supervisor: { pid: number } } {
  return JSON.parse(readFileSync(path.join(folderOf(place.state, job), 'state.json'), 'utf8')) as ReturnType<typeof supervisorOf>;
}

describe.skipIf(unavailable)('how a training ended, as MLflow has it', () => {
  beforeAll(async () => {
    const supervisor = await buildSupervisor(place.root);
    const env = { ...quiet, PATH: `${tools.pythonBin}:${process.env['PATH']}`, VIRTUAL_ENV: path.dirname(tools.pythonBin) };
    const port = await freePort();
    const store = path.join(place.root, 'served');
    mkdirSync(store);
    server = spawn(tools.mlflow, ['server', '--host', '127.0.0.1', '--port', String(port), '--backend-store-uri', `sqlite:///${store}/mlflow.db`, '--workers', '1'], { cwd: store, env: { ...process.env, ...quiet }, stdio: 'ignore', detached: true });
    const uri = `http://127.0.0.1:${port}`;
    execFileSync(tools.python, ['-c', 'import mlflow; mlflow.set_tracking_uri("sqlite:///mlflow.db"); mlflow.create_experiment("first")'], { cwd: place.workspace, env: { ...process.env, ...quiet } });
    mkdirSync(path.join(place.workspace, '.mlops'));
    writeFileSync(path.join(place.workspace, '.mlops', 'sources.yaml'), `sources:\n  - id: served\n    provider: mlflow\n    uri: ${uri}\n`);
    for (const [at, { body }] of endings.entries()) writeFileSync(path.join(place.workspace, `train${at}.py`), `import os, signal, sys, time\nimport mlflow\n${body}\n`);
    await untilHealthy(uri);
    workbench = new Workbench(machineIn({ root: place.root, supervisor, env }), providerRows, [place.workspace]);
  });

  afterAll(() => {
    workbench?.dispose();
    if (server?.pid) process.kill(-server.pid, 'SIGKILL');
    place.remove();
  });

  async function recorders(): Promise<{ local: string; served: string }> {
    const all = await workbench.catalog.with('recorder', signal);
    const served = all.find(({ config }) => config.origin.startsWith('http'));
    const local = all.find(({ config }) => !config.origin.startsWith('http'));
    if (!served || !local) throw new Error(`recorders: ${JSON.stringify(all.map(({ config }) => config))}`);
    return { local: local.config.id, served: served.config.id };
  }

  async function launch(source: string, command: string[]): Promise<Job> {
    const target = (await workbench.targets.list(signal)).items.find(({ kind }) => kind === 'cpu');
    const spec = await workbench.launch.command({ command, folder: place.workspace, recorders: [source] }, signal);
    return workbench.launch.launch(await workbench.launch.plan(spec, target?.id ?? '', signal), signal);
  }

  it.each(['local', 'served'] as const)('all of them, in the %s store', async (which) => {
    const source = (await recorders())[which];
    const found = await workbench.catalog.entry(source, signal);
    const uri = which === 'served' ? (found?.config.origin ?? '') : `sqlite:///${place.workspace}/mlflow.db`;
    // At once: each starts Python several times, and waiting for one after the other would take minutes.
    const jobs = await Promise.all([...endings.keys()].map((at) => launch(source, ['python', `train${at}.py`])));
    const ends = await Promise.all(jobs.map(({ id }) => endOf(id)));
    // Told by the supervisor alone: nothing of ours looks at the tracker until it is done.
    await Promise.all(ends.map((job) => until(() => supervisorOf(job).phase === 'done', 'the supervisor to be done', 240_000)));
    const native = (job: Job) => (job.runs[0]?.id ?? '').replace(/^mlflow:/, '');
    const said = askMlflow(uri, ends.map(native));
    const table = ends.map((job, at) => ({
      name: endings[at]?.name,
      status: said[native(job)]?.status,
      ended: said[native(job)]?.ended,
      metric: said[native(job)]?.metrics['m'],
      job: said[native(job)]?.tags['mlops.job'] === job.id,
      exitCode: job.exitCode,
      signal: job.signal,
    }));
    expect(table).toEqual(endings.map(({ name, status, exitCode, signal: by }) => ({ name, status, ended: true, metric: 1, job: true, exitCode, signal: by })));
    expect((await workbench.reconcile.run(signal)).told).toEqual([]);
  }, 420_000);

  it('a stop by a person is KILLED, and what a killed supervisor could not tell is told at the next start', async () => {
    const { local } = await recorders();
    writeFileSync(path.join(place.workspace, 'long.py'), 'import time, mlflow\nmlflow.start_run()\nprint("begun", flush=True)\ntime.sleep(300)\n');
    const [stopped, lost] = [await launch(local, ['python', 'long.py']), await launch(local, ['python', 'long.py'])];
    for (const job of [stopped, lost]) await until(async () => (await workbench.jobs.job(job.id, signal)).logBytes, 'the first line', 60_000);
    await workbench.jobs.cancel(stopped.id, { graceMs: 5_000 }, signal);
    process.kill(supervisorOf(lost).supervisor.pid, 'SIGKILL');
    await until(async () => (await workbench.jobs.job(lost.id, signal)).status === 'lost', 'the loss');
    await until(() => supervisorOf(stopped).phase === 'done', 'the supervisor to be done', 60_000);
    const reconciled = await workbench.reconcile.run(signal);
    expect(reconciled).toMatchObject({ told: [lost.runs[0]?.id], problems: [] });
    const native = (job: Job) => (job.runs[0]?.id ?? '').replace(/^mlflow:/, '');
    const said = askMlflow(`sqlite:///${place.workspace}/mlflow.db`, [native(stopped), native(lost)]);
    expect(said[native(stopped)]?.status).toBe('KILLED');
    expect(said[native(lost)]).toMatchObject({ status: 'FAILED', ended: true });
    expect((await workbench.reconcile.run(signal)).told).toEqual([]);
    await workbench.jobs.cancel(lost.id, { graceMs: 1_000 }, signal);
    expect(existsSync(path.join(place.workspace, '.mlops', 'jobs'))).toBe(true);
    rmSync(path.join(place.workspace, 'long.py'));
  });

  it('a script that chooses its experiment at run time is not stopped by ours, and its own run is ended too', async () => {
    const { local } = await recorders();
    writeFileSync(path.join(place.workspace, 'own.py'), 'import os, mlflow\nmlflow.set_experiment("own-" + os.environ["USER_CHOICE"])\nmlflow.start_run()\nmlflow.log_metric("m", 2)\nos._exit(1)\n');
    const target = (await workbench.targets.list(signal)).items.find(({ kind }) => kind === 'cpu');
    const spec = await workbench.launch.command({ command: ['python', 'own.py'], folder: place.workspace, recorders: [local], env: { USER_CHOICE: 'x' } }, signal);
    const job = await endOf((await workbench.launch.launch(await workbench.launch.plan(spec, target?.id ?? '', signal), signal)).id);
    expect(job).toMatchObject({ exitCode: 1 });
    await until(() => supervisorOf(job).phase === 'done', 'the supervisor to be done', 120_000);
    (await workbench.catalog.entry(local, signal))?.connection.invalidate();
    const { runs } = await workbench.runs.list({ sources: [local] }, signal);
    const mine = runs.filter(({ tags }) => tags['mlops.job'] === job.id);
    expect(mine.map(({ experiment, status, endedAt }) => [experiment, status, endedAt !== null]).sort()).toEqual([['Default', 'failed', true], ['own-x', 'failed', true]]);
    const child = mine.find(({ experiment }) => experiment === 'own-x');
    expect(child).toMatchObject({ metrics: { m: 2 }, parentId: job.runs[0]?.id });
  });

  it('a launch that does not start leaves no run that says it runs', async () => {
    const { local } = await recorders();
    const spec = await workbench.launch.command({ command: ['true'], folder: place.workspace, recorders: [local] }, signal);
    const plan = await workbench.launch.plan(spec, 'local:target/local/cpu', signal);
    const before = (await workbench.runs.list({ sources: [local] }, signal)).runs.length;
    await expect(workbench.launch.launch({ ...plan, planId: '20260101T000000-aaaaaaaaaaaaaaaaaaaa' }, signal)).rejects.toMatchObject({ fault: { code: 'invalid' } });
    (await workbench.catalog.entry(local, signal))?.connection.invalidate();
    const { runs } = await workbench.runs.list({ sources: [local] }, signal);
    expect(runs.length).toBe(before + 1);
    expect(runs.filter(({ status }) => status === 'running')).toEqual([]);
  });
});
