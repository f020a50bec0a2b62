import { isNumberColumn, type Column } from '../../table/column.ts';
import type { Units } from './pieces.ts';
import type { Scores } from './scores.ts';

/** Rows of one entity as a unit; an entity on both sides is a pair. A row without an entity stands for itself. */
export function entityUnits(reference: Column, current: Column): Units {
  const left = numbered(reference);
  const right = numbered(current);
  const pairs = Array.from(left.unitOf, ([name, unit]) => [unit, right.unitOf.get(name)] as const).filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  return { reference: left.ofRow, current: right.ofRow, referenceUnits: left.count, currentUnits: right.count, pairs };
}

function numbered(column: Column): { readonly ofRow: Int32Array; readonly unitOf: ReadonlyMap<string, number>; readonly count: number } {
  const unitOf = new Map<string, number>();
  let count = 0;
  const unit = (name: string | null): number => {
    const known = name === null ? undefined : unitOf.get(name);
    if (known !== undefined) return known;
    if (name !== null) unitOf.set(name, count);
    return count++;
  };
  if (column.kind === 'empty') return { ofRow: Int32Array.from({ length: column.rows }, () => unit(null)), unitOf, count };
  const ofRow = isNumberColumn(column)
    ? Int32Array.from(column.values, (value) => unit(Number.isNaN(value) ? null : String(value)))
    : Int32Array.from(column.codes, (code) => unit(code < 0 ? null : column.levels[code]!));
  return { ofRow, unitOf, count };
}

/**
 * The variance of the difference of the two sides' means if units are dealt out as the permutation does, over that of
 * independent rows. Below 1 where most entities are on both sides and like themselves.
 */
export function entityInflation(units: Units, scores: Scores): number {
  const [n, m] = [scores.referenceWeight, scores.currentWeight];
  if (n === 0 || m === 0) return 1;
  const pairedLeft = new Set(units.pairs.map(([left]) => left));
  const pairedRight = new Set(units.pairs.map(([, right]) => right));
  const freeLeft = units.referenceUnits - pairedLeft.size;
  const share = freeLeft / Math.max(1, freeLeft + units.currentUnits - pairedRight.size);
  let sum = 0;
  scores.reference.forEach((score, at) => {
    const left = unitSums(score, units.reference, units.referenceUnits);
    const right = unitSums(scores.current[at]!, units.current, units.currentUnits);
    for (const [a, b] of units.pairs) sum += (left[a]! - right[b]!) ** 2 / 4;
    left.forEach((value, unit) => {
      if (!pairedLeft.has(unit)) sum += share * (1 - share) * value * value;
    });
    right.forEach((value, unit) => {
      if (!pairedRight.has(unit)) sum += share * (1 - share) * value * value;
    });
  });
  // Weights count each row once per score, and so do the squares above.
  const perRow = scores.reference.length;
  return Math.max(0.05, (sum / perRow) * (perRow / n + perRow / m));
}

function unitSums(score: Float64Array, ofRow: Int32Array, units: number): Float64Array {
  const sums = new Float64Array(units);
  score.forEach((value, row) => {
    sums[ofRow[row]!] = sums[ofRow[row]!]! + value;
  });
  return sums;
}
