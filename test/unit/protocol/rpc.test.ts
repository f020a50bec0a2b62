import { afterEach, describe, expect, it } from 'vitest';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { disposable } from '../../../src/core/base/disposable.ts';
import { fail, toFault, type Fault } from '../../../src/core/base/fault.ts';
import { integer, nothing, shape, text } from '../../../src/protocol/rpc/decode.ts';
import { HostLink } from '../../../src/protocol/rpc/hostLink.ts';
import { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import type { Port, ToHost, ToView } from '../../../src/protocol/rpc/wire.ts';
import { crossed } from '../../webview/harness/channel.ts';

interface Small {
  readonly queries: {
    half: { args: { of: number }; value: number };
    column: { args: null; value: Float64Array };
    never: { args: null; value: null };
  };
  readonly commands: { save: { name: string } };
  readonly events: { count: number; title: string };
  readonly signals: { blink: number };
}

const ended: Array<() => void> = [];
afterEach(() => ended.splice(0).forEach((end) => end()));

/** One end of a real MessageChannel that carries only what JSON and pulled-out buffers carry. */
function end<Out>(port: MessagePort): Port<Out> {
  return {
    post: (message) => port.postMessage(crossed(message).value),
    onMessage: (listener) => {
      port.on('message', listener);
      return disposable(() => port.off('message', listener));
    },
  };
}

function connect() {
  const { port1, port2 } = new MessageChannel();
  const faults: Fault[] = [];
  const saved: string[] = [];
  const aborted: string[] = [];
  const host = new HostLink<Small>(
    end<ToView>(port1),
    {
      queries: {
        half: {
          decode: shape<{ of: number }>({ of: integer(0, 100) }),
          run: async ({ of }) => {
            if (of === 13) throw fail('throttled', 'Too many.', { hint: 'Wait.', retryAfterMs: 5 });
            return of / 2;
          },
        },
        column: { decode: nothing, run: async () => Float64Array.of(1, NaN, Infinity) },
        never: {
          decode: nothing,
          run: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => { aborted.push('never'); reject(fail('cancelled', 'x')); })),
        },
      },
      commands: {
        save: {
          decode: shape<{ name: string }>({ name: text(10) }),
          run: ({ name }) => {
            if (name === 'bad') throw fail('forbidden', 'Not allowed.');
            saved.push(name);
          },
        },
      },
    },
    (fault) => faults.push(fault),
  );
  const viewPort = end<ToHost>(port2);
  const view = new ViewLink<Small>(viewPort);
  ended.push(() => {
    host.dispose();
    view.dispose();
    port1.close();
    port2.close();
  });
  return { host, view, viewPort, faults, saved, aborted };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 25));

describe('rpc over a message channel', () => {
  it('answers queries and keeps typed arrays whole, NaN and Infinity included', async () => {
    const { view } = connect();
    expect(await view.query('half', { of: 8 })).toBe(4);
    const column = await view.query('column', null);
    expect(column).toBeInstanceOf(Float64Array);
    expect([...column]).toEqual([1, NaN, Infinity]);
  });

  it('carries a fault as data with its hint', async () => {
    const { view } = connect();
    const fault = await view.query('half', { of: 13 }).then(() => null, toFault);
    expect(fault).toEqual({ code: 'throttled', message: 'Too many.', hint: 'Wait.', retryAfterMs: 5 });
  });

  it('refuses wrong arguments, unknown names and shapeless messages, and goes on', async () => {
    const { view, viewPort, faults } = connect();
    const wrong = await view.query('half', { of: 1.5 }).then(() => null, toFault);
    expect(wrong?.code).toBe('invalid');
    expect(wrong?.message).toContain('half.of');
    for (const name of ['constructor', '__proto__', 'toString', 'nothing']) {
      const unknown = await view.query(name as 'half', { of: 1 }).then(() => null, toFault);
      expect(unknown?.code, name).toBe('invalid');
    }
    for (const junk of [null, 7, 'ready', [], { kind: 'eval' }, { kind: 'query', id: -1, name: 'half' }, { kind: 'query', id: 1 }]) {
      void viewPort.post(junk as never);
    }
    await settle();
    expect(faults.length).toBeGreaterThanOrEqual(12);
    expect(await view.query('half', { of: 2 })).toBe(1);
  });

  it('aborts across the boundary', async () => {
    const { view, aborted } = connect();
    const controller = new AbortController();
    const asked = view.query('never', null, controller.signal).then(() => null, toFault);
    await settle();
    controller.abort();
    expect((await asked)?.code).toBe('cancelled');
    await settle();
    expect(aborted).toEqual(['never']);
  });

  it('tells a failed command as a fault', async () => {
    const { view, saved } = connect();
    const faults: Fault[] = [];
    view.onFault((fault) => faults.push(fault));
    view.command('save', { name: 'good' });
    view.command('save', { name: 'bad' });
    await settle();
    expect(saved).toEqual(['good']);
    expect(faults).toEqual([{ code: 'forbidden', message: 'Not allowed.' }]);
  });

  it('says nothing before the panel is ready, then only the newest of each topic', async () => {
    const { host, view } = connect();
    const got: unknown[] = [];
    view.on('count', (value) => got.push(value));
    view.on('title', (value) => got.push(value));
    for (let value = 0; value < 50; value++) host.event('count', value);
    host.event('title', 'A');
    await settle();
    expect(host.posted).toBe(0);
    view.start();
    await settle();
    expect(got).toEqual([49, 'A']);
    expect(host.posted).toBe(2);
  });

  it('keeps the newest snapshot while hidden, drops signals, and sends each topic once when visible', async () => {
    const { host, view } = connect();
    const got: unknown[] = [];
    view.on('count', (value) => got.push(value));
    view.on('blink', (value) => got.push(`blink ${value}`));
    view.start();
    await settle();
    host.setVisible(false);
    for (let value = 1; value <= 20; value++) host.event('count', value);
    host.signal('blink', 1);
    await settle();
    expect(host.posted).toBe(0);
    host.setVisible(true);
    await settle();
    expect(got).toEqual([20]);
    expect(host.posted).toBe(1);
  });

  it('tells a panel of another build that it is stale', async () => {
    const { host, view, viewPort } = connect();
    let isStale = false;
    view.onStale(() => (isStale = true));
    host.event('count', 1);
    void viewPort.post({ kind: 'ready', version: 999 });
    await settle();
    expect(isStale).toBe(true);
    expect(host.posted).toBe(1);
  });
});
