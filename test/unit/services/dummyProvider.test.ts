import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { providerRows } from '../../../src/providers/registry.ts';
import { dummyRow } from '../../fixtures/dummyProvider/row.ts';
import { dummyRuns, openBench, type Bench } from './bench.ts';

const { signal } = new AbortController();
let bench: Bench;
afterEach(() => bench.close());

describe('a new provider: one folder and one row', () => {
  it('adds a branch, an action with a form, a job target and a pipeline file', async () => {
    bench = await openBench(
      { 'one.dummy.json': dummyRuns('a', 3), 'dummy.pipeline': 'prepare: echo hi\ntrain: echo ho\n' },
      { rows: [...providerRows, dummyRow] },
    );
    const { workbench } = bench;

    const list = await workbench.runs.list({}, signal);
    expect(list.problems).toEqual([]);
    expect(list.runs.map((run) => [run.source, run.name])).toEqual([['dummy:one', 'a-0'], ['dummy:one', 'a-1'], ['dummy:one', 'a-2']]);
    expect((await workbench.experiments.list(signal)).items.map((one) => one.name)).toEqual(['all']);

    const [action] = await workbench.actions.list('dummy:a1', signal);
    expect(action).toMatchObject({ id: 'scale', inputs: { properties: { factor: { type: 'number' } } } });
    await expect(drain(workbench.actions.perform('scale', 'dummy:a1', {}, signal))).rejects.toThrow('“Factor” is needed');
    await expect(drain(workbench.actions.perform('scale', 'dummy:a1', { factor: 'x' }, signal))).rejects.toThrow('must be a number');
    await expect(drain(workbench.actions.perform('scale', 'dummy:a1', { factor: '2', rounding: 'half' }, signal))).rejects.toThrow('one of none, whole');
    const events = await drain(workbench.actions.perform('scale', 'dummy:a1', { factor: '2' }, signal));
    expect(events.at(-1)).toMatchObject({ kind: 'done', undo: { id: 'scale', inputs: { factor: 0.5 } } });
    expect((await workbench.runs.run('dummy:a1', signal)).metrics).toEqual({ acc: 0.2 });

    const targets = (await workbench.targets.list(signal)).items;
    const target = targets.find((one) => one.provider === 'dummy');
    expect(target?.kind).toBe('instant');
    expect(await workbench.targets.optionsSchema(target?.id ?? '', signal)).toMatchObject({ properties: { speed: { enum: ['fast', 'faster'] } } });

    const file = `${bench.folder}/dummy.pipeline`;
    expect(await workbench.pipelines.fileNames(signal)).toContain('dummy.pipeline');
    const parsed = await workbench.pipelines.parse(file, 'unsaved: x', signal);
    expect(parsed?.file.stages[0]).toMatchObject({ name: 'unsaved', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } } });
    expect((await workbench.pipelines.list(signal)).items.map((one) => [one.kind, one.stages.length])).toEqual([['dummy', 2]]);

    const spec = await workbench.pipelines.toLaunch(file, 'train', {}, signal);
    const plan = await workbench.launch.plan(spec, target?.id ?? '', signal);
    const job = await workbench.launch.launch(plan, signal);
    expect(job).toMatchObject({ status: 'finished', command: ['echo', 'ho'] });
    expect((await workbench.jobs.list(signal)).items.map((one) => one.id)).toContain(job.id);
  });

  it('is named nowhere in the product', () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const search = () => execFileSync('git', ['grep', '--no-index', '-il', 'dummy', '--', 'src', 'webview-ui/src'], { cwd: root, encoding: 'utf8' });
    let found = '';
    try {
      found = search();
    } catch (error) {
      // grep ends with 1 where nothing matches.
      expect((error as { status: number }).status).toBe(1);
    }
    expect(found).toBe('');
  });
});

describe('two sources of one provider', () => {
  it('keep their own branches, and one killed leaves the other’s rows unchanged', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 3), 'two.dummy.json': dummyRuns('b', 2) });
    const { workbench } = bench;
    const before = await workbench.runs.list({}, signal);
    const ofOne = (runs: typeof before.runs) => runs.filter((run) => run.source === 'dummy:one');
    expect(ofOne(before.runs)).toHaveLength(3);
    expect(before.runs).toHaveLength(5);

    await rm(`${bench.folder}/two.dummy.json`);
    const after = await workbench.runs.list({}, signal);
    expect(ofOne(after.runs)).toEqual(ofOne(before.runs));
    expect(after.runs).toHaveLength(3);
    expect(after.failed).toEqual(['dummy:two']);
    expect(after.problems).toMatchObject([{ source: 'dummy:two', severity: 'error', code: 'notFound' }]);

    const streamed: string[] = [];
    const problems: string[] = [];
    for await (const batch of workbench.runs.stream({}, signal)) {
      streamed.push(...batch.runs.map((run) => run.id));
      problems.push(...batch.problems.map((problem) => problem.source));
    }
    expect(streamed).toEqual(['dummy:a0', 'dummy:a1', 'dummy:a2']);
    expect(problems).toEqual(['dummy:two']);
  });

  it('are found again by a run’s id alone', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 1), 'two.dummy.json': dummyRuns('b', 1) });
    expect((await bench.workbench.runs.run('dummy:b0', signal)).source).toBe('dummy:two');
    await expect(bench.workbench.runs.run('dummy:zzz', signal)).rejects.toThrow('in no source');
    await expect(bench.workbench.runs.run('nonsense', signal)).rejects.toThrow('not an id');
  });
});

async function drain<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}
