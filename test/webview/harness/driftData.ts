import type { DriftColumn, DriftReport, DriftShape, DriftState } from '../../../src/core/model/drift.ts';
import { hostileTexts, randomOf } from './data.ts';

/** Reports with made-up numbers that fit each other: pictures of what a comparison gives, not results of one. */
export interface ReportPlan {
  readonly seed: number;
  readonly columns: number;
  /** 0 = as the reference; 1 = the planted columns have moved to the full. */
  readonly progress: number;
  readonly day: number | null;
}

const stems = ['age', 'income', 'balance', 'tenure_months', 'region', 'device', 'visits_7d', 'last_seen', 'is_member', 'basket_value', 'channel', 'latency_ms', 'discount', 'segment', 'clicks', 'humidity', 'signal_strength', 'postcode_area', 'plan', 'returns_90d'];
const kinds = ['numeric', 'numeric', 'numeric', 'numeric', 'categorical', 'categorical', 'numeric', 'datetime', 'boolean', 'numeric', 'categorical', 'numeric', 'numeric', 'categorical', 'numeric', 'numeric', 'numeric', 'categorical', 'categorical', 'numeric'] as const;
const words = ['north', 'south', 'east', 'west', 'centre', 'islands', 'coast', 'hills', 'plains', 'harbour', 'lakes', 'valley', 'forest', 'desert', 'delta', 'cape', 'bay', 'ridge'];

export function makeReport(plan: ReportPlan): DriftReport {
  const columns = Array.from({ length: plan.columns }, (_, index) => makeColumn(index, plan));
  const drifted = columns.filter((column) => column.drifted);
  const day = (at: number) => new Date(Date.UTC(2026, 2, 1 + at)).toISOString();
  const isDrift = drifted.length > 0;
  const weightiest = drifted.map(({ name }) => name);
  return {
    verdict: isDrift ? 'drift' : 'no-drift',
    reason: isDrift ? `${drifted.length} of ${columns.length} columns drifted: ${weightiest.slice(0, 3).join(', ')}${weightiest.length > 3 ? ' and more' : ''}.` : `None of ${columns.length} columns drifted.`,
    rows: { reference: 48_211, current: 9_874 + plan.seed },
    window: plan.day === null ? { from: null, to: null } : { from: day(plan.day), to: day(plan.day + 7) },
    key: { reference: `sha256:${'3f9a1c'.repeat(10)}0000`, current: `sha256:${hex(plan.seed)}${'b'.repeat(56)}`, model: 'churn-classifier v14', commit: '9c1e5a77d0'.padEnd(40, '4') },
    columns,
    families: [
      { name: 'prediction', state: plan.progress > 0.6 ? 'drift' : 'none', drifted: plan.progress > 0.6, reason: plan.progress > 0.6 ? 'The share of predicted churn rose from 11 % to 16 %.' : 'The predictions are spread as before.', method: 'Kolmogorov-Smirnov (asymptotic): numbers', statistic: 0.071, effect: 0.02 + plan.progress * 0.16, effectName: 'W1 / std', effectInterval: [0.012 + plan.progress * 0.1, 0.03 + plan.progress * 0.2], pValue: plan.progress > 0.6 ? 3.1e-9 : 0.21, alpha: 0.01, columns: [] },
      { name: 'multivariate', state: plan.progress > 0.3 ? 'drift' : 'none', drifted: plan.progress > 0.3, reason: 'A classifier tells the two sides apart better than chance would.', method: 'Domain classifier, 5 folds, permutation p', statistic: 0.5 + plan.progress * 0.2, effect: 0.5 + plan.progress * 0.2, effectName: 'AUC', effectInterval: [0.48 + plan.progress * 0.2, 0.52 + plan.progress * 0.2], pValue: plan.progress > 0.3 ? 0.001 : 0.4, alpha: 0.01, columns: columns.slice(0, 5).map(({ name }) => name) },
    ],
    slices: Array.from({ length: 14 }, (_, index) => ({
      where: index % 3 === 0 ? [{ column: 'region', value: words[index] ?? 'north' }, { column: 'plan', value: 'basic' }] : [{ column: index % 2 === 0 ? 'device' : 'region', value: words[(index * 5) % words.length] ?? 'north' }],
      samples: { reference: 2400 - index * 131, current: 512 - index * 23 },
      measure: index % 2 === 0 ? 'share of rows' : 'mean prediction',
      values: { reference: 0.05 + index * 0.01, current: 0.05 + index * 0.01 + (7 - index) * 0.008 },
      z: (7 - index) * 1.4,
      pAdjusted: index < 2 ? 0.001 : Math.min(1, 0.02 * index * index),
      flagged: index < 2,
    })),
    thresholds: { alpha: 0.05, familyAlpha: 0.01, numericEffect: 0.1, categoricalEffect: 0.1, nullShare: 0.02, power: 0.8 },
    problems: plan.seed % 2 === 1 ? [{ side: 'current', code: 'missingColumn', message: '2 columns of the reference are not in the current data.' }] : [],
    engine: { name: 'mlops', version: '1', mode: 'exact', reader: 'parquet', dependence: 'rows assumed independent' },
    digest: `sha256:${hex(plan.seed)}${hex(plan.columns)}${'d'.repeat(48)}`,
  };
}

/** A report whose every text tries something. */
export function hostileReport(): DriftReport {
  const base = makeReport({ seed: 2, columns: hostileTexts.length, progress: 1, day: 0 });
  const [first = ''] = hostileTexts;
  const long = `${'very_long_column_name_'.repeat(40)}end`;
  const names = [...hostileTexts.slice(0, -1), long];
  return {
    ...base,
    reason: first,
    key: { reference: first, current: long, model: first, commit: first },
    columns: base.columns.map((column, index) => {
      const name = names[index] ?? first;
      return {
        ...column,
        name,
        kind: index === 3 ? first : column.kind,
        reason: name,
        method: name,
        effectName: name,
        problems: [{ code: name, message: name }],
        newCategories: [{ value: name, count: 3 }],
        measures: { [name]: 0.5 },
        shape: index % 2 === 0 ? { levels: names, reference: names.map((_, at) => at + 1), current: names.map((_, at) => at * 2) } : column.shape,
      };
    }),
    families: base.families.map((family) => ({ ...family, name: first, reason: first, method: first, columns: names })),
    slices: base.slices.map((slice) => ({ ...slice, where: [{ column: first, value: first }], measure: first })),
    problems: [{ side: 'both', code: first, message: first }],
    engine: { ...base.engine, name: first, reader: first, dependence: first },
  };
}

function hex(value: number): string {
  return (Math.imul(value + 1, 2654435761) >>> 0).toString(16).padStart(8, '0');
}

function makeColumn(index: number, { seed, progress }: ReportPlan): DriftColumn {
  const random = randomOf(index * 104729 + 17);
  const kind = kinds[index % kinds.length] ?? 'numeric';
  const round = Math.floor(index / stems.length);
  const name = `${stems[index % stems.length]}${round === 0 ? '' : `_${round}`}`;
  const planted = index % 11 === 1 ? 1 : index % 17 === 4 ? 0.7 : index % 13 === 6 ? 0.12 : 0;
  const isSmall = index % 29 === 12;
  const noise = randomOf(index * 31 + seed * 977)() * 0.04;
  const effect = planted * progress * (0.15 + random() * 0.5) + noise;
  const nullBefore = index % 4 === 0 ? 0 : random() * 0.06;
  const nullAfter = Math.min(1, nullBefore + (index % 23 === 9 ? progress * 0.09 : nullBefore === 0 ? 0 : noise / 20));
  const byNulls = Math.abs(nullAfter - nullBefore) > 0.02;
  const isSignificant = planted > 0 && progress > 0.2;
  const state: DriftState = isSmall ? 'unknown' : (effect > 0.1 && isSignificant) || byNulls ? 'drift' : isSignificant ? 'negligible' : 'none';
  const p = isSignificant ? 10 ** -(3 + planted * progress * 40) : 0.02 + random() * 0.9;
  const isLevels = kind === 'categorical' || kind === 'boolean';
  const effectName = isLevels ? 'bias-corrected V' : 'W1 / std';
  const width = 0.02 + random() * 0.05;
  const interval = [Math.max(0, effect - width), effect + width] as const;
  const method = isLevels ? 'Two-sample chi-square: levels, rare ones merged' : 'Kolmogorov-Smirnov (asymptotic): numbers, more than 10,000 rows';
  const shape = isLevels ? levelShape(kind === 'boolean' ? ['false', 'true'] : words.slice(0, 4 + (index % 15)), random, planted * progress) : binShape(index, random, planted * progress, kind === 'datetime');
  const outside = planted > 0 && !isLevels ? Math.round(progress * random() * 240) : 0;
  return {
    name,
    kind,
    state,
    drifted: state === 'drift',
    reason: reasonOf(state, byNulls, effect, effectName),
    method,
    statistic: effect * 0.8,
    effect,
    effectName,
    effectInterval: interval,
    pValue: byNulls ? 1e-40 : p,
    pAdjusted: byNulls ? 3e-40 : Math.min(1, p * 3),
    tests: [
      { subject: 'distribution', method, statistic: effect * 0.8, pValue: p, pAdjusted: Math.min(1, p * 3), effect, effectInterval: interval, state: byNulls && effect < 0.1 ? 'none' : state },
      { subject: 'nulls', method: 'Two-sample chi-square on missing or not', statistic: byNulls ? 212.4 : 0.6, pValue: byNulls ? 1e-40 : 0.44, pAdjusted: byNulls ? 3e-40 : 0.71, effect: nullAfter - nullBefore, effectInterval: [nullAfter - nullBefore - 0.01, nullAfter - nullBefore + 0.01], state: byNulls ? 'drift' : 'none' },
    ],
    measures: isLevels ? { v: effect, chi2: effect * 2100, g: effect * 2080, js: effect / 2, hellinger: effect / 1.6, tv: effect / 1.3, psi: effect * 0.7 } : { ks: effect * 0.8, w1: effect * 12.4, w1Std: effect, w1Iqr: effect * 0.8, js: effect / 2, hellinger: effect / 1.7, psi: effect * 0.9 },
    nullShare: { reference: nullBefore, current: nullAfter },
    samples: { reference: Math.round(48_211 * (1 - nullBefore)), current: isSmall ? 38 : Math.round(9_874 * (1 - nullAfter)) },
    smallestDetectable: isSmall ? 0.42 : 0.031,
    newCategories: isLevels && planted > 0 ? [{ value: 'satellite', count: Math.round(progress * 120) }] : [],
    vanishedCategories: isLevels && planted > 0.8 ? [{ value: 'landline', count: 812 }] : [],
    outOfRange: isLevels ? null : { below: Math.round(outside / 3), above: outside },
    shape,
    problems: isSmall ? [{ code: 'mixedTypes', message: '38 of 9,874 values could be read as numbers; the first that could not is “n/a” in row 12.' }] : [],
  };
}

function reasonOf(state: DriftState, byNulls: boolean, effect: number, effectName: string): string {
  if (byNulls) return 'The share of missing values changed by more than 2 percentage points, and not by chance.';
  if (state === 'drift') return `The values moved: ${effectName} is ${effect.toFixed(2)}, above 0.1, and the change is no chance (false discovery rate 0.05).`;
  if (state === 'negligible') return `The change is no chance, but ${effectName} is ${effect.toFixed(3)}: below 0.1.`;
  if (state === 'unknown') return 'Too few values: an effect of twice the threshold would be found in less than 80 % of cases.';
  return 'No change that chance would not explain.';
}

function levelShape(levels: readonly string[], random: () => number, moved: number): DriftShape {
  const reference = levels.map((_, at) => Math.round((4000 * (0.4 + random())) / (at + 1)));
  const current = reference.map((count, at) => Math.round((count / 5) * (at === 1 ? 1 + moved * 1.6 : at === 0 ? 1 - moved * 0.5 : 0.9 + random() * 0.2)));
  if (moved <= 0.1) return { levels, reference, current };
  return { levels: [...levels, 'satellite', 'landline'], reference: [...reference, 0, 812], current: [...current, Math.round(moved * 120), moved > 0.8 ? 0 : 150] };
}

const bins = 48;

function binShape(index: number, random: () => number, moved: number, isTime: boolean): DriftShape {
  const center = 20 + random() * 60;
  const spread = 4 + random() * 14;
  const isSkewed = index % 3 === 0;
  const low = isTime ? Date.UTC(2025, 0, 1) : center - 3.4 * spread;
  const step = isTime ? (400 * 86_400_000) / bins : (7.6 * spread) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, at) => low + at * step);
  const density = (at: number, shift: number) => {
    const z = (at / bins) * 7.6 - 3.4 - shift;
    return Math.exp(-0.5 * z * z) * (isSkewed ? 1 + 0.8 * Math.tanh(-1.5 * z) : 1) + 0.12 * Math.exp(-3 * (z - 1.9) ** 2);
  };
  const counts = (scale: number, shift: number) => Array.from({ length: bins }, (_, at) => Math.max(0, Math.round(scale * density(at, shift) * (0.93 + random() * 0.14))));
  const reference = counts(2400, 0);
  const current = counts(490, moved * 1.1);
  const shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  return { edges, reference, current, quantiles: { shares, reference: shares.map((share) => quantile(edges, reference, share)), current: shares.map((share) => quantile(edges, current, share)) } };
}

function quantile(edges: readonly number[], counts: readonly number[], share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    if (before + count >= wanted && count > 0) return (edges[at] ?? 0) + ((wanted - before) / count) * ((edges[at + 1] ?? 0) - (edges[at] ?? 0));
    before += count;
  }
  return edges.at(-1) ?? 0;
}
