import { normalTail } from '../../statistics/special/normalTail.ts';
import { moments } from '../../statistics/summary/moments.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { Column } from '../../table/column.ts';
import { frequencyFeatures } from './frequencyFeatures.ts';
import { takeRows } from '../../table/takeRows.ts';
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
  if (rows.reference < 4 || rows.current < 4) return undefined;
  const order = Int32Array.from({ length: rows.reference }, (_, row) => row);
  random.shuffle(order);
  const half = Math.floor(rows.reference / 2);
  const learnt = reference.map((column) => takeRows(column, order.subarray(0, half)));
  const held = reference.map((column) => takeRows(column, order.subarray(half)));
  // A feature for missing values is there for both parties or for none, whichever of them has some.
  const features = frequencyFeatures(learnt, [held, current], true);
  if (features.width === 0) return undefined;
  const fitted = fitReconstruction(features.encode(learnt, half), half, features.width);
  const before = moments(fitted.errors(features.encode(held, rows.reference - half)));
  const now = moments(fitted.errors(features.encode(current, rows.current)));
  const error = Math.sqrt(before.variance / (before.count - 1) + now.variance / (now.count - 1));
  const z = now.mean === before.mean ? 0 : (now.mean - before.mean) / error;
  return { errors: { reference: before.mean, current: now.mean }, z, pValue: Math.min(1, 2 * normalTail(Math.abs(z))) };
}
