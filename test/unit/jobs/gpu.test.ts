import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../../src/core/model/target.ts';
import { buildSupervisor, connect, cpu, ended, logOf, machineIn, none, scratch, signal, specOf } from './support.ts';

const place = scratch();
const fixtures = path.resolve(import.meta.dirname, '../../fixtures/nvidia-smi');
let supervisor: string;

beforeAll(async () => {
  supervisor = await buildSupervisor(place.root);
});
afterAll(() => place.remove());

function machineWith(name: string, isTrusted = true) {
  const env = { PATH: `${fixtures}:${process.env['PATH']}`, NVIDIA_SMI_CASE: name };
  return connect(machineIn({ root: place.root, supervisor, env, isTrusted }), place.workspace);
}

async function targetsWith(name: string): Promise<Target[]> {
  return machineWith(name).jobs.targets(signal);
}

describe('GPUs by nvidia-smi (replayed)', () => {
  it('discrete cards, one without a power reading', async () => {
    const targets = await targetsWith('discrete');
    expect(targets.map(({ name, kind }) => [name, kind])).toEqual([['CPU', 'cpu'], ['GPU 0: NVIDIA GeForce RTX 4090', 'gpu'], ['GPU 1: NVIDIA GeForce RTX 3060', 'gpu']]);
    expect(targets[1]?.gpus[0]).toEqual({
      uuid: 'GPU-8f6e1b2a-93f5-4c7d-a1d2-0a1b2c3d4e5f', index: 0, name: 'NVIDIA GeForce RTX 4090', memoryTotalMiB: 24564, memoryUsedMiB: 1203,
      utilizationPercent: 37, temperatureC: 54, powerW: 118.42, memoryKind: 'dedicated', parentUuid: null,
    });
    expect(targets[2]?.gpus[0]).toMatchObject({ powerW: null, utilizationPercent: 0 });
    expect(targets[1]?.id).toBe('local:target/local/GPU-8f6e1b2a-93f5-4c7d-a1d2-0a1b2c3d4e5f');
    expect(targets[0]?.problems).toEqual([]);
  });

  it('MIG: the instances stand beside the card they are part of', async () => {
    const targets = await targetsWith('mig');
    expect(targets.map(({ name }) => name)).toEqual(['CPU', 'GPU 0: NVIDIA A100-SXM4-40GB', 'GPU 1: NVIDIA A100-SXM4-40GB', 'MIG 3g.20gb 0 of GPU 0', 'MIG 1g.5gb 1 of GPU 0']);
    expect(targets[1]?.problems[0]).toContain('MIG');
    expect(targets[2]?.problems).toEqual([]);
    expect(targets[3]?.gpus[0]).toMatchObject({ uuid: 'MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f', parentUuid: 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77' });
  });

  it('GB10: a card without memory of its own is kept and uses the system\'s', async () => {
    const [cpuOnly, gpu] = await targetsWith('gb10');
    expect(gpu?.gpus[0]).toMatchObject({ name: 'NVIDIA GB10', memoryKind: 'unified', memoryTotalMiB: cpuOnly?.memoryMiB, memoryUsedMiB: null });
  });

  it('odd values hide no card; a row without a uuid is none', async () => {
    const targets = await targetsWith('odd');
    expect(targets.map(({ name }) => name)).toEqual(['CPU', 'GPU 0: NVIDIA L4', 'GPU 2: Quadro, special edition']);
    expect(targets[1]?.gpus[0]).toMatchObject({ memoryTotalMiB: null, memoryKind: 'unknown', powerW: null, temperatureC: null });
    expect(targets[2]?.gpus[0]).toMatchObject({ memoryTotalMiB: 4096, powerW: 9.87 });
  });

  it('a driver that does not know a column is asked without it', async () => {
    expect((await targetsWith('oldDriver'))[1]?.gpus[0]).toMatchObject({ name: 'Tesla K80', memoryTotalMiB: 11441, powerW: 25.01 });
  });

  it.each([
    ['mismatch', /version mismatch.*Restart/],
    ['none', /found no GPU/],
  ])('%s: the CPU is left, with the reason', async (name, why) => {
    const targets = await targetsWith(name);
    expect(targets.map((target) => target.kind)).toEqual(['cpu']);
    expect(targets[0]?.problems[0]).toMatch(why);
  });

  it('a stuck driver costs five seconds, not the window', async () => {
    const startedMs = Date.now();
    const targets = await targetsWith('hang');
    expect(targets[0]?.problems[0]).toContain('did not answer within 5 s');
    expect(Date.now() - startedMs).toBeLessThan(7_000);
  });

  it('no nvidia-smi is no problem; and before trust none is run', async () => {
    const bare = connect(machineIn({ root: place.root, supervisor, env: { PATH: path.join(place.root, 'nothing') } }), place.workspace);
    expect((await bare.jobs.targets(signal)).map(({ kind, problems }) => [kind, problems])).toEqual([['cpu', []]]);
    const untrusted = await machineWith('discrete', false).jobs.targets(signal);
    expect(untrusted.map(({ kind }) => kind)).toEqual(['cpu']);
  });
});

describe('choosing a device', () => {
  it('hands the uuids to the program, and refuses what is not there', async () => {
    const local = machineWith('discrete');
    const [, first, second] = await local.jobs.targets(signal);
    const uuids = [first?.gpus[0]?.uuid ?? '', second?.gpus[0]?.uuid ?? ''];
    const spec = specOf(place.workspace, ['sh', '-c', 'echo "[$CUDA_VISIBLE_DEVICES]"']);
    for (const [target, gpus, expected] of [
      [first?.id, undefined, `[${uuids[0]}]`],
      [first?.id, uuids, `[${uuids.join(',')}]`],
      [cpu, undefined, '[]'],
    ] as const) {
      const plan = await local.jobs.plan({ ...spec, resources: gpus ? { gpus } : {} }, target ?? '', signal);
      expect(`[${plan.env['CUDA_VISIBLE_DEVICES']}]`).toBe(expected);
      const job = await local.jobs.submit(plan, plan.planId, none, signal);
      await ended(local, job.id);
      expect((await logOf(local, job.id)).trim()).toBe(expected);
    }
    await expect(local.jobs.plan(spec, 'local:target/local/GPU-gone', signal)).rejects.toMatchObject({ fault: { code: 'notFound' } });
    await expect(local.jobs.plan({ ...spec, resources: { gpus: uuids } }, cpu, signal)).rejects.toMatchObject({ fault: { code: 'invalid' } });
  });
});
