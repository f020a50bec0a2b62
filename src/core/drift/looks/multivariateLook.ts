import type { DriftFamily } from '../../model/drift.ts';
import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { LookContext } from '../driftReport.ts';
import { multivariateFamily } from '../multivariate/multivariateFamily.ts';
import { bothSides } from './bothSides.ts';
import { rowUnitsOf } from './rowUnitsOf.ts';

const mostRows = 10_000;

/** The columns of both sides together, as a family of the report. */
export async function multivariateLook(reference: TableSource, current: TableSource, context: LookContext): Promise<DriftFamily> {
  const random = new RandomGenerator(context.seed);
  const sides = await bothSides(reference, current, context.columns, mostRows, random, context.signal);
  const units = await rowUnitsOf(reference, current, sides, context);
  return multivariateFamily(sides.reference, sides.current, {
    random,
    alpha: context.settings.thresholds.familyAlpha,
    units,
    progress: () => context.signal.throwIfAborted(),
  });
}
