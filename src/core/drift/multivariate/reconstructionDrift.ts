import { normalTail } from '../../statistics/special/normalTail.ts';
import { moments } from '../../statistics/summary/moments.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { Column } from '../../table/column.ts';
import { frequencyFeatures } from './frequencyFeatures.ts';
import { fitReconstruction } from './reconstruction.ts';

export interface ReconstructionDrift {
  /** Mean error of reference rows that the components were not fitted on, and of the current rows. */
  readonly errors: { readonly reference: number; readonly current: number };
  /** The difference of the means in standard errors. */
  readonly z: number;
  readonly pValue: number;
}

/**
 * Whether current rows are as well reconstructed as new reference rows: components of one half of the reference (drawn at
 * random), errors of the other half against the current rows' by Welch's z, two-sided. The half that was fitted on is no
 * party to the test: its errors are smaller by being fitted. Both sides need 4 rows; undefined where there are fewer, or no
 * column fits.
 */
export function reconstructionDrift(reference: readonly Column[], current: readonly Column[], random: RandomGenerator): ReconstructionDrift | undefined {
  const rows = { reference: reference[0] === undefined ? 0 : lengthOf(reference[0]), current: current[0] === undefined ? 0 : lengthOf(current[0]) };
  const features = frequencyFeatures(reference, current, true);
  if (features.width === 0 || rows.reference < 4 || rows.current < 4) return undefined;
  const order = Int32Array.from({ length: rows.reference }, (_, row) => row);
  random.shuffle(order);
  const all = features.encode(reference, rows.reference);
  const pick = (of: Int32Array) => {
    const picked = new Float64Array(of.length * features.width);
    of.forEach((row, at) => picked.set(all.subarray(row * features.width, (row + 1) * features.width), at * features.width));
    return picked;
  };
  const half = Math.floor(rows.reference / 2);
  const fitted = fitReconstruction(pick(order.subarray(0, half)), half, features.width);
  const held = moments(fitted.errors(pick(order.subarray(half))));
  const now = moments(fitted.errors(features.encode(current, rows.current)));
  const error = Math.sqrt(held.variance / (held.count - 1) + now.variance / (now.count - 1));
  const z = now.mean === held.mean ? 0 : (now.mean - held.mean) / error;
  return { errors: { reference: held.mean, current: now.mean }, z, pValue: Math.min(1, 2 * normalTail(Math.abs(z))) };
}
