import { cpus, totalmem } from 'node:os';
import { entityId } from '../../core/model/id.ts';
import type { GpuDevice, Target } from '../../core/model/target.ts';
import type { Inventory } from './gpu/inventory.ts';

export const cpuTarget = 'cpu';

/** The CPU first (it is always there), then every device by uuid; none is hidden because a value is missing. */
export function targetsOf(source: string, inventory: Inventory): Target[] {
  return [
    target(source, cpuTarget, 'CPU', [], inventory.problems),
    ...inventory.gpus.map((gpu) => {
      const problems = inventory.split.has(gpu.uuid) ? ['It is split into MIG instances; choose one of those.'] : [];
      return target(source, gpu.uuid, gpu.index === null ? gpu.name : `GPU ${gpu.index}: ${gpu.name}`, [gpu], problems);
    }),
  ];
}

function target(source: string, key: string, name: string, gpus: readonly GpuDevice[], problems: readonly string[]): Target {
  return {
    id: entityId('local', 'target', `${source}/${key}`),
    provider: 'local',
    name,
    kind: gpus.length === 0 ? 'cpu' : 'gpu',
    gpus,
    cpuCount: cpus().length,
    memoryMiB: Math.round(totalmem() / 1024 / 1024),
    price: 'free',
    problems,
  };
}
