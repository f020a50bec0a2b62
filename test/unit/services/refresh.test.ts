import { describe, expect, it } from 'vitest';
import { disposable } from '../../../src/core/base/disposable.ts';
import { Emitter } from '../../../src/core/base/event.ts';
import { fail } from '../../../src/core/base/fault.ts';
import type { Clock } from '../../../src/core/port/clock.ts';
import type { Catalog } from '../../../src/services/catalog.ts';
import { Refresh } from '../../../src/services/refresh.ts';
import type { Runs } from '../../../src/services/runs.ts';

/** A clock that a test moves. */
function manualClock() {
  let nowMs = 1_000_000;
  const timers = new Set<{ atMs: number; callback: () => void }>();
  const clock: Clock = {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return disposable(() => timers.delete(timer));
    },
    sleep: () => Promise.reject(new Error('not used')),
  };
  return {
    clock,
    pending: () => timers.size,
    async advance(byMs: number) {
      const endMs = nowMs + byMs;
      for (;;) {
        const next = [...timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.callback();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A scheduler over sources that only count how often they are read. */
function setUp(policy: { minIntervalMs: number; budgetPerMin: number }, isWatched = false) {
  const time = manualClock();
  const changed = new Emitter<void>();
  const reads: string[] = [];
  const gates: Array<() => void> = [];
  const state = { failure: undefined as Error | undefined, isGated: false, most: 0, open: 0 };
  const entry = (id: string) => ({
    config: { id },
    connection: { experiments: {}, refresh: policy, invalidate: () => undefined, ...(isWatched ? { watch: { onDidChange: changed.event } } : {}) },
  });
  const entries = [entry('one')];
  const catalog = { current: entries, entries: async () => entries, onDidChange: () => disposable(() => undefined) };
  const runs = {
    async refresh(source: string) {
      reads.push(source);
      state.open += 1;
      state.most = Math.max(state.most, state.open);
      if (state.isGated) await new Promise<void>((resolve) => gates.push(resolve));
      state.open -= 1;
      if (state.failure) throw state.failure;
      return { source, upserted: [], removed: [] };
    },
  };
  const refresh = new Refresh(time.clock, catalog as unknown as Catalog, runs as unknown as Runs, () => 0.5);
  return { ...time, refresh, reads, changed, state, gates };
}

describe('the scheduler', () => {
  it('polls a remote source only while something is visible', async () => {
    const { refresh, reads, advance, pending } = setUp({ minIntervalMs: 10_000, budgetPerMin: 60 });
    refresh.start();
    await advance(60_000);
    expect(reads).toHaveLength(0);
    refresh.setVisible(true);
    await advance(35_000);
    expect(reads).toHaveLength(3);
    refresh.setVisible(false);
    await advance(60_000);
    expect(reads).toHaveLength(3);
    expect(pending()).toBe(0);
  });

  it('makes one refresh of a burst of changes', async () => {
    const { refresh, reads, changed, advance } = setUp({ minIntervalMs: 1000, budgetPerMin: 600 }, true);
    refresh.start();
    refresh.setVisible(true);
    for (let count = 0; count < 20; count += 1) {
      changed.fire();
      await advance(10);
    }
    await advance(300);
    expect(reads).toHaveLength(1);
    await advance(50_000);
    expect(reads).toHaveLength(1);
    await advance(20_000);
    expect(reads).toHaveLength(2);
  });

  it('reads again what changed while nobody looked', async () => {
    const { refresh, reads, changed, advance } = setUp({ minIntervalMs: 1000, budgetPerMin: 600 }, true);
    refresh.start();
    changed.fire();
    await advance(5000);
    expect(reads).toHaveLength(0);
    refresh.setVisible(true);
    await advance(300);
    expect(reads).toHaveLength(1);
  });

  it('has one flight per source and follows it with another for what came meanwhile', async () => {
    const { refresh, reads, changed, advance, state, gates } = setUp({ minIntervalMs: 1000, budgetPerMin: 600 }, true);
    state.isGated = true;
    refresh.start();
    refresh.setVisible(true);
    changed.fire();
    await advance(300);
    changed.fire();
    changed.fire();
    await advance(2000);
    expect(reads).toHaveLength(1);
    gates.shift()?.();
    await settle();
    await advance(300);
    expect(reads).toHaveLength(2);
    expect(state.most).toBe(1);
  });

  it('keeps to the budget of a source', async () => {
    const { refresh, reads, changed, advance } = setUp({ minIntervalMs: 100, budgetPerMin: 6 }, true);
    refresh.start();
    refresh.setVisible(true);
    for (let count = 0; count < 600; count += 1) {
      changed.fire();
      await advance(100);
    }
    // Six at once from the bucket, then one every ten seconds.
    expect(reads.length).toBeGreaterThan(9);
    expect(reads.length).toBeLessThanOrEqual(12);
  });

  it('obeys Retry-After, backs off from failures and forgets them after a success', async () => {
    const { refresh, reads, advance, state } = setUp({ minIntervalMs: 1000, budgetPerMin: 60 });
    state.failure = fail('throttled', 'Slow down.', { retryAfterMs: 30_000 });
    refresh.start();
    refresh.setVisible(true);
    await advance(1500);
    expect(reads).toHaveLength(1);
    await advance(29_000);
    expect(reads).toHaveLength(1);
    state.failure = fail('unreachable', 'Gone.');
    await advance(2000);
    expect(reads).toHaveLength(2);
    await advance(2000);
    expect(reads).toHaveLength(2);
    state.failure = undefined;
    await advance(3000);
    const before = reads.length;
    await advance(5000);
    expect(reads.length - before).toBeGreaterThanOrEqual(4);
  });

  it('lets a person refresh at once', async () => {
    const { refresh, reads } = setUp({ minIntervalMs: 60_000, budgetPerMin: 1 });
    await refresh.now();
    await refresh.now('one');
    await refresh.now('other');
    expect(reads).toEqual(['one', 'one']);
  });
});
