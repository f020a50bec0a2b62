import { classCounts, type ClassCounts, type ConfusionMatrix } from './confusionMatrix.ts';

/**
 * How the classes make one number: one class against the rest (`{ of: 1 }` is the usual binary metric), every class the same
 * (`macro`), every row the same (`micro`), or every class by its true rows (`weighted`).
 */
export type Averaging = { readonly of: number } | 'macro' | 'micro' | 'weighted';

export interface AveragingOptions {
  /** Default: class 1 against the rest. */
  readonly average?: Averaging;
  /** Taken where the formula divides by 0; NaN leaves such a class out of an average. Default 0, as in scikit-learn. */
  readonly undefinedAs?: number;
}

/** [numerator, denominator] of a ratio for one class. */
export type ClassRatio = (counts: ClassCounts) => readonly [number, number];

/**
 * A ratio of counts over the classes of a confusion matrix. Classes that no row is or was called are no part of an average.
 * NaN only where `undefinedAs` is NaN.
 */
export function averaged(matrix: ConfusionMatrix, ratio: ClassRatio, { average = { of: 1 }, undefinedAs = 0 }: AveragingOptions = {}): number {
  const quotient = ([part, whole]: readonly [number, number]) => (whole === 0 ? undefinedAs : part / whole);
  if (typeof average === 'object') return quotient(ratio(classCounts(matrix, average.of)));
  const present = Array.from({ length: matrix.classes }, (_, of) => classCounts(matrix, of)).filter(
    (counts) => counts.truePositives + counts.falsePositives + counts.falseNegatives > 0,
  );
  if (average === 'micro') return quotient(ratio(sumOf(present)));
  const weightOf = (counts: ClassCounts) => (average === 'macro' ? 1 : counts.truePositives + counts.falseNegatives);
  const values = present.map((counts) => ({ value: quotient(ratio(counts)), weight: weightOf(counts) })).filter(({ value }) => !Number.isNaN(value));
  // Where no class that has a value has true rows, each counts the same.
  const isWeighted = values.some(({ weight }) => weight > 0);
  let [sum, weights] = [0, 0];
  for (const { value, weight } of values) {
    sum += value * (isWeighted ? weight : 1);
    weights += isWeighted ? weight : 1;
  }
  return weights === 0 ? undefinedAs : sum / weights;
}

function sumOf(all: readonly ClassCounts[]): ClassCounts {
  const sum = (key: keyof ClassCounts) => all.reduce((total, counts) => total + counts[key], 0);
  return {
    truePositives: sum('truePositives'),
    falsePositives: sum('falsePositives'),
    falseNegatives: sum('falseNegatives'),
    trueNegatives: sum('trueNegatives'),
  };
}
