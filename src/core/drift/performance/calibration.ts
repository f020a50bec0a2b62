import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { rocAuc } from '../../validation/metrics/rocAuc.ts';
import { isotonicRegression, isotonicValue, type IsotonicLine } from './isotonicRegression.ts';
import { expectedCalibrationError, reliabilityBins, type ReliabilityBin } from './reliability.ts';

/** Whether a model's scores can be taken as probabilities, and what makes them so. */
export interface Calibration {
  /** Null where the scores are taken as they are. */
  readonly line: IsotonicLine | null;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Expected calibration error on rows held out: of the scores, and after calibration; null where it was not measured. */
  readonly error: { readonly before: number; readonly after: number } | null;
  /** Of the scores as they are. Empty below 4 rows. */
  readonly bins: readonly ReliabilityBin[];
}

const splits = 10;
const testShare = 0.1;
const mostHeldOut = 50_000;
/** Above this there is nothing to calibrate: the two classes hardly overlap. */
const separated = 0.999;

/**
 * Fits an isotonic calibration on labelled reference rows where it helps: where over ten stratified splits, a tenth held out,
 * the calibrated scores are nearer to the observed shares than the scores themselves. `truth`: 1 = positive, 0 = not; `scores`
 * 0 to 1. The splits are drawn from `seed` (hex digits); of more than
 * 50,000 rows a drawn part is split, and all of them are calibrated on.
 */
export function fitCalibration(truth: Int32Array, scores: Float64Array, seed: string): Calibration {
  const bins = truth.length < 4 ? [] : reliabilityBins(truth, scores);
  const asTheyAre = (reason: string): Calibration => ({ line: null, reason, error: null, bins });
  const auc = rocAuc(truth, scores);
  if (Number.isNaN(auc)) return asTheyAre('The reference has one class only, so the scores are taken as they are.');
  if (auc > separated) return asTheyAre('The scores separate the classes, so they are taken as they are.');
  const classes = [0, 1].map((label) => Int32Array.from(truth.keys()).filter((row) => truth[row] === label));
  if (classes.some((rows) => rows.length < 2) || truth.length < 2 * splits) return asTheyAre('The reference is too small to tell whether the scores need calibration, so they are taken as they are.');
  const random = new RandomGenerator(seed);
  const error = heldOutErrors(truth, scores, classes.map((rows) => some(rows, truth.length, random)), random);
  if (error.before <= error.after) return { line: null, reason: 'Calibration does not bring the scores nearer to the observed shares, so they are taken as they are.', error, bins };
  const line = isotonicRegression(scores, Float64Array.from(truth));
  return { line, reason: 'Calibration brings the scores nearer to the observed shares on rows held out, so they are calibrated.', error, bins };
}

export function calibrated({ line }: Calibration, scores: Float64Array): Float64Array {
  return line === null ? scores : scores.map((score) => (Number.isNaN(score) ? score : isotonicValue(line, score)));
}

/** Of many rows a part, drawn, tells as well whether calibration helps; each class keeps its share. */
function some(rows: Int32Array, all: number, random: RandomGenerator): Int32Array {
  if (all <= mostHeldOut) return rows;
  const drawn = rows.slice();
  random.shuffle(drawn);
  return drawn.slice(0, Math.max(2, Math.round((mostHeldOut / all) * rows.length)));
}

function heldOutErrors(truth: Int32Array, scores: Float64Array, classes: readonly Int32Array[], random: RandomGenerator): { before: number; after: number } {
  const of = { truth: [] as number[], before: [] as number[], after: [] as number[] };
  for (let split = 0; split < splits; split += 1) {
    const train: number[] = [];
    const test: number[] = [];
    for (const rows of classes) {
      const shuffled = rows.slice();
      random.shuffle(shuffled);
      const held = Math.max(1, Math.round(testShare * rows.length));
      for (const row of shuffled.subarray(0, held)) test.push(row);
      for (const row of shuffled.subarray(held)) train.push(row);
    }
    const line = isotonicRegression(Float64Array.from(train, (row) => scores[row]!), Float64Array.from(train, (row) => truth[row]!));
    for (const row of test) {
      of.truth.push(truth[row]!);
      of.before.push(scores[row]!);
      of.after.push(isotonicValue(line, scores[row]!));
    }
  }
  const errorOf = (probabilities: readonly number[]) => expectedCalibrationError(reliabilityBins(Int32Array.from(of.truth), Float64Array.from(probabilities)));
  return { before: errorOf(of.before), after: errorOf(of.after) };
}
