import { permutationLaw } from '../../statistics/tests/permutationLaw.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { FeatureMatrix } from './featureMatrix.ts';
import { RidgeFolds } from './ridgeFolds.ts';

export interface DomainClassifier {
  /** Of rows that the classifier was not fitted on: ½ = the sides look alike, 1 = each row tells its side. */
  readonly area: number;
  readonly pValue: number;
  readonly permutations: number;
  /** Columns, the weightiest first, with their part of the squared weights. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly part: number }>;
}

/** Added to the features' variances, which are 1: chosen by measurement. */
export const ridgePenalty = 0.2;

/**
 * How well a classifier tells the rows of two sides apart, and how often it would as well if the rows had come in another
 * order: fitted anew for each permutation of the sides, since the areas of folds depend on each other (their mean has up to
 * twice the variance of Mann and Whitney's). `unitOf`: rows that change sides together. The first `split` rows are the
 * reference. Folds are drawn from units, without a look at the sides.
 */
export function domainClassifier(
  features: FeatureMatrix,
  split: number,
  {
    random,
    alpha,
    permutations = 499,
    folds = 5,
    unitOf = Int32Array.from({ length: features.rows }, (_, row) => row),
    progress,
  }: {
    readonly random: RandomGenerator;
    readonly alpha: number;
    readonly permutations?: number;
    readonly folds?: number;
    readonly unitOf?: Int32Array;
    readonly progress?: (done: number) => void;
  },
): DomainClassifier {
  const units = unitOf.reduce((most, unit) => Math.max(most, unit), -1) + 1;
  const order = Int32Array.from({ length: units }, (_, unit) => unit);
  random.shuffle(order);
  const foldOfUnit = new Uint8Array(units);
  order.forEach((unit, at) => (foldOfUnit[unit] = at % folds));
  const classifier = new RidgeFolds(features, Uint8Array.from(unitOf, (unit) => foldOfUnit[unit]!), folds, ridgePenalty);

  const isCurrent = Uint8Array.from({ length: features.rows }, (_, row) => Number(row >= split));
  const { area, weights } = classifier.area(isCurrent);
  const sideOfUnit = new Uint8Array(units);
  unitOf.forEach((unit, row) => (sideOfUnit[unit] = isCurrent[row]!));
  const redraw = () => {
    random.shuffle(sideOfUnit);
    return classifier.area(Uint8Array.from(unitOf, (unit) => sideOfUnit[unit]!)).area;
  };
  const law = permutationLaw(area, redraw, { permutations, alpha, progress });
  return { area, pValue: law.p(area), permutations: law.permutations, columns: partsOf(features, weights) };
}

function partsOf({ sources }: FeatureMatrix, weights: Float64Array): DomainClassifier['columns'] {
  const parts = new Map<string, number>();
  const whole = weights.reduce((sum, weight) => sum + weight * weight, 0);
  sources.forEach((from, at) => {
    for (const name of from) parts.set(name, (parts.get(name) ?? 0) + weights[at]! ** 2 / from.length / (whole || 1));
  });
  return [...parts].map(([name, part]) => ({ name, part })).sort((left, right) => right.part - left.part);
}
