import { accuracy } from '../../../../src/core/validation/metrics/accuracy.ts';
import { averagePrecision } from '../../../../src/core/validation/metrics/averagePrecision.ts';
import { balancedAccuracy } from '../../../../src/core/validation/metrics/balancedAccuracy.ts';
import { brierScore } from '../../../../src/core/validation/metrics/brierScore.ts';
import { confusionMatrix } from '../../../../src/core/validation/metrics/confusionMatrix.ts';
import { f1 } from '../../../../src/core/validation/metrics/f1.ts';
import { logLoss, multiclassLogLoss } from '../../../../src/core/validation/metrics/logLoss.ts';
import { meanAbsoluteError } from '../../../../src/core/validation/metrics/meanAbsoluteError.ts';
import { meanAbsolutePercentageError } from '../../../../src/core/validation/metrics/meanAbsolutePercentageError.ts';
import { precision } from '../../../../src/core/validation/metrics/precision.ts';
import { recall } from '../../../../src/core/validation/metrics/recall.ts';
import { rocAuc } from '../../../../src/core/validation/metrics/rocAuc.ts';
import { rocAucOneVsRest } from '../../../../src/core/validation/metrics/rocAucOneVsRest.ts';
import { rootMeanSquaredError } from '../../../../src/core/validation/metrics/rootMeanSquaredError.ts';
import { rSquared } from '../../../../src/core/validation/metrics/rSquared.ts';
import { specificity } from '../../../../src/core/validation/metrics/specificity.ts';
import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import { sampleOf, shapes, sizeOf } from '../../statistics/cases/samples.ts';
import type { Case } from '../agreement.ts';

/** Labels and predictions of every kind, `each` times: one class, one row, constant scores, huge and tiny numbers. */
export function metricCases(random: RandomGenerator, each: number): Case[] {
  const cases: Case[] = [];
  for (let round = 0; round < each; round += 1) {
    const rows = round % 9 === 0 ? 1 : sizeOf(random, 120);
    const classes = 2 + (round % 4 === 0 ? random.integerBelow(4) : 0);
    // Some of the classes only, so that others are never true or never called.
    const truth = labels(rows, round % 5 === 1 ? 1 : classes, random, round % 7 === 2 ? 1 : 0);
    const predicted = labels(rows, round % 6 === 1 ? 1 : classes, random, 0);
    const about = `round ${round}: ${rows} rows, ${classes} classes`;
    cases.push({ ask: ['classification', [...truth], [...predicted]], about, ours: () => classification(truth, predicted) });

    const binary = truth.map((label) => Number(label > 0));
    const scores = scoresOf(round, rows, random);
    cases.push({
      ask: ['scores', [...binary], [...scores]],
      about,
      ours: () => ({ rocAuc: rocAuc(binary, scores), averagePrecision: averagePrecision(binary, scores) }),
    });
    const probabilities = Float64Array.from({ length: rows }, () => probabilityOf(round, random));
    cases.push({
      ask: ['probabilities', [...binary], [...probabilities]],
      about,
      ours: () => ({ logLoss: logLoss(binary, probabilities), brierScore: brierScore(binary, probabilities) }),
    });
    cases.push(multiclassCase(rows, 3 + random.integerBelow(3), random, about), regressionCase(round, rows, random, about));
  }
  return cases;
}

function labels(rows: number, classes: number, random: RandomGenerator, least: number): Int32Array {
  return Int32Array.from({ length: rows }, () => Math.min(1, least) + random.integerBelow(classes)).map((label) => Math.min(label, Math.max(1, classes - 1)));
}

function scoresOf(round: number, rows: number, random: RandomGenerator): Float64Array {
  const sorted = sampleOf(shapes[round % shapes.length]!, rows, random);
  random.shuffle(sorted);
  return sorted;
}

function probabilityOf(round: number, random: RandomGenerator): number {
  if (round % 5 === 0) return random.integerBelow(3) / 2;
  return round % 5 === 1 ? 1e-300 ** random.uniform() : random.uniform();
}

function classification(truth: Int32Array, predicted: Int32Array): Record<string, number> {
  const matrix = confusionMatrix(truth, predicted, 6);
  const found: Record<string, number> = { accuracy: accuracy(matrix), balancedAccuracy: balancedAccuracy(matrix) };
  for (const undefinedAs of [0, Number.NaN]) {
    const end = Number.isNaN(undefinedAs) ? 'Nan' : '';
    for (const [name, average] of [['binary', { of: 1 }], ['macro', 'macro'], ['micro', 'micro'], ['weighted', 'weighted']] as const) {
      found[`precision.${name}${end}`] = precision(matrix, { average, undefinedAs });
      found[`recall.${name}${end}`] = recall(matrix, { average, undefinedAs });
      found[`f1.${name}${end}`] = f1(matrix, { average, undefinedAs });
    }
    found[`specificity.binary${end}`] = specificity(matrix, { undefinedAs });
    found[`specificity.macro${end}`] = specificity(matrix, { average: 'macro', undefinedAs });
  }
  return found;
}

function multiclassCase(rows: number, classes: number, random: RandomGenerator, about: string): Case {
  const truth = Int32Array.from({ length: rows }, () => random.integerBelow(classes));
  const given = Array.from({ length: rows }, () => {
    const weights = Array.from({ length: classes }, () => random.integerBelow(4));
    const sum = weights.reduce((one, other) => one + other, 0);
    return weights.map((weight, of) => (sum === 0 ? Number(of === 0) : weight / sum));
  });
  const probabilities = Float64Array.from(given.flat());
  const hasAll = new Set(truth).size === classes;
  return {
    ask: ['multiclass', [...truth], given],
    about,
    ours: () => ({
      multiclassLogLoss: multiclassLogLoss(truth, probabilities, classes),
      ...(hasAll ? { rocAucOneVsRest: rocAucOneVsRest(truth, probabilities, classes) } : {}),
    }),
  };
}

function regressionCase(round: number, rows: number, random: RandomGenerator, about: string): Case {
  const truth = scoresOf(round, rows, random);
  const exact = round % 8 === 3;
  const predicted = exact ? truth.slice() : truth.map((value) => value * (1 + random.normal() / 10) + random.normal());
  return {
    ask: ['regression', [...truth], [...predicted]],
    about,
    ours: () => ({
      meanAbsoluteError: meanAbsoluteError(truth, predicted),
      rootMeanSquaredError: rootMeanSquaredError(truth, predicted),
      rSquared: rSquared(truth, predicted),
      meanAbsolutePercentageError: meanAbsolutePercentageError(truth, predicted),
    }),
  };
}
