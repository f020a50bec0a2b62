import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { commitAll, healthyFiles, initialise, write, writeStore } from './project.ts';

interface Runs {
  readonly runs: Run[];
}

describe.skipIf(missing('node'))('a broken file is one problem with its line, and nothing else is lost', () => {
  let mlops: Mlops;
  beforeAll(async () => {
    mlops = await Mlops.make();
  });
  afterAll(() => mlops.dispose());

  /** A good commit, then the broken one on top, with a healthy store beside it. */
  const projectWith = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    const folder = await mlops.folder();
    initialise(folder);
    write(folder, { ...healthyFiles, '.gitignore': 'mlruns\n' });
    commitAll(folder, 'good');
    write(folder, files);
    if (Object.keys(files).length > 0) commitAll(folder, 'broken');
    writeStore(folder);
    return folder;
  };

  const broken: ReadonlyArray<readonly [name: string, file: string, content: string, line: number | null]> = [
    ['dvc.yaml that is no YAML', 'dvc.yaml', 'stages:\n  train:\n    cmd: "never closed\n', null],
    ['dvc.yaml with a tab', 'dvc.yaml', 'stages:\n  train:\n\tcmd: x\n', 2],
    ['dvc.yaml of another shape', 'dvc.yaml', 'stages: 7\n', null],
    ['params.yaml that is no YAML', 'params.yaml', 'lr: 0.1\nlayers: [1, 2\ndepth: 3\n', null],
    ['params.yaml with a duplicate key', 'params.yaml', 'lr: 0.1\ndepth: 3\nlr: 0.2\n', 2],
    ['dvc.lock that is no YAML', 'dvc.lock', "schema: '2.0'\nstages:\n  train:\n   cmd: a\n  bad: [\n", null],
    ['a .dvc file that is no YAML', 'data.csv.dvc', 'outs:\n- md5: abc\n path: {\n', null],
    ['metrics.json that is no JSON', 'metrics.json', '{"acc": 0.5,\n "loss": }\n', 1],
  ];

  it.each(broken)('%s', async (_name, file, content, line) => {
    const folder = await projectWith({ [file]: content });
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--all-commits'], folder);
    const own = problems.filter(({ source }) => source === 'dvc');
    expect(own.map(({ message }) => message).join()).toContain(file);
    const { at, hint } = own.find(({ message }) => message.includes(file)) ?? {};
    expect(at?.path).toContain(file);
    // What parses and has another shape has no line to point at.
    if (content !== 'stages: 7\n') expect(at?.line).toEqual(expect.any(Number));
    if (line !== null) expect(at?.line).toBe(line);
    expect(hint).toBeTruthy();
    // The good commit is whole, the broken one is listed, and so is the other source.
    const commits = data.runs.filter(({ source }) => source === 'dvc');
    expect(commits).toHaveLength(2);
    expect(commits.some((run) => run.params['lr'] === 0.1 && run.metrics['acc'] === 0.5)).toBe(true);
    expect(data.runs.some((run) => run.name === 'steady' && run.metrics['acc'] === 0.75)).toBe(true);
    expect(code).toBe(0);
    // For a person too: file, line and what to do.
    const plain = await mlops.run(['runs', '--all-commits'], folder);
    expect(plain.stderr).toContain(file);
    // Every other noun still answers.
    for (const noun of ['status', 'datasets', 'models', 'pipelines', 'experiments']) expect([noun, [0, 3].includes((await mlops.json([noun], folder)).code ?? -1)]).toEqual([noun, true]);
  });

  it('sources.yaml that is no YAML', async () => {
    const folder = await projectWith({});
    write(folder, { '.mlops/sources.yaml': 'sources:\n  - id: one\n    provider: mlflow\n    uri: "http://127.0.0.1:1\n  - id: two\n' });
    const { data, problems } = await mlops.json<Runs>(['runs'], folder);
    const [problem] = problems;
    expect(problem?.message).toMatch(/sources\.yaml is no valid YAML at line \d/);
    expect(problem?.hint).toBeTruthy();
    expect(data.runs.map(({ source }) => source).sort()).toEqual(['dvc', 'mlflow:mlruns']);
  });

  it('one wrong entry in sources.yaml leaves the other entries', async () => {
    const folder = await projectWith({});
    write(folder, { '.mlops/sources.yaml': 'sources:\n  - id: odd\n    provider: nothing-of-this-name\n  - 7\n  - {id: far, provider: mlflow, uri: "ftp://x"}\n  - {id: good, provider: mlflow, uri: "http://127.0.0.1:1"}\n' });
    const { data, problems } = await mlops.json<{ sources: Array<{ id: string }> }>(['status'], folder);
    expect(data.sources.map(({ id }) => id)).toEqual(expect.arrayContaining(['dvc', 'mlflow:mlruns', 'good']));
    expect(problems.filter(({ at }) => at?.path.endsWith('sources.yaml')).map(({ at }) => at?.line)).toEqual([1, 3, 4]);
  });

  it('a params file of 50 MB is named, not read, and holds nobody up', async () => {
    const folder = await projectWith({ 'params.yaml': `lr: 0.1\n${'# padding padding padding padding padding padding padding padding\n'.repeat(800_000)}` });
    const startedMs = performance.now();
    const { data, problems } = await mlops.json<Runs>(['runs', '--all-commits'], folder);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(problems.find(({ code }) => code === 'tooLarge')).toMatchObject({ source: 'dvc', message: expect.stringMatching(/params\.yaml has 5\d{7} bytes/) as string, hint: expect.any(String) as string });
    expect(data.runs).toHaveLength(3);
    for (const noun of ['status', 'pipelines', 'datasets', 'models']) expect([noun, [0, 3].includes((await mlops.json([noun], folder)).code ?? -1)]).toEqual([noun, true]);
  });

  it('files that are no text at all', async () => {
    const folder = await projectWith({});
    const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 131) % 256);
    for (const file of ['dvc.yaml', 'params.yaml', 'metrics.json', 'dvc.lock']) writeFileSync(path.join(folder, file), noise);
    commitAll(folder, 'noise');
    const { code, data, problems } = await mlops.json<Runs>(['runs', '--all-commits'], folder);
    expect([code, data.runs.length]).toEqual([0, 3]);
    expect(problems.length).toBeGreaterThan(0);
    expect((await mlops.json(['pipelines'], folder)).code).toBe(0);
  });
});
