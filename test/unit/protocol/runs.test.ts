import { describe, expect, it } from 'vitest';
import { disposable } from '../../../src/core/base/disposable.ts';
import type { CellsAnswer, RunTable } from '../../../src/protocol/runs.ts';
import type { ToView } from '../../../src/protocol/rpc/wire.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import type { RunsMemory } from '../../../src/vscode/panels/runs/bench.ts';
import { RunsController } from '../../../src/vscode/panels/runs/controller.ts';
import { readMemory } from '../../../src/vscode/panels/runs/memory.ts';
import { crossed } from '../../webview/harness/channel.ts';
import { makeRun } from '../../webview/harness/data.ts';
import { FakeBench, FakeRunsBench } from '../../webview/harness/fakeBench.ts';

function panel(count: number, problems: ConstructorParameters<typeof FakeRunsBench>[1] = [], memory: Partial<RunsMemory> = {}) {
  const bench = new FakeBench(Array.from({ length: count }, (_, index) => makeRun(index)));
  const sent: ToView[] = [];
  const remembered: RunsMemory[] = [];
  const compared: Array<readonly string[]> = [];
  let receive: (message: unknown) => void = () => undefined;
  const controller = new RunsController(
    new FakeRunsBench(bench, problems),
    { compare: async (ids) => void compared.push(ids), openRun: async () => undefined, recall: () => memory, remember: (next) => void remembered.push(next), warn: () => undefined },
    {
      post: (message) => void sent.push(crossed(message).value as ToView),
      onMessage: (listener) => {
        receive = listener;
        return disposable(() => undefined);
      },
    },
    () => Date.now(),
  );
  receive({ kind: 'ready', version: protocolVersion });
  const table = () => (sent.findLast((message) => message.kind === 'event') as { value: RunTable }).value;
  let id = 0;
  const ask = async (name: string, args: unknown): Promise<unknown> => {
    id += 1;
    const asked = id;
    receive({ kind: 'query', id: asked, name, args });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const answer = sent.find((message) => (message.kind === 'answer' || message.kind === 'failure') && message.id === asked);
    return answer?.kind === 'answer' ? answer.value : answer;
  };
  const say = async (name: string, args: unknown) => {
    receive({ kind: 'command', name, args });
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { bench, controller, table, ask, say, remembered, compared };
}

describe('the runs panel’s host', () => {
  it('answers windows of rows and columns with typed arrays, and refuses an old version', async () => {
    const { controller, table, ask } = panel(200);
    await controller.load();
    const { version, rows } = table();
    expect(rows).toBe(200);
    const answer = (await ask('cells', { version, blocks: [{ block: 1, columns: ['name', 'metrics.eval/accuracy'] }] })) as CellsAnswer;
    expect(answer.blocks[0]?.ids).toHaveLength(64);
    const [name, accuracy] = answer.blocks[0]?.columns ?? [];
    expect(name?.kind).toBe('text');
    expect(accuracy?.kind === 'number' && accuracy.values).toBeInstanceOf(Float64Array);
    const last = (await ask('cells', { version, blocks: [{ block: 3, columns: [] }] })) as CellsAnswer;
    expect(last.blocks[0]?.ids).toHaveLength(8);
    const old = (await ask('cells', { version: version - 1, blocks: [{ block: 0, columns: [] }] })) as CellsAnswer;
    expect(old).toEqual({ version, blocks: [] });
  });

  it('sorts by several keys and remembers', async () => {
    const { controller, table, ask, say, remembered } = panel(60);
    await controller.load();
    await say('sort', { keys: [{ key: 'status', descending: false }, { key: 'metrics.eval/accuracy', descending: true }, { key: 'nowhere', descending: true }] });
    expect(table().sort).toHaveLength(2);
    const answer = (await ask('cells', { version: table().version, blocks: [{ block: 0, columns: ['status', 'metrics.eval/accuracy'] }] })) as CellsAnswer;
    const [status, accuracy] = answer.blocks[0]?.columns ?? [];
    for (let row = 1; row < 60; row++) {
      const pair = [String(status?.values[row - 1]), String(status?.values[row])];
      expect([...pair].sort()).toEqual(pair);
      if (pair[0] === pair[1]) expect(Number(accuracy?.values[row - 1])).toBeGreaterThanOrEqual(Number(accuracy?.values[row]));
    }
    expect(remembered.at(-1)?.sort).toEqual(table().sort);
  });

  it('filters in the product’s language; a mistake is placed and hides nothing', async () => {
    const { controller, table, say } = panel(60);
    await controller.load();
    await say('filter', { text: 'status = "failed"' });
    expect(table().rows).toBeGreaterThan(0);
    expect(table().rows).toBeLessThan(60);
    await say('filter', { text: 'status = "failed" and nonsense > 1' });
    expect(table().rows).toBe(60);
    expect(table().filterFault?.from).toBe(22);
    expect(table().filterFault?.to).toBe(30);
  });

  it('hides, pins and finds', async () => {
    const { controller, table, ask, say } = panel(60);
    await controller.load();
    const ids = (await ask('ids', { version: table().version, from: 10, to: 12 })) as string[];
    await say('mark', { ids: [ids[0]], mark: 'hide', isOn: true });
    await say('mark', { ids: [ids[1]], mark: 'pin', isOn: true });
    expect(table().rows).toBe(59);
    expect(await ask('ids', { version: table().version, from: 0, to: 1 })).toEqual([ids[1]]);
    const at = await ask('find', { version: table().version, text: 'fjord-tides-53', from: 0, columns: ['name'] });
    expect(at).toBeGreaterThan(0);
    expect(await ask('find', { version: table().version, text: 'no such run', from: 0, columns: ['name'] })).toBe(-1);
  });

  it('keeps the rows of a failed source and says why', async () => {
    const { controller, table } = panel(10, [{ source: 'beta', severity: 'error', code: 'unreachable', message: 'Does not answer.', hint: null }]);
    await controller.load();
    expect(table().rows).toBe(10);
    expect(table().problems).toEqual([expect.objectContaining({ source: 'Beta server', code: 'unreachable' })]);
  });

  it('opens with what the workspace remembered and lets go of what does not fit', async () => {
    const { controller, table } = panel(60, [], readMemory({ filter: 'status = "failed"', sort: [], layout: null }));
    await controller.load();
    expect(table().filter).toBe('status = "failed"');
    expect(readMemory({ filter: 7 })).toEqual({});
  });
});
