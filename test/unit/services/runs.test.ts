import { afterEach, describe, expect, it } from 'vitest';
import type { RunChange } from '../../../src/services/runIndex.ts';
import { collapseSame } from '../../../src/services/sameRuns.ts';
import { dummyRuns, openBench, type Bench } from './bench.ts';

const { signal } = new AbortController();
let bench: Bench;
afterEach(() => bench.close());

async function pageAll(source: string): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await bench.workbench.runs.page(source, { pageSize: 200, ...(cursor === undefined ? {} : { cursor }) }, signal);
    cursor = page.next;
  } while (cursor !== undefined);
}

describe('a list of runs', () => {
  it('filters, orders, limits and goes on over sources', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 5), 'two.dummy.json': dummyRuns('b', 4) });
    const query = { filter: 'metrics.acc >= 0.1 and name ~ "[ab]-[123]"', order: { key: 'metrics.acc', descending: true }, limit: 4 };
    const first = await bench.workbench.runs.list(query, signal);
    expect(first.runs.map((run) => run.name)).toEqual(['a-3', 'b-3', 'a-2', 'b-2']);
    expect(first).toMatchObject({ total: 6, problems: [], failed: [] });
    const second = await bench.workbench.runs.list({ ...query, cursor: first.next ?? '' }, signal);
    expect(second.runs.map((run) => run.name)).toEqual(['a-1', 'b-1']);
    expect(second.next).toBeNull();
    await expect(bench.workbench.runs.list({ filter: 'acc >' }, signal)).rejects.toThrow('no field');
  });

  it('asks a source for no more pages than a limit needs', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 50) });
    const list = await bench.workbench.runs.list({ limit: 3 }, signal);
    expect(list.runs.map((run) => run.name)).toEqual(['a-0', 'a-1', 'a-2']);
    expect(list).toMatchObject({ total: 50, next: 'o3' });
  });

  it('knows an experiment by name and by id, and none by another', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 2) });
    const count = async (experiment: string) => (await bench.workbench.runs.list({ experiment }, signal)).runs.length;
    expect(await count('all')).toBe(2);
    expect(await count('dummy:experiment/dummy:one/all')).toBe(2);
    expect(await count('other')).toBe(0);
  });
});

describe('a refresh', () => {
  it('tells only the rows that changed', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 1000) });
    await pageAll('dummy:one');
    const changes: RunChange[] = [];
    bench.workbench.runs.onDidChange((change) => changes.push(change));

    expect(await bench.workbench.runs.refresh('dummy:one', signal)).toMatchObject({ upserted: [], removed: [] });
    expect(changes).toEqual([]);

    const { runs } = dummyRuns('a', 1000);
    const changed = runs.filter((run) => run.id !== 'a7').map((run) => (run.id === 'a5' ? { ...run, metrics: { acc: 99 } } : run));
    await bench.write('one.dummy.json', { runs: [{ id: 'new', name: 'new', metrics: {} }, ...changed] });
    await bench.workbench.runs.refresh('dummy:one', signal);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.removed).toEqual(['dummy:a7']);
    // The rows behind the new one started later by its place in the file, so only those whose time moved count.
    expect(changes[0]?.upserted.map((run) => run.id)).toContain('dummy:new');
    expect(changes[0]?.upserted.find((run) => run.id === 'dummy:a5')?.metrics).toEqual({ acc: 99 });
    expect(changes[0]?.upserted.some((run) => run.id === 'dummy:a500')).toBe(false);
  });

  it('of a failed source is told and leaves what was listed', async () => {
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 3) });
    await pageAll('dummy:one');
    await bench.write('one.dummy.json', '{broken');
    const told: unknown[] = [];
    bench.workbench.refresh.onDidRefresh((refreshed) => told.push(refreshed));
    await bench.workbench.refresh.now();
    expect(told).toMatchObject([{ source: 'dummy:one', change: null, fault: { code: 'corrupt' } }]);
    expect(bench.workbench.runs.peek('dummy:a1')?.name).toBe('a-1');
  });
});

describe('one execution in two trackers', () => {
  it('is joined by the tag of its job, never within one source', async () => {
    const job = { 'mlops.job': 'local:job/1' };
    bench = await openBench({ 'one.dummy.json': dummyRuns('a', 1, job), 'two.dummy.json': dummyRuns('b', 1, job) });
    const { runs } = await bench.workbench.runs.list({}, signal);
    expect(runs.map((run) => [run.id, run.sameAs])).toEqual([['dummy:a0', ['dummy:b0']], ['dummy:b0', ['dummy:a0']]]);
    expect(collapseSame(runs).map((run) => run.id)).toEqual(['dummy:a0']);

    await bench.write('two.dummy.json', dummyRuns('b', 3, job));
    const { runs: more } = await bench.workbench.runs.list({}, signal);
    expect(more.find((run) => run.id === 'dummy:a0')?.sameAs).toEqual([]);
  });
});
