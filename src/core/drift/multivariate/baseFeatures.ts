import { byText } from '../../base/byText.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import { isLevelColumn, type Column } from '../../table/column.ts';

/** One number per row, mean 0. */
export interface BaseFeature {
  readonly column: string;
  /** Of an amount, whose square says something more. */
  readonly isAmount: boolean;
  readonly values: Float64Array;
}

/**
 * The features of one column, known on both sides: a number as the normal score of its rank (its shape and outliers are the
 * business of the column's own test), a category as one feature per level but the most frequent one, rare levels together.
 * Missing values are a feature of their own; a time, which tells the windows apart by what they are, gives none. Made from both sides together: nothing here knows which row is of which side.
 * `least`: rows that a level needs.
 */
export function baseFeatures(reference: Column, current: Column, { levels, least }: { readonly levels: number; readonly least: number }): BaseFeature[] {
  const column = reference.name;
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const values = new Float64Array(reference.values.length + current.values.length);
    values.set(reference.values);
    values.set(current.values, reference.values.length);
    const missing = values.map((value) => Number(Number.isNaN(value)));
    return [{ column, isAmount: true, values: normalScores(values) }, ...indicator(column, missing, least)];
  }
  if (!isLevelColumn(reference) || !isLevelColumn(current)) return [];
  const texts = [...new Set([...reference.levels, ...current.levels])].sort(byText);
  const codeOf = new Map(texts.map((text, code) => [text, code]));
  const codes = [reference, current].flatMap((side) => {
    const joined = side.levels.map((text) => codeOf.get(text)!);
    return Array.from(side.codes, (code) => (code < 0 ? texts.length : joined[code]!));
  });
  const counts = new Float64Array(texts.length + 1);
  for (const code of codes) counts[code]! += 1;
  const byCount = [...counts.keys()].filter((code) => counts[code]! > 0).sort((left, right) => counts[right]! - counts[left]! || left - right);
  const own = new Set(byCount.slice(1).filter((code) => code === texts.length || counts[code]! >= least).slice(0, levels));
  const rest = byCount.slice(1).filter((code) => !own.has(code));
  return [...own]
    .flatMap((code) => indicator(column, Float64Array.from(codes, (one) => Number(one === code)), 1))
    .concat(rest.length === 0 ? [] : indicator(column, Float64Array.from(codes, (one) => Number(one !== byCount[0] && !own.has(one))), least));
}

function indicator(column: string, values: Float64Array, least: number): BaseFeature[] {
  const count = values.reduce((sum, value) => sum + value, 0);
  if (count < least || values.length - count < least) return [];
  const share = count / values.length;
  return [{ column, isAmount: false, values: values.map((value) => value - share) }];
}

/** The middle of each of 1,024 equal parts of a normal law: finer steps change no product of ranks, and cost more than a fit. */
const steps = Float64Array.from({ length: 1_024 }, (_, step) => normalQuantile((step + 0.5) / 1_024));

/** Normal quantiles of the middle ranks, 0 for a missing value, so that its mean is 0. */
function normalScores(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  order.sort((left, right) => (values[left]! < values[right]! ? -1 : values[left]! > values[right]! ? 1 : left - right));
  const scores = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    const score = steps[Math.floor(((from + to) / 2 / order.length) * steps.length)]!;
    for (; from < to; from += 1) scores[order[from]!] = score;
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, order.length);
  for (const row of order) scores[row] = scores[row]! - mean;
  return scores;
}
