import type { DriftFamily, DriftState } from '../../model/drift.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import type { Column } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import { checkUnits, type RowUnits } from '../slices/rowUnits.ts';
import { allRows } from '../slices/tally.ts';
import { sampleRows } from '../slices/sampleRows.ts';
import { takeRows } from '../../table/takeRows.ts';
import { areaInterval } from './areaInterval.ts';
import { domainClassifier } from './domainClassifier.ts';
import { jointFeatures } from './jointFeatures.ts';

export interface MultivariateOptions {
  /** Seeded by a digest of the data. */
  readonly random: RandomGenerator;
  /** Default 0.01. */
  readonly alpha?: number;
  /** Rows of a side at most, drawn at random where there are more. Default 5,000; fewer where there are many features. */
  readonly rows?: number;
  /** Features at most: the columns' own, squares and products. Default 900. */
  readonly features?: number;
  /** Default 199. */
  readonly permutations?: number;
  /** Rows that depend on each other, over the reference's rows and then the current's. */
  readonly units?: RowUnits | undefined;
  readonly progress?: (done: number) => void;
}

/** An area up to here is negligible: two normals 0.1 standard deviations apart have 0.528. */
export const negligibleArea = 0.53;
const power = 0.8;
/** Rows times features squared: what fitting costs, some seconds. */
const work = 2.5e9;

/**
 * Whether the columns together tell the sides apart: a linear classifier on the columns, their squares and their pairwise
 * products, judged on rows it has not seen, p by permutation. Missing values count as information. Chosen over PCA
 * reconstruction by measurement (test/conformance/multivariate). `state` is `unknown` where even the smallest area that would
 * be found with 80 % power is as far from ½ as twice what is negligible, or nothing can be compared. Throws `invalid` for
 * units that do not fit the rows.
 */
export function multivariateFamily(reference: readonly Column[], current: readonly Column[], options: MultivariateOptions): DriftFamily {
  const { random, alpha = 0.01, rows = 5_000, features: most = 900, permutations = 199, units, progress } = options;
  const sizes = [reference, current].map((side) => (side[0] === undefined ? 0 : lengthOf(side[0]))) as [number, number];
  if (units !== undefined) checkUnits(units, sizes[0] + sizes[1], sizes[0]);
  const take = (limit: number) => {
    const kept = sizes.map((size) => sampleRows(allRows(size), limit, random)) as [Int32Array, Int32Array];
    const joint = jointFeatures(reference.map((column) => takeRows(column, kept[0])), current.map((column) => takeRows(column, kept[1])), { most });
    return { kept, joint };
  };
  // Few rows tell how many features there will be, and so how many rows are worth the wait.
  const few = take(Math.min(rows, 1_000));
  const worth = Math.min(rows, Math.max(1_000, Math.floor(work / 2 / few.joint.width ** 2)));
  const { kept, joint } = Math.max(...sizes) <= 1_000 ? few : take(worth);
  const [n, m] = [kept[0].length, kept[1].length];
  if (joint.width === 0 || Math.min(n, m) < 20) return untold(alpha, joint.width === 0 ? 'No columns of both sides can be compared together.' : `${n} and ${m} rows are too few to compare columns together.`);

  const unitOf = units && renumbered(Int32Array.from([...kept[0], ...kept[1].map((row) => row + sizes[0])], (row) => units.unitOf[row]!));
  const found = domainClassifier(joint, n, { random, alpha, permutations, ...(unitOf && { unitOf }), ...(progress && { progress }) });
  // Areas of folds depend on each other: their mean has up to twice the variance of one area of all rows.
  const deviation = Math.sqrt((2 * (n + m + 1)) / (12 * n * m));
  const detectable = 0.5 + deviation * (normalQuantile(1 - alpha) + normalQuantile(power));
  const state = stateOf(found.pValue <= alpha, found.area, detectable);
  const interval = areaInterval(found.area, n, m);
  const columns = found.columns.filter(({ part }, at) => at === 0 || part >= 0.05).slice(0, 10).map(({ name }) => name);
  return {
    name: 'multivariate',
    state,
    drifted: state === 'drift',
    reason: reasonOf(state, found.area, found.pValue, columns, detectable),
    method: methodOf(n, m, sizes, joint, found.permutations, units !== undefined),
    statistic: found.area,
    effect: found.area,
    effectName: 'area under the ROC curve',
    effectInterval: [interval.low, interval.high],
    pValue: found.pValue,
    alpha,
    columns,
  };
}

function stateOf(isSignificant: boolean, area: number, detectable: number): DriftState {
  if (isSignificant) return area > negligibleArea ? 'drift' : 'negligible';
  return detectable - 0.5 > 2 * (negligibleArea - 0.5) ? 'unknown' : 'none';
}

function reasonOf(state: DriftState, area: number, p: number, columns: readonly string[], detectable: number): string {
  const tells = `a classifier tells the sides apart with area ${area.toFixed(3)} (p ${p.toPrecision(2)})`;
  if (state === 'drift') return `The columns together changed: ${tells}, most by ${columns.slice(0, 3).join(', ')}.`;
  if (state === 'negligible') return `The columns together changed by next to nothing: ${tells}, up to ${negligibleArea} is negligible.`;
  if (state === 'none') return `The columns together look alike: ${tells}.`;
  return `Too few rows to say: an area below ${detectable.toFixed(3)} would go unseen; ${tells}.`;
}

function methodOf(
  n: number,
  m: number,
  sizes: readonly [number, number],
  { width, pairsLeftOut }: { readonly width: number; readonly pairsLeftOut: number },
  permutations: number,
  hasUnits: boolean,
): string {
  const parts = [`domain classifier (ridge regression on ${width} features and products, 5 folds)`];
  parts.push(`p by ${permutations} permutations of ${hasUnits ? 'units of rows' : 'rows'}`);
  if (n < sizes[0] || m < sizes[1]) parts.push(`${n} and ${m} rows drawn at random`);
  if (pairsLeftOut > 0) parts.push(`${pairsLeftOut} products of the later columns left out`);
  return parts.join('; ');
}

function renumbered(unitOf: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return unitOf.map((unit) => {
    const number = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, number);
    return number;
  });
}

function untold(alpha: number, reason: string): DriftFamily {
  return {
    name: 'multivariate',
    state: 'unknown',
    drifted: false,
    reason,
    method: 'domain classifier',
    statistic: null,
    effect: null,
    effectName: null,
    effectInterval: null,
    pValue: null,
    alpha,
    columns: [],
  };
}
