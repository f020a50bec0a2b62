import type { DriftShape, Range } from '../../model/drift.ts';
import { wasserstein } from '../../statistics/distance/wasserstein.ts';
import { wassersteinInterval } from '../../statistics/interval/wassersteinInterval.ts';
import { detectableShift } from '../../statistics/power/detectableShift.ts';
import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { ksPValue } from '../../statistics/tests/ksPValue.ts';
import type { ColumnContext } from '../column/columnContext.ts';
import type { ColumnFinding, TestFinding } from '../column/finding.ts';
import { nullTest } from '../column/nullTest.ts';
import { shareMeasures } from '../column/tableMeasures.ts';
import { gridBounds, type GridBounds, type WithinBin } from './gridBounds.ts';
import type { GridPair } from './gridCounts.ts';
import { gridQuantile, grouped } from './gridQuantile.ts';
import type { GridSide } from './gridSide.ts';
import { mostFew } from '../column/fewValues.ts';

/**
 * What the counts on a grid say of a numeric column: everything by counts is exact, Kolmogorov-Smirnov and Wasserstein come
 * with sound bounds. Undefined where the exact way is the better one: few distinct numbers, one value only, a side without
 * numbers. `within`: what the values of the bins are that left something open.
 */
export function gridFinding(name: string, kind: string, pair: GridPair, context: ColumnContext, within?: ReadonlyMap<number, WithinBin>): ColumnFinding | undefined {
  const { reference, current, deviation } = pair;
  const [n, m] = [values(reference), values(current)];
  const filled = reference.counts.reduce((count, one, bin) => count + (one + current.counts[bin]! > 0 ? 1 : 0), 0);
  if (n === 0 || m === 0 || filled <= mostFew || !(deviation > 0)) return undefined;
  const bounds = settled(gridBounds(reference, current, within), context.thresholds.numericEffect * deviation, within !== undefined);
  const rows = { reference: { hits: reference.missing, of: reference.rows }, current: { hits: current.missing, of: current.rows } };
  const nulls = nullTest(rows, context.thresholds.nullShare);
  const quartiles = gridQuantile(reference, 0.75) - gridQuantile(reference, 0.25);
  const [w1] = bounds.w1;
  return {
    name,
    kind,
    tests: [distribution(pair, bounds, n, m, context, within?.size), ...(nulls === undefined ? [] : [nulls])],
    certain: null,
    untested: null,
    notes: nulls === undefined ? ['no test of missing values, of which neither side has any'] : [],
    measures: {
      ks: bounds.ks[0],
      w1,
      w1Std: w1 / deviation,
      w1Iqr: quartiles > 0 ? w1 / quartiles : null,
      ...shareMeasures(...grouped(pair, deciles(reference))),
    },
    nullShare: { reference: reference.missing / reference.rows, current: current.missing / current.rows },
    samples: { reference: n, current: m },
    newCategories: [],
    vanishedCategories: [],
    // The first cut is just below the reference's least value, the last its largest.
    outOfRange: { below: current.counts[0]!, above: current.counts[current.counts.length - 1]! },
    shape: shape(pair),
    problems:
      reference.infinite + current.infinite === 0
        ? []
        : [{ code: 'infinite', message: `Infinite values were taken out: ${reference.infinite} of the reference, ${current.infinite} of the current side.` }],
  };
}

/** Where all that could move the distance was looked at, only the rounding of sums is left: no more than a threshold may lie in. */
function settled({ ks, w1 }: GridBounds, threshold: number, isLookedAt: boolean): GridBounds {
  if (!isLookedAt || w1[0] > threshold || w1[1] <= threshold) return { ks, w1 };
  const middle = (w1[0] + w1[1]) / 2;
  return { ks, w1: [middle, middle] };
}

function distribution({ reference, current, deviation, cuts }: GridPair, { ks, w1 }: GridBounds, n: number, m: number, context: ColumnContext, lookedAt = 0): TestFinding {
  const effect: Range = [w1[0] / deviation, w1[1] / deviation];
  const pRange: Range = [ksPValue(ks[1], n, m), ksPValue(ks[0], n, m)];
  const interval = (): Range | null => {
    if (!context.intervals || reference.sample.length < 2 || current.sample.length < 2) return null;
    const { high } = wassersteinInterval(reference.sample, current.sample, new RandomGenerator(context.seed));
    // Of a sample, and a sample's error shrinks with the root of its size.
    const shrink = Math.sqrt((1 / n + 1 / m) / (1 / reference.sample.length + 1 / current.sample.length));
    const reach = (high - wasserstein(reference.sample, current.sample)) * shrink;
    return [Math.max(0, w1[0] - reach) / deviation, (w1[1] + reach) / deviation];
  };
  return {
    subject: 'distribution',
    method: `Kolmogorov-Smirnov on a grid of ${cuts.length + 1} bins${lookedAt > 0 ? `, value by value in the ${lookedAt} that could decide` : ''}, large-sample p: many rows; statistic, effect and p are what the bins show at least, with bounds`,
    statistic: ks[0],
    pValue: pRange[1],
    effect: effect[0],
    effectName: 'w1/std',
    effectInterval: interval(),
    threshold: context.thresholds.numericEffect,
    smallestDetectable: (alpha, power) => detectableShift(n, m, { alpha, power }) ?? null,
    bounds: { statistic: ks, effect },
    pRange,
  };
}

function values({ counts }: GridSide): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Ends of groups of bins that hold about a tenth of the reference each; below its least and above its largest are groups. */
function deciles(reference: GridSide): number[] {
  const all = values(reference);
  const ends = [1];
  let sum = 0;
  for (let bin = 0; bin < reference.counts.length - 1; bin += 1) {
    sum += reference.counts[bin]!;
    if (sum >= (ends.length / 10) * all && bin + 1 > ends[ends.length - 1]!) ends.push(bin + 1);
  }
  if (ends[ends.length - 1] !== reference.counts.length - 1) ends.push(reference.counts.length - 1);
  return ends;
}

const pictured = 64;
const shares = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** As for all values (see `numericShape`), with each edge on the next cut of the grid. */
function shape(pair: GridPair): DriftShape {
  const { reference, current, cuts } = pair;
  const low = Math.min(gridQuantile(reference, 0.005), gridQuantile(current, 0.005));
  const high = Math.max(gridQuantile(reference, 0.995), gridQuantile(current, 0.995));
  const ends = new Set<number>();
  let cut = 0;
  for (let step = 0; step <= pictured; step += 1) {
    while (cut < cuts.length - 1 && cuts[cut]! < low + (high - low) * (step / pictured)) cut += 1;
    ends.add(cut + 1);
  }
  const inner = [...ends];
  const [left, right] = grouped(pair, inner);
  const least = Math.min(gridQuantile(reference, 0), gridQuantile(current, 0), cuts[inner[0]! - 1]!);
  const most = Math.max(gridQuantile(reference, 1), gridQuantile(current, 1), cuts[inner[inner.length - 1]! - 1]!);
  const quantiles = (side: GridSide) => shares.map((share) => gridQuantile(side, share));
  return {
    edges: [least, ...inner.map((end) => cuts[end - 1]!), most],
    reference: left,
    current: right,
    quantiles: { shares, reference: quantiles(reference), current: quantiles(current) },
  };
}
