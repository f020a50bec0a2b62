import { describe, expect, it } from 'vitest';
import { runInLanes } from '../../../scripts/lib/lanes.mjs';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const play = async (_, run) => run().catch((error) => [`failed: ${error.message}`]);

/** A job whose work takes some turns, and what ran while it did. */
function watched() {
  const now = new Set();
  const beside = new Map();
  const work = (name, turns, result = name) => async () => {
    now.add(name);
    for (let turn = 0; turn < turns; turn += 1) {
      for (const one of now) if (one !== name) beside.set(name, (beside.get(name) ?? new Set()).add(one));
      await tick();
    }
    now.delete(name);
    return [result];
  };
  const busy = (name, turns) => ({ waits: false, run: work(name, turns) });
  const waiting = (name, turns) => ({ waits: true, run: work(name, turns) });
  return { work, busy, waiting, beside };
}

describe('suites in lanes', () => {
  it('run whole ones in order beside the pieces, and give results in the order asked for', async () => {
    const { work, busy, beside } = watched();
    const jobs = [
      { name: 'check', run: work('check', 3) },
      { name: 'files', pieces: async () => [busy('a', 9), busy('b', 1), busy('c', 1)] },
      { name: 'host', run: work('host', 3) },
    ];
    expect(await runInLanes(jobs, play)).toEqual(['check', expect.any(String), expect.any(String), expect.any(String), 'host']);
    expect([...beside.get('check')]).toEqual(['a']);
    expect(beside.get('host')?.has('check') ?? false).toBe(false);
  });

  it('help with the pieces when the whole ones are done', async () => {
    const { busy, beside } = watched();
    await runInLanes([{ name: 'files', pieces: async () => [busy('a', 5), busy('b', 5)] }], play);
    expect([...beside.get('a')]).toEqual(['b']);
  });

  it('wait for others in a lane of their own, where both others help in the end', async () => {
    const { work, busy, waiting, beside } = watched();
    const jobs = [
      { name: 'host', run: work('host', 5) },
      { name: 'files', pieces: async () => [waiting('x', 5), waiting('y', 9), waiting('z', 9), busy('a', 5)] },
    ];
    expect(await runInLanes(jobs, play)).toEqual(['host', expect.any(String), expect.any(String), expect.any(String), expect.any(String)]);
    expect([...beside.get('a')].sort()).toEqual(['host', 'x']);
    expect([...beside.get('z')]).toContain('y');
  });

  it('run what is timed alone, last', async () => {
    const { work, busy, beside } = watched();
    const jobs = [{ name: 'timed', isAlone: true, run: work('timed', 3) }, { name: 'host', run: work('host', 6) }, { name: 'files', pieces: async () => [busy('a', 9)] }];
    expect(await runInLanes(jobs, play)).toEqual(['timed', 'host', 'a']);
    expect(beside.has('timed')).toBe(false);
  });

  it('tell pieces that cannot be listed as a failure of their suite, and run the rest', async () => {
    const { work } = watched();
    const jobs = [{ name: 'files', pieces: () => Promise.reject(new Error('no folder')) }, { name: 'host', run: work('host', 1) }];
    expect(await runInLanes(jobs, play)).toEqual(['failed: no folder', 'host']);
  });
});
