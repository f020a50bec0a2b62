import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { providerRows } from '../../../src/providers/registry.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { blockMs } from '../../bench/measure.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { commitAll, git, healthyFiles, initialise, write, writeStore } from './project.ts';

interface Runs {
  readonly runs: Run[];
}
const nouns = ['status', 'runs', 'experiments', 'datasets', 'models', 'pipelines', 'jobs'];

describe.skipIf(missing('node'))('repositories of every state', () => {
  let mlops: Mlops;
  beforeAll(async () => {
    mlops = await Mlops.make();
  });
  afterAll(() => mlops.dispose());

  const project = async () => {
    const folder = await mlops.folder();
    initialise(folder);
    write(folder, { ...healthyFiles, '.gitignore': 'mlruns\n' });
    return folder;
  };
  const allAnswer = async (folder: string) => {
    for (const noun of nouns) expect([noun, (await mlops.json([noun], folder)).code]).toEqual([noun, 0]);
  };

  it('no commits yet: no runs, no failure, and the stages are there', async () => {
    const folder = await project();
    writeStore(folder);
    const { data } = await mlops.json<Runs>(['runs'], folder);
    expect(data.runs.map(({ source }) => source)).toEqual(['mlflow:mlruns']);
    const { data: pipelines } = await mlops.json<{ files: Array<{ path: string; stages: unknown[] }> }>(['pipelines'], folder);
    expect(pipelines.files.find((file) => file.path.endsWith('dvc.yaml'))?.stages).toHaveLength(1);
    await allAnswer(folder);
  });

  it('no repository at all', async () => {
    const folder = await mlops.folder({ ...healthyFiles });
    writeStore(folder);
    const { data } = await mlops.json<Runs>(['runs'], folder);
    expect(data.runs.map(({ source }) => source)).toEqual(['mlflow:mlruns']);
    await allAnswer(folder);
  });

  it('a .git file that leads nowhere is said with what to do', async () => {
    const folder = await mlops.folder({ ...healthyFiles, '.git': 'gitdir: /moved/away/.git/worktrees/x\n' });
    writeStore(folder);
    const { code, data, problems } = await mlops.json<Runs>(['runs'], folder);
    expect([code, data.runs.map(({ source }) => source)]).toEqual([0, ['mlflow:mlruns']]);
    expect(problems).toMatchObject([{ source: 'dvc', hint: expect.stringContaining('git worktree repair') as string }]);
  });

  it('a detached worktree holds what the main one holds', async () => {
    const folder = await project();
    const sha = commitAll(folder);
    const linked = path.join(mlops.scratch, 'linked');
    git(folder, ['worktree', 'add', '-q', '--detach', linked, sha]);
    const [main, worktree] = [await mlops.json<Runs>(['runs'], folder), await mlops.json<Runs>(['runs'], linked)];
    expect(worktree.data.runs.map(({ id }) => id)).toEqual([`dvc:${sha}`]);
    expect(worktree.data.runs.map(({ id }) => id)).toEqual(main.data.runs.map(({ id }) => id));
    await allAnswer(linked);
  });

  it('a submodule is a repository of its own', async () => {
    const inner = await project();
    const sha = commitAll(inner);
    const outer = await mlops.folder();
    initialise(outer);
    git(outer, ['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'sub']);
    commitAll(outer);
    const { code, data } = await mlops.json<Runs>(['runs'], path.join(outer, 'sub'));
    expect([code, data.runs.map(({ id }) => id)]).toEqual([0, [`dvc:${sha}`]]);
    const around = await mlops.json<Runs>(['runs'], outer);
    expect(around.data.runs.map(({ id }) => id)).toEqual([expect.stringContaining(sha)]);
    await allAnswer(outer);
  });

  it('a damaged object is a problem, and the other commits are there', async () => {
    const folder = await project();
    commitAll(folder, 'good');
    write(folder, { 'params.yaml': 'lr: 0.9\n' });
    commitAll(folder, 'lost');
    const lost = git(folder, ['rev-parse', 'HEAD:params.yaml']);
    write(folder, { [`.git/objects/${lost.slice(0, 2)}/kept`]: '' });
    const { rmSync } = await import('node:fs');
    rmSync(path.join(folder, '.git/objects', lost.slice(0, 2), lost.slice(2)), { force: true });
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--all-commits'], folder);
    expect([code, data.runs.length]).toEqual([0, 2]);
    expect(problems).toMatchObject([{ source: 'dvc', message: expect.stringContaining('params.yaml') as string }]);
    expect(data.runs.some((run) => run.params['lr'] === 0.1)).toBe(true);
  });

  it('10,000 refs: soon there, and nothing blocked', async () => {
    const folder = await project();
    const sha = commitAll(folder);
    const refs = Array.from({ length: 10_000 }, (_, index) => `create refs/${index % 2 === 0 ? 'tags' : 'heads'}/many-${index} ${sha}\n`).join('');
    git(folder, ['update-ref', '--stdin'], refs);
    git(folder, ['pack-refs', '--all']);
    const { code, data, elapsedMs, problems } = await mlops.json<Runs>(['runs'], folder);
    expect([code, data.runs.length, problems]).toEqual([0, 1, []]);
    expect(elapsedMs).toBeLessThan(5_000);
    for (const noun of nouns) {
      const answer = await mlops.json([noun], folder);
      expect([noun, answer.code, answer.elapsedMs < 10_000]).toEqual([noun, 0, true]);
    }
    const home = path.join(mlops.scratch, 'in-process');
    mkdirSync(home, { recursive: true });
    const quiet = () => undefined;
    const machine = nodeMachine({
      trust: { isTrusted: false, onDidGrant: () => ({ dispose: quiet }) },
      log: { info: quiet, warn: quiet, error: quiet },
      places: { home, state: `${home}/state`, cache: `${home}/cache`, config: `${home}/config` },
    });
    const bench = new Workbench(machine, providerRows, [folder]);
    try {
      await bench.runs.list({}, AbortSignal.timeout(30_000)); // Loads the code, which is no matter of refs.
      const block = await blockMs(() => bench.refresh.now());
      expect(block).toBeLessThan(250); // A shared machine; the bench holds the real limit.
    } finally {
      bench.dispose();
      machine.dispose();
    }
  });
});
