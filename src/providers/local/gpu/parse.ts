import type { GpuDevice } from '../../../core/model/target.ts';

/** Columns of `--query-gpu`, in order. The manual promises no stable text, so every value may be something else. */
export const queryFields = [
  'index',
  'uuid',
  'name',
  'driver_version',
  'memory.total',
  'memory.used',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'compute_cap',
  'mig.mode.current',
] as const;

/** What every driver knows. */
export const plainFields = queryFields.slice(0, -2);

export interface QueriedGpu extends GpuDevice {
  /** Split into instances: work runs on one of them, not on the whole. */
  readonly isMig: boolean;
}

/** A number, or null for `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[Insufficient Permissions]` and what may come. */
function number(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function isAbsent(text: string | undefined): boolean {
  return /^\[?(N\/A|Not Supported)\]?$/i.test(text?.trim() ?? '');
}

/**
 * Rows of `nvidia-smi --query-gpu=… --format=csv,noheader,nounits`. A device is kept as long as it has a uuid. Where the
 * card says it has no memory of its own (GB10 and kin) the system's memory is what it uses.
 */
export function parseQuery(text: string, systemMemoryMiB: number, fieldCount: number = queryFields.length): QueriedGpu[] {
  const devices: QueriedGpu[] = [];
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split(/,\s*/).map((cell) => cell.trim());
    // Only the name is free text; a comma in it must not shift the columns behind it.
    if (cells.length > fieldCount) cells.splice(2, cells.length - fieldCount + 1, cells.slice(2, cells.length - fieldCount + 3).join(', '));
    const [index, uuid, name, , total, used, utilization, temperature, power, , mig] = cells;
    if (!uuid || !/^(GPU|MIG)-/.test(uuid)) continue;
    const isUnified = isAbsent(total);
    const memoryTotalMiB = isUnified ? systemMemoryMiB : number(total);
    devices.push({
      uuid,
      index: number(index),
      name: name ? name : uuid,
      memoryTotalMiB,
      memoryUsedMiB: number(used),
      utilizationPercent: number(utilization),
      temperatureC: number(temperature),
      powerW: number(power),
      memoryKind: isUnified ? 'unified' : memoryTotalMiB === null ? 'unknown' : 'dedicated',
      parentUuid: null,
      isMig: mig === 'Enabled',
    });
  }
  return devices;
}

const gpuLine = /^GPU (\d+): .*\(UUID: (GPU-[^)]+)\)/;
const migLine = /^\s+(MIG \S+)\s+Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/;

/** MIG instances, which appear only in `nvidia-smi -L`. What an instance uses is not told there. */
export function parseInstances(text: string): GpuDevice[] {
  const devices: GpuDevice[] = [];
  let parentUuid: string | null = null;
  let parentIndex = '';
  for (const line of text.split(/\r?\n/)) {
    const gpu = gpuLine.exec(line);
    if (gpu) {
      [, parentIndex = '', parentUuid = null] = gpu;
      continue;
    }
    const [, profile, instance, uuid] = migLine.exec(line) ?? [];
    if (profile === undefined || uuid === undefined) continue;
    devices.push({
      uuid,
      index: null,
      name: `${profile} ${instance} of GPU ${parentIndex}`,
      memoryTotalMiB: null,
      memoryUsedMiB: null,
      utilizationPercent: null,
      temperatureC: null,
      powerW: null,
      memoryKind: 'unknown',
      parentUuid,
    });
  }
  return devices;
}
