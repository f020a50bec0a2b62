import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/model/job.ts';
import type { Run, Series } from '../../../src/core/model/run.ts';
import { missing, tools } from '../../support/tools.ts';
import { until } from '../../unit/jobs/support.ts';
import { Mlops } from '../cli/mlops.ts';

/** Logs each step to both trackers, in an experiment of its own choice. */
const train = `import sys, time
import yaml, mlflow
from dvclive import Live
params = yaml.safe_load(open("params.yaml"))
EXPERIMENT = "churn"
mlflow.set_experiment(EXPERIMENT)
with mlflow.start_run(), Live("dvclive", save_dvc_exp=False, dvcyaml=None, report=None) as live:
    mlflow.log_param("lr", params["lr"])
    for step in range(params["steps"]):
        live.log_metric("loss", params["lr"] / (step + 1))
        mlflow.log_metric("loss", params["lr"] / (step + 1), step=step)
        live.next_step()
        print("step", step, flush=True)
        time.sleep(params["pause"])
    if params["fail"]:
        import os
        os._exit(9)
open("model.txt", "w").write(str(params["lr"]))
`;

const pipeline = `stages:
  train:
    cmd: python train.py
    deps: [train.py]
    params: [lr, steps, pause, fail]
    outs: [model.txt]
    metrics:
      - dvclive/metrics.json: {cache: false}
    plots:
      - dvclive/plots/metrics: {cache: false}
`;

const project = `name: churn
entry_points:
  main:
    parameters:
      lr: {type: float, default: 0.5}
    command: "python entry.py --lr {lr}"
`;

const entry = `import argparse, mlflow
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float)
lr = parser.parse_args().lr
mlflow.set_experiment("churn")
with mlflow.start_run():
    mlflow.log_metric("twice", lr * 2)
    assert lr > 0
`;

/** Each starts Python several times; a busy machine takes minutes for that. */
describe.skipIf(missing('node', 'mlflow', 'dvc'))('a stage as a job', { timeout: 600_000 }, () => {
  let mlops: Mlops;
  let folder: string;

  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({
      'train.py': train,
      'entry.py': entry,
      'dvc.yaml': pipeline,
      MLproject: project,
      'params.yaml': 'lr: 0.5\nsteps: 2\npause: 0\nfail: false\n',
      '.gitignore': '/mlflow.db\n/mlruns\n/mlartifacts\n/model.txt\n/.mlops/jobs\n',
    });
    const env = { ...mlops.env, GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 'T', GIT_COMMITTER_EMAIL: 't@example.org' };
    const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, env, stdio: 'ignore' });
    run('git', 'init', '-q', '-b', 'main');
    run(tools.dvc, 'init', '-q');
    run(tools.python, '-c', 'import mlflow; mlflow.set_tracking_uri("sqlite:///mlflow.db"); mlflow.create_experiment("first")');
    run('git', 'add', '-A');
    run('git', 'commit', '-q', '-m', 'first');
    run('git', 'config', 'user.name', 'T');
    run('git', 'config', 'user.email', 't@example.org');
  });
  afterAll(() => mlops.dispose());

  const runs = async (...args: string[]): Promise<Run[]> => (await mlops.json<{ runs: Run[] }>(['runs', ...args], folder)).data.runs;
  const jobs = async (): Promise<Job[]> => (await mlops.json<{ jobs: Job[] }>(['jobs'], folder)).data.jobs;
  const points = async (id: string): Promise<number> => {
    const { data } = await mlops.json<{ series: Series[] } | null>(['metrics', id, 'loss'], folder);
    return data?.series[0]?.values.length ?? 0;
  };

  it('of DVC that logs to MLflow too is one row, its metrics live in both', async () => {
    const launched = await mlops.json<{ job: Job }>(['launch', '--detach', '--stage', 'train', '--param', 'steps=40', '--param', 'pause=0.25', '--param', 'lr=0.25'], folder);
    expect([launched.code, launched.problems]).toEqual([0, []]);
    const { job } = launched.data;
    const live = await until(async () => {
      const running = (await runs()).filter(({ status, metrics }) => status === 'running' && typeof metrics['loss'] === 'number');
      return running.length === 2 && running;
    }, 'both rows with a metric', 90_000);
    expect(live.map(({ sameAs }) => sameAs).flat().sort()).toEqual(live.map(({ id }) => id).sort());
    for (const { id } of live) {
      const before = await points(id);
      await until(async () => (await points(id)) > Math.max(before, 1), `more points of ${id}`, 30_000);
    }
    expect((await mlops.run(['runs'], folder)).stdout.split('\n').filter((line) => line.includes('running'))).toHaveLength(1);

    const end = await until(async () => {
      const found = (await jobs()).find(({ id }) => id === job.id);
      return found !== undefined && found.endedAt !== null && found.runs.length === 2 && found;
    }, 'the end of the job', 120_000);
    expect(end).toMatchObject({ status: 'finished', exitCode: 0 });
    const settled = await until(async () => {
      const pair = (await runs()).filter(({ id }) => end.runs.some((run) => run.id === id));
      return pair.length === 2 && pair.every(({ status }) => status === 'finished') && pair;
    }, 'both to be finished', 60_000);
    const [one, two] = settled;
    expect([one?.sameAs, two?.sameAs]).toEqual([[two?.id], [one?.id]]);
    expect(new Set(settled.map(({ source }) => source))).toEqual(new Set(['dvc', 'mlflow:mlflow.db']));
    expect(settled.find(({ source }) => source === 'dvc')?.params).toMatchObject({ lr: 0.25, steps: 40 });
    // Made where the script logs, though the run was there before the script.
    expect(settled.find(({ source }) => source !== 'dvc')).toMatchObject({ experiment: 'churn', params: { lr: '0.25' }, endedAt: expect.stringMatching(/Z$/) as unknown });
    const table = (await mlops.run(['runs'], folder)).stdout;
    expect(settled.filter(({ id }) => table.includes(id))).toHaveLength(1);
  });

  it('of DVC that ends without a word to MLflow is failed there when the command returns', async () => {
    const { code, data } = await mlops.json<{ job: Job }>(['launch', '--stage', 'dvc.yaml:train', '--param', 'fail=true'], folder);
    expect(code).toBe(6);
    const [recorded] = data.job.runs;
    expect(ask(recorded?.id ?? '')).toEqual({ status: 'FAILED', ended: true });
  });

  it('of MLproject runs in the run that was made for it, and fails in it', async () => {
    const good = await mlops.json<{ job: Job }>(['launch', '--stage', 'main', '--param', 'lr=4'], folder);
    expect([good.code, good.data.job.status, good.stderr]).toEqual([0, 'finished', expect.any(String)]);
    const [run] = good.data.job.runs;
    const { data } = await mlops.json<Run>(['run', run?.id ?? ''], folder);
    expect(data).toMatchObject({ status: 'finished', experiment: 'churn', metrics: { twice: 8 }, params: { lr: '4' } });
    const bad = await mlops.json<{ job: Job }>(['launch', '--stage', 'main', '--param', 'lr=-1'], folder);
    expect(bad.code).toBe(6);
    expect(ask(bad.data.job.runs[0]?.id ?? '')).toEqual({ status: 'FAILED', ended: true });
    const wrong = await mlops.json(['launch', '--stage', 'main', '--param', 'lr=much', '--plan'], folder);
    expect([wrong.code, wrong.problems[0]?.message]).toEqual([2, expect.stringContaining('lr')]);
  });

  it('queued several times runs one after the other under one parent', async () => {
    const { code, data } = await mlops.json<{ job: Job; jobs: Job[] }>(
      ['launch', '--stage', 'train', '--grid', 'lr=0.1,0.2', '--option', 'queue=true', '--param', 'fail=false'],
      folder,
    );
    expect([code, data.job.status, data.jobs.length]).toEqual([0, 'finished', 2]);
    const [first, second] = data.jobs;
    expect((second?.startedAt ?? '') >= (first?.endedAt ?? '?')).toBe(true);
    const made = (await runs('--source', 'dvc')).filter(({ id }) => data.jobs.some((job) => job.runs.some((run) => run.id === id)));
    expect(made.map(({ params }) => params['lr']).sort()).toEqual([0.1, 0.2]);
  });

  it('is not chosen for a person when several have that name', async () => {
    await writeFile(path.join(folder, 'MLproject'), project.replace('main:', 'train:'));
    const { code, problems } = await mlops.json(['launch', '--stage', 'train', '--plan'], folder);
    expect([code, problems[0]?.message]).toEqual([2, 'Several stages are called “train”.']);
    expect(problems[0]?.hint).toContain('dvc.yaml:train, MLproject:train');
  });

  it('or a bare command is recorded from its very first run, in the store that MLflow would make', async () => {
    const fresh = await mlops.folder({ 'train.py': 'import os, mlflow\nmlflow.start_run()\nmlflow.log_metric("m", 1)\nos._exit(3)\n', 'plain.py': 'print(1)\n' });
    const plan = await mlops.json<{ plan: { spec: { recorders: string[] } } }>(['launch', '--plan', '--', 'python', 'train.py'], fresh);
    expect(plan.data.plan.spec.recorders).toEqual(['mlflow:mlflow.db']);
    expect((await mlops.json<{ sources: Array<{ id: string }> }>(['status'], fresh)).data.sources.map(({ id }) => id)).toEqual(['local']);
    const other = await mlops.json<{ plan: { spec: { recorders: string[] } } }>(['launch', '--plan', '--', 'python', 'plain.py'], fresh);
    expect(other.data.plan.spec.recorders).toEqual([]);
    const { code, data } = await mlops.json<{ job: Job }>(['launch', '--', 'python', 'train.py'], fresh);
    expect([code, data.job.exitCode]).toEqual([6, 3]);
    expect(ask(data.job.runs[0]?.id ?? '', fresh)).toEqual({ status: 'FAILED', ended: true });
    expect((await mlops.json<{ runs: Run[] }>(['runs'], fresh)).data.runs).toMatchObject([{ status: 'failed', metrics: { m: 1 } }]);
  });

  /** What MLflow's own client says of a run. */
  function ask(id: string, cwd = folder): unknown {
    const script = `import json, sys, mlflow
info = mlflow.MlflowClient(tracking_uri="sqlite:///mlflow.db").get_run(sys.argv[1].split(":")[1]).info
print(json.dumps({"status": info.status, "ended": info.end_time is not None}))`;
    return JSON.parse(execFileSync(tools.python, ['-c', script, id], { cwd, env: mlops.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as unknown;
  }
});
