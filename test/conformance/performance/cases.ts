import { alertOf, boundsOf } from '../../../src/core/drift/performance/thresholds.ts';
import { chunksOf, type Chunking } from '../../../src/core/drift/performance/chunking.ts';
import { ordered, slice, type BinaryColumns, type RegressionColumns } from '../../../src/core/drift/performance/columns.ts';
import { binarySpreads, estimatedBinary } from '../../../src/core/drift/performance/estimatedBinary.ts';
import { realisedBinary } from '../../../src/core/drift/performance/realisedBinary.ts';
import { binaryMetrics } from '../../../src/core/drift/performance/realisedBinary.ts';
import { realisedRegression } from '../../../src/core/drift/performance/realisedRegression.ts';
import { expectedCalibrationError, reliabilityBins } from '../../../src/core/drift/performance/reliability.ts';
import { samplingError } from '../../../src/core/drift/performance/samplingError.ts';
import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Case } from '../validation/agreement.ts';

export type Binary = BinaryColumns & { readonly scores: Float64Array };

/** Rows of a model whose scores are about right, too bold or too timid; labels of some rows are still to come. */
export function binaryRows(random: RandomGenerator, rows: number, { boldness = 1, shift = 0, delay = 0, decimals = 9, timesFrom = 0 } = {}): Binary {
  const truth = new Int32Array(rows);
  const predicted = new Int32Array(rows);
  const scores = new Float64Array(rows);
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const logit = 1.5 * random.normal() + shift;
    scores[row] = Number((1 / (1 + Math.exp(-boldness * logit))).toFixed(decimals));
    truth[row] = random.uniform() < delay * (row / rows) ? -1 : Number(random.uniform() < 1 / (1 + Math.exp(-logit)));
    predicted[row] = Number(scores[row]! >= 0.5);
    times[row] = timesFrom + row * 7_919_000;
  }
  return { truth, predicted, scores, times };
}

/** Chunks of every size and kind, those of one row, one class and equal scores among them. */
export function chunkCases(random: RandomGenerator, count: number): Case[] {
  return Array.from({ length: count }, (_, round): Case[] => {
    const rows = round % 10 === 0 ? 1 + random.integerBelow(3) : 4 + random.integerBelow(150);
    const columns = binaryRows(random, rows, { boldness: 0.5 + random.uniform() * 2, shift: round % 6 === 1 ? 9 : random.normal(), decimals: round % 4 === 3 ? 1 : 9 });
    const probabilities = round % 7 === 2 ? columns.scores.map(() => round % 2) : columns.scores.map((score) => score ** 2);
    const about = `round ${round}, ${rows} rows`;
    const spreads = () => binarySpreads(columns);
    const cases: Case[] = [
      {
        ask: ['estimates', [...columns.predicted], [...probabilities], [...columns.scores]],
        about,
        ours: () => {
          const found = estimatedBinary(columns, probabilities, spreads());
          return Object.fromEntries(binaryMetrics.map((name) => [name, found[name].value]));
        },
      },
    ];
    // NannyML sorts equal scores and probabilities in no order of its own.
    if (new Set(columns.scores).size < rows) return cases;
    cases.push({
      ask: ['spreads', [...columns.truth], [...columns.predicted], [...columns.scores]],
      about,
      ours: () => Object.fromEntries(binaryMetrics.map((name) => [name, samplingError(spreads()[name], 100)])),
    });
    if (rows < 4) return cases;
    const bins = 2 + random.integerBelow(12);
    cases.push({
      ask: ['calibrationError', [...columns.truth], [...columns.scores], bins],
      about: `${about}, ${bins} bins`,
      ours: () => ({ error: expectedCalibrationError(reliabilityBins(columns.truth, columns.scores, bins)) }),
    });
    return cases;
  }).flat();
}

export interface Report {
  readonly reference: Binary;
  readonly current: Binary;
  readonly chunking: Chunking;
}

/** Everything that NannyML's estimator and calculator say of two tables, from its own calibrated probabilities. */
export function reportOf({ reference, current, chunking }: Report, probabilities: { readonly reference: Float64Array; readonly current: Float64Array }): Record<string, number[]> {
  const sides = [
    { columns: ordered(reference), probabilities: probabilities.reference },
    { columns: ordered(current), probabilities: probabilities.current },
  ];
  const spreads = binarySpreads(sides[0]!.columns);
  const cut = sides.map(({ columns }) => chunksOf(columns.truth.length, columns.times, chunking));
  const realised = sides.map(({ columns }, side) => cut[side]!.map(({ start, end }) => realisedBinary(slice(columns, start, end))));
  const found: Record<string, number[]> = {};
  const say = (key: string, value: number) => (found[key] ??= []).push(value);
  for (const name of binaryMetrics) {
    const bounds = boundsOf(realised[0]!.map((of) => of[name].value), 0, 1);
    for (const [side, { columns, probabilities: of }] of sides.entries()) {
      for (const [place, { start, end }] of cut[side]!.entries()) {
        const estimate = estimatedBinary(slice(columns, start, end), of.subarray(start, end), spreads)[name];
        say(`${name}.value`, estimate.value);
        say(`${name}.sampling_error`, estimate.samplingError);
        say(`${name}.upper_confidence_boundary`, estimate.band?.high ?? Number.NaN);
        say(`${name}.lower_confidence_boundary`, estimate.band?.low ?? Number.NaN);
        say(`${name}.upper_threshold`, bounds.high ?? Number.NaN);
        say(`${name}.lower_threshold`, bounds.low ?? Number.NaN);
        say(`${name}.alert`, Number(alertOf(estimate.value, bounds) !== null));
        const { value } = realised[side]![place]![name];
        say(`${name}.realised`, value);
        say(`${name}.realisedAlert`, Number(alertOf(value, bounds) !== null));
      }
    }
  }
  return found;
}

export function keysOf({ reference, current, chunking }: Report): string[] {
  return [reference, current].flatMap((side) => chunksOf(side.truth.length, ordered(side).times, chunking).map(({ key }) => key));
}

export function regressionCase(random: RandomGenerator): Case {
  const rows = (count: number, factor: number): RegressionColumns => {
    const truth = Float64Array.from({ length: count }, () => 10 + random.normal());
    return { times: null, truth, predicted: truth.map((value) => value + factor * random.normal()) };
  };
  const [reference, current] = [rows(600, 1), rows(430, 1.4)];
  const list = ({ truth, predicted }: RegressionColumns) => ({ truth: [...truth], predicted: [...predicted] });
  return {
    ask: ['regression', list(reference), list(current), { chunk_size: 100 }],
    about: 'a regression',
    ours: () => {
      const of = (columns: RegressionColumns) => chunksOf(columns.truth.length, null, { size: 100 }).map(({ start, end }) => realisedRegression(slice(columns, start, end)));
      const [before, all] = [of(reference), [...of(reference), ...of(current)]];
      const found: Record<string, number[]> = {};
      for (const name of ['mae', 'rmse', 'mape'] as const) {
        const bounds = boundsOf(before.map((one) => one[name].value), 0, Number.POSITIVE_INFINITY);
        found[`${name}.value`] = all.map((one) => one[name].value);
        found[`${name}.upper_threshold`] = all.map(() => bounds.high!);
        found[`${name}.lower_threshold`] = all.map(() => bounds.low!);
        found[`${name}.alert`] = all.map((one) => Number(alertOf(one[name].value, bounds) !== null));
      }
      return found;
    },
  };
}

/** Moments of a few hours to many years, before 1970 and around the turns of years, cut by every period. */
export function periodCases(random: RandomGenerator): Case[] {
  const offsets = { hour: 'h', day: 'D', week: 'W', month: 'M', quarter: 'Q', year: 'Y' } as const;
  return (Object.keys(offsets) as Array<keyof typeof offsets>).flatMap((period) =>
    [2e7, 4e9, 9e10].map((span): Case => {
      const from = random.uniform() < 0.5 ? Date.UTC(1969, 11, 20) : Date.UTC(2023, 11, 29);
      const times = Float64Array.from({ length: 12 }, () => from + Math.floor(random.uniform() * span)).sort();
      return {
        ask: ['periods', [...times], offsets[period]],
        about: `${period}s of ${span} ms`,
        ours: () =>
          Object.fromEntries(
            chunksOf(times.length, times, { period }).flatMap(({ key, start, end, from: first, to }) => [
              [`${key}.rows`, end - start], [`${key}.from`, first!], [`${key}.to`, to!],
            ]),
          ),
      };
    }),
  );
}
