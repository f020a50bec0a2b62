import { describe, expect, it } from 'vitest';
import { CompareController } from '../../../src/vscode/panels/compare/controller.ts';
import type { CompareSnapshot, CurvePoints } from '../../../src/protocol/compare.ts';
import type { ToView } from '../../../src/protocol/rpc/wire.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import { disposable } from '../../../src/core/base/disposable.ts';
import { crossed } from '../../webview/harness/channel.ts';
import { makeRun } from '../../webview/harness/data.ts';
import { FakeBench } from '../../webview/harness/fakeBench.ts';

function panel(bench: FakeBench) {
  const sent: ToView[] = [];
  const copied: string[] = [];
  const diffs: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const controller = new CompareController(
    bench,
    {
      openDiff: async (change) => void diffs.push(change),
      openRun: async () => undefined,
      copy: async (text) => void copied.push(text),
      pickRuns: async () => undefined,
      rename: () => undefined,
      warn: () => undefined,
    },
    {
      post: (message) => void sent.push(crossed(message).value as ToView),
      onMessage: (listener) => {
        receive = listener;
        return disposable(() => undefined);
      },
    },
  );
  receive({ kind: 'ready', version: protocolVersion });
  const events = (name: string) => sent.filter((message) => message.kind === 'event' && message.name === name);
  const last = () => (events('comparison').at(-1) as { value: CompareSnapshot }).value;
  return { controller, sent, copied, diffs, events, last, say: (message: unknown) => receive(message) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('the compare panel’s host', () => {
  const runs = [0, 1, 2, 3].map((index) => makeRun(index));
  const ids = runs.map((run) => run.id);

  it('sends two messages to open: what is known, then everything', async () => {
    const { controller, last } = panel(new FakeBench(runs));
    await controller.show(ids, null);
    expect(controller.posted).toBe(2);
    expect(last().isLoading).toBe(false);
    expect(last().metrics.find((row) => row.key === 'eval/accuracy')?.direction).toBe('maximize');
  });

  it('keeps a broken run’s place with its reason and compares the others', async () => {
    const { controller, last } = panel(new FakeBench(runs));
    await controller.show([ids[0] ?? '', 'beta:gone', ids[1] ?? ''], null);
    const snapshot = last();
    expect(snapshot.runs.map((run) => run.problem?.code ?? null)).toEqual([null, 'unreachable', null]);
    const accuracy = snapshot.metrics.find((row) => row.key === 'eval/accuracy');
    expect(accuracy?.values[1]).toBeNull();
    expect(accuracy?.values[2]).toBe(runs[1]?.metrics['eval/accuracy']);
    expect(accuracy?.delta[2]).toBeCloseTo(Number(runs[1]?.metrics['eval/accuracy']) - Number(runs[0]?.metrics['eval/accuracy']));
    // A text "0.01" of one tracker is the number 0.01 of another.
    expect(snapshot.params.find((row) => row.key === 'train.epochs')?.differs).toBe(false);
  });

  it('sends at most two messages for a refresh of a live run: rows and points', async () => {
    const bench = new FakeBench(runs);
    const { controller, events, say } = panel(bench);
    await controller.show(ids, null);
    say({ kind: 'command', name: 'follow', args: { keys: ['eval/accuracy'] } });
    await settle();
    const before = controller.posted;
    const live = runs[3];
    if (!live) throw new Error('no live run');
    bench.changed.fire({ upserted: [{ ...live, metrics: { ...live.metrics, 'eval/accuracy': 0.5 } }], removed: [] });
    bench.refreshed.fire({ source: live.source });
    await settle();
    expect(controller.posted - before).toBe(2);
    const points = (events('points').at(-1) as { value: CurvePoints[] }).value;
    expect(points.map((curve) => curve.run)).toEqual([live.id]);
    expect(points[0]?.values).toBeInstanceOf(Float64Array);
    bench.refreshed.fire({ source: 'alpha' });
    await settle();
    expect(controller.posted - before).toBe(2);
  });

  it('refuses a run that is not shown and a file that does not differ', async () => {
    const { controller, sent, say, diffs } = panel(new FakeBench(runs));
    await controller.show(ids, null);
    say({ kind: 'query', id: 1, name: 'series', args: { runs: ['alpha:other'], keys: ['a'], maxPoints: 10, fromStep: null, toStep: null } });
    say({ kind: 'command', name: 'openDiff', args: { run: ids[3], path: '../../etc/passwd' } });
    say({ kind: 'command', name: 'openDiff', args: { run: ids[3], path: 'src/features/window.py' } });
    await settle();
    expect(sent.filter((message) => message.kind === 'failure' || message.kind === 'refusal').map((message) => message.fault.code)).toEqual(['invalid', 'notFound']);
    expect(diffs).toEqual([expect.objectContaining({ path: 'src/features/window.py', status: 'added' })]);
  });

  it('copies what is shown as CSV and Markdown', async () => {
    const { controller, copied, say } = panel(new FakeBench(runs));
    await controller.show(ids.slice(0, 2), null);
    say({ kind: 'command', name: 'copy', args: { format: 'csv', onlyDiffering: true } });
    say({ kind: 'command', name: 'copy', args: { format: 'markdown', onlyDiffering: false } });
    await settle();
    expect(copied[0]).toContain('eval/accuracy');
    expect(copied[0]).not.toContain('train.epochs');
    expect(copied[1]).toContain('| model.depth | 3 | 4 |');
  });
});
