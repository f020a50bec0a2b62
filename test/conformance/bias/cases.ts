import { measureBias } from '../../../src/core/validation/bias/measureBias.ts';
import { defaultSettings, type BiasInput } from '../../../src/core/validation/bias/biasInput.ts';
import type { BiasReport } from '../../../src/core/model/bias.ts';
import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';

/** One question to both: to `oracle.py` by name and arguments, and to our own functions. Null = not defined. */
export interface Case {
  readonly ask: readonly [string, ...unknown[]];
  readonly about: string;
  readonly ours: () => Readonly<Record<string, number | null>>;
}

interface Rows {
  readonly truth: number[];
  readonly predicted: number[];
  readonly groups: string[];
}

/** Shapes that formulas stumble over, beside the usual one. */
const shapes = ['usual', 'one group', 'groups of one row', 'one class', 'all predicted positive', 'all predicted negative', 'perfect', 'all wrong', 'two rows', 'rare'] as const;
type Shape = (typeof shapes)[number];

function rowsOf(random: RandomGenerator, shape: Shape, classes: number): Rows {
  const count = shape === 'two rows' ? 2 : 2 + random.integerBelow(120);
  const groups = shape === 'one group' ? 1 : shape === 'groups of one row' ? Math.min(count, 5) : 2 + random.integerBelow(3);
  const rows: Rows = { truth: [], predicted: [], groups: [] };
  const rate = shape === 'rare' ? 0.04 : 0.2 + 0.6 * random.uniform();
  for (let row = 0; row < count; row += 1) {
    const group = shape === 'groups of one row' && row < groups ? row : shape === 'groups of one row' ? groups : random.integerBelow(groups);
    const drawn = classes === 2 ? Number(random.uniform() < rate + 0.05 * group) : random.integerBelow(classes);
    const truth = shape === 'one class' ? 1 : drawn;
    const other = (truth + 1 + random.integerBelow(classes - 1)) % classes;
    const guess = random.uniform() < 0.7 ? truth : other;
    rows.truth.push(truth);
    rows.predicted.push({ 'all predicted positive': 1, 'all predicted negative': 0, perfect: truth, 'all wrong': other }[shape as string] ?? guess);
    rows.groups.push(`g${group}`);
  }
  return rows;
}

function input({ truth, predicted, groups }: Rows, scores: number[] | null, more: Partial<BiasInput['settings']>): BiasInput {
  return {
    data: 'sha256:0',
    label: numberColumn('y', truth),
    prediction: numberColumn('p', predicted),
    score: scores === null ? null : numberColumn('s', scores),
    groups: [levelColumn('g', groups)],
    settings: { ...defaultSettings, least: 1, ...more },
  };
}

/** By the names that the oracle uses. */
function namedValues(report: BiasReport, withOverall: boolean): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  const ofClass = (name: string | null) => (name === null ? '' : `|${name}`);
  for (const { values, measures } of report.groupings[0]!.groups) for (const one of measures) found[`${one.name}|${values[0]!}${ofClass(one.class)}`] = one.value;
  for (const one of report.disparities) found[`${one.name}|${one.method}${ofClass(one.class)}`] = one.value;
  if (withOverall) for (const one of report.overall) found[`${one.name}|all`] = one.value;
  return found;
}

/** Rates that no disparity is made of. */
function asideOf(key: string): boolean {
  return /^(base_rate|false_negative_rate|true_negative_rate|negative_predictive_value)\|/.test(key);
}

export function binaryCases(random: RandomGenerator, each: number): Case[] {
  return shapes.flatMap((shape) =>
    Array.from({ length: each }, (_, at) => {
      const rows = rowsOf(random, shape, 2);
      // Rounded, so that scores are equal.
      const isFull = at === 0 && ['usual', 'groups of one row', 'one class'].includes(shape);
      const scores = at % 2 === 0 ? rows.truth.map((is) => Math.round((0.3 * is + 0.7 * random.uniform()) * 20) / 20) : null;
      return {
        ask: ['binary', rows.truth, rows.predicted, rows.groups, scores, isFull],
        about: `${shape} (${rows.truth.length} rows)`,
        ours: () => {
          const named = namedValues(measureBias(input(rows, scores, { kind: 'binary' })), true);
          return Object.fromEntries(Object.entries(named).filter(([key]) => !/^(auc|brier_score|calibration_gap)(\|all|_)/.test(key) && (isFull || !asideOf(key))));
        },
      } satisfies Case;
    }),
  );
}

export function multiclassCases(random: RandomGenerator, each: number): Case[] {
  return shapes.flatMap((shape) =>
    Array.from({ length: each }, () => {
      const rows = rowsOf(random, shape, 3 + random.integerBelow(2));
      const classes = [...new Set([...rows.truth, ...rows.predicted])].sort();
      return {
        ask: ['multiclass', rows.truth, rows.predicted, rows.groups, classes],
        about: `${shape}, ${classes.length} classes (${rows.truth.length} rows)`,
        ours: () => Object.fromEntries(Object.entries(namedValues(measureBias(input(rows, null, { kind: 'multiclass' })), false)).filter(([key]) => !asideOf(key))),
      } satisfies Case;
    }),
  );
}

export function regressionCases(random: RandomGenerator, each: number): Case[] {
  const kinds = ['usual', 'constant label', 'perfect', 'huge', 'tiny', 'groups of one row', 'one group'] as const;
  return kinds.flatMap((kind) =>
    Array.from({ length: each }, () => {
      const rows = rowsOf(random, kind === 'groups of one row' || kind === 'one group' ? kind : 'usual', 2);
      const scale = kind === 'huge' ? 1e9 : kind === 'tiny' ? 1e-9 : 1;
      const truth = rows.truth.map((is) => (kind === 'constant label' ? 3 : scale * (5 + is + random.normal())));
      const predicted = truth.map((is) => (kind === 'perfect' ? is : is + scale * random.normal()));
      const all = { truth, predicted, groups: rows.groups };
      return {
        ask: ['regression', truth, predicted, rows.groups],
        about: `${kind} (${truth.length} rows)`,
        ours: () => namedValues(measureBias(input(all, null, { kind: 'regression' })), false),
      } satisfies Case;
    }),
  );
}
