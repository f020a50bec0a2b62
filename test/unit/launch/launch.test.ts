import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderRow } from '../../../src/core/capability/provider.ts';
import type { RecordSpec } from '../../../src/core/capability/runRecorder.ts';
import type { Outcome } from '../../../src/core/model/job.ts';
import type { Run } from '../../../src/core/model/run.ts';
import { providerRows } from '../../../src/providers/registry.ts';
import { expandGrid, fillCommand, unusedParams } from '../../../src/services/launchGrid.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { buildSupervisor, cpu, machineIn, scratch, signal, until } from '../jobs/support.ts';

const place = scratch();
let workbench: Workbench;
/** What the tracker of this test was told. */
const begun: RecordSpec[] = [];
const ended: Array<{ run: string; outcome: Outcome }> = [];
let refuses = false;
let made: Run[] = [];

/** A tracker in memory that cannot be told by a supervisor, so that everything goes through reconciliation. */
const tracker: ProviderRow = {
  id: 'notebook',
  label: 'Notebook',
  icon: 'book',
  markers: [],
  always: true,
  load: async () => ({
    provider: {
      detect: async (folder) => [{ id: 'notebook', provider: 'notebook', label: 'Notebook', origin: folder, folder, detected: true, settings: {} }],
      connect: (config) => ({
        source: { id: config.id, provider: config.provider, label: config.label, origin: config.origin },
        refresh: { minIntervalMs: 1000, budgetPerMin: 10 },
        probe: async () => ({ detail: 'here' }),
        invalidate: () => undefined,
        dispose: () => undefined,
        experiments: {
          experiments: async () => ({ items: [], total: 0 }),
          runs: async () => ({ items: made, total: made.length }),
          run: async () => Promise.reject(new Error('not asked here')),
          series: async () => [],
        },
        recorder: {
          isDefault: true,
          begin: async (spec) => {
            begun.push(spec);
            return { runId: `notebook:${begun.length}`, env: { NOTEBOOK_RUN: String(begun.length), NOTEBOOK_TOKEN: 'tok-123456' }, finishWith: null };
          },
          tag: async () => undefined,
          end: async (run, outcome) => {
            if (refuses) throw new Error('the tracker is away');
            ended.push({ run, outcome });
          },
        },
      }),
    },
  }),
};

beforeAll(async () => {
  const supervisor = await buildSupervisor(place.root);
  const rows = [...providerRows.filter(({ id }) => id === 'local'), tracker];
  workbench = new Workbench(machineIn({ root: place.root, supervisor }), rows, [place.workspace]);
});
afterAll(() => {
  workbench.dispose();
  place.remove();
});

async function finished(id: string) {
  return until(async () => {
    const job = await workbench.jobs.job(id, signal);
    return job.endedAt !== null && job;
  }, `the end of ${id}`);
}

describe('grids', () => {
  it('every combination, the last key fastest', () => {
    expect(expandGrid({ lr: [0.1, 0.2], depth: [1, 2] })).toEqual([{ lr: 0.1, depth: 1 }, { lr: 0.1, depth: 2 }, { lr: 0.2, depth: 1 }, { lr: 0.2, depth: 2 }]);
    expect(expandGrid({})).toEqual([{}]);
    expect(() => expandGrid({ a: [] })).toThrow('no values');
    expect(() => expandGrid({ a: Array.from({ length: 501 }, (_, at) => at) })).toThrow('more than 500');
  });

  it('fills arguments one by one; what looks like a shell stays text', () => {
    expect(fillCommand(['train', '--lr={lr}', '{x.y}', '{other}'], { lr: 0.5, 'x.y': '$(id); a b' })).toEqual(['train', '--lr=0.5', '$(id); a b', '{other}']);
    expect(unusedParams(['t', '{a}'], { a: 1, b: 2 })).toEqual(['b']);
  });
});

describe('a launch', () => {
  it('plans without doing, makes the run first, hands it over, and tells its end', async () => {
    const spec = await workbench.launch.command({ command: ['sh', '-c', 'echo "run $NOTEBOOK_RUN lr {lr}"; exit 2'], folder: place.workspace, params: { lr: 0.1 } }, signal);
    expect(spec).toMatchObject({ recorders: ['notebook'], params: { lr: 0.1 } });
    const plan = await workbench.launch.plan(spec, cpu, signal);
    expect(begun).toEqual([]);
    expect(plan).toMatchObject({ price: 'free', commit: null, dirty: null });
    const job = await workbench.launch.launch(plan, signal);
    expect(job.id).toBe(plan.jobId);
    expect(begun[0]).toMatchObject({ jobId: job.id, params: { lr: 0.1 }, tags: { 'mlops.job': job.id } });
    expect(await finished(job.id)).toMatchObject({ status: 'failed', exitCode: 2, runs: [{ id: 'notebook:1', role: 'primary' }] });
    let log = '';
    for await (const piece of workbench.logs.read(job.id, { follow: true, from: 4 }, signal)) if (piece.kind === 'bytes') log += Buffer.from(piece.bytes).toString();
    expect(log).toBe('1 lr 0.1\n');
    expect(workbench.launch.secretsOf(job.id)).toEqual(['tok-123456']);

    refuses = true;
    const failed = await until(async () => {
      const result = await workbench.reconcile.run(signal);
      return result.problems.length > 0 && result;
    }, 'the supervisor to leave');
    expect(failed.problems[0]?.message).toContain('the tracker is away');
    expect(ended).toEqual([]);
    refuses = false;
    expect((await workbench.reconcile.run(signal)).told).toEqual(['notebook:1']);
    expect(ended).toMatchObject([{ run: 'notebook:1', outcome: { exitCode: 2, stopped: false } }]);
    expect((await workbench.reconcile.run(signal)).told).toEqual([]);
  });

  it('interrupted: its run is stopped, not failed', async () => {
    const plan = await workbench.launch.plan(await workbench.launch.command({ command: ['sleep', '300'], folder: place.workspace }, signal), cpu, signal);
    ended.length = 0;
    await expect(workbench.launch.launch(plan, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended).toMatchObject([{ run: `notebook:${begun.length}`, outcome: { exitCode: null, stopped: true } }]);
    expect(await workbench.jobs.job(plan.jobId ?? '', signal)).toMatchObject({ status: 'stopped' });
  });

  it('the same key twice: one job, and the second run is ended', async () => {
    const spec = await workbench.launch.command({ command: ['true'], folder: place.workspace }, signal);
    const [one, two] = [await workbench.launch.plan(spec, cpu, signal), await workbench.launch.plan(spec, cpu, signal)];
    ended.length = 0;
    const first = await workbench.launch.launch(one, signal, { idempotencyKey: 'same' });
    const second = await workbench.launch.launch(two, signal, { idempotencyKey: 'same' });
    expect(second.id).toBe(first.id);
    expect(ended.map(({ run }) => run)).toEqual([`notebook:${begun.length}`]);
  });

  it('a grid: jobs one after the other under a parent that is the sum of them, stopped as one', async () => {
    const plans = [];
    for (const params of expandGrid({ n: [1, 2, 3] })) {
      const spec = await workbench.launch.command({ command: ['sleep', '{n}00'], folder: place.workspace, params, recorders: [] }, signal);
      plans.push(await workbench.launch.plan({ ...spec, options: { queue: true } }, cpu, signal));
    }
    const jobs = await workbench.launch.launchAll(plans, signal);
    const parentId = jobs[0]?.parentId ?? '';
    const parent = await workbench.jobs.job(parentId, signal);
    expect(parent).toMatchObject({ status: 'running', reason: '0 of 3 ended.' });
    const { items } = await workbench.jobs.list(signal);
    expect(items.filter((job) => job.parentId === parentId).map(({ status }) => status).sort()).toEqual(['queued', 'queued', 'running']);
    expect(await workbench.jobs.cancel(parentId, { graceMs: 500 }, signal)).toMatchObject({ status: 'stopped', reason: '3 of 3 ended.' });
  });

  it('a run that the command makes by itself is found by its name and joined', async () => {
    const spec = await workbench.launch.command({ command: ['true'], folder: place.workspace }, signal);
    const plan = await workbench.launch.plan({ ...spec, expectRun: { source: 'notebook', name: 'warm-otter' } }, cpu, signal);
    const job = await workbench.launch.launch(plan, signal);
    await finished(job.id);
    made = [{ id: 'notebook:made', source: 'notebook', experiment: null, name: 'warm-otter', status: 'finished', startedAt: null, endedAt: null, commit: null, dirty: null, snapshot: null, parentId: null, sameAs: [], params: {}, metrics: {}, tags: {}, datasets: [], models: [], user: null, url: null }];
    await until(async () => (await workbench.reconcile.run(signal)).linked.includes('notebook:made'), 'the run to be linked');
    const primary = `notebook:${begun.length}`;
    expect((await workbench.jobs.job(job.id, signal)).runs).toEqual([{ id: primary, role: 'primary' }, { id: 'notebook:made', role: 'tracker' }]);
    expect((await workbench.jobs.joins(signal)).pairs).toContainEqual([primary, 'notebook:made']);
  });

  it('tells of changes and ends, and reads the progress of a live job', async () => {
    const wish = new AbortController();
    const ends: string[] = [];
    workbench.jobs.onDidEnd(({ id }) => ends.push(id));
    workbench.jobs.watch(wish.signal);
    const go = path.join(place.root, 'go');
    const script = `printf ' 10%%|#         | 1/10 [00:01<00:09, 1it/s]\\r 40%%|####      | 4/10 [00:04<00:06, 1it/s]'; while [ ! -e ${go} ]; do sleep 0.05; done`;
    const spec = await workbench.launch.command({ command: ['sh', '-c', script], folder: place.workspace, recorders: [] }, signal);
    const job = await workbench.launch.launch(await workbench.launch.plan(spec, cpu, signal), signal);
    const seen = await until(async () => workbench.jobs.progress(await workbench.jobs.job(job.id, signal), signal), 'the progress');
    expect(seen).toMatchObject({ percent: 40, etaMs: 6_000 });
    await until(async () => (await workbench.jobs.job(job.id.slice(-12), signal)).id === job.id, 'a short id');
    writeFileSync(go, '');
    await until(() => ends.includes(job.id), 'the news of the end');
    wish.abort();
  });
});
