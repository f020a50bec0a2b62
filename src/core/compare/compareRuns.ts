import { byText } from '../base/byText.ts';
import type { Run } from '../model/run.ts';
import { asNumber, type Flat, type Scalar } from '../model/value.ts';
import type { MetricRow, ParamRow } from './comparison.ts';
import { guessDirection, type MetricDirections } from './direction.ts';

/** Union of param keys; differing rows first, each half in key order. */
export function compareParams(runs: readonly Run[]): ParamRow[] {
  const rows = keysOf(runs.map((run) => run.params)).map((key) => {
    const values = runs.map((run) => valueOf(run.params, key));
    return { key, values, differs: !allEqual(values) };
  });
  return rows.sort((left, right) => Number(right.differs) - Number(left.differs) || byText(left.key, right.key));
}

/** Union of metric keys in key order, each with its difference to the baseline. */
export function compareMetrics(runs: readonly Run[], baseline: number, directions: MetricDirections): MetricRow[] {
  return keysOf(runs.map((run) => run.metrics))
    .sort(byText)
    .map((key) => {
      const values = runs.map((run) => valueOf(run.metrics, key));
      const base = asNumber(values[baseline]);
      const delta = values.map((value) => difference(asNumber(value), base));
      const written = directions.get(key);
      const direction = written ?? guessDirection(key);
      return { key, values, delta, direction, directionFrom: written ? 'file' : direction ? 'name' : null };
    });
}

/** 1, 1.0 and "1" are one value: a tracker that stores text must not make every param differ. */
export function equalValues(left: Scalar | undefined, right: Scalar | undefined): boolean {
  if (left === right) return true;
  if (left === null || right === null || left === undefined || right === undefined) return false;
  if (typeof left === 'boolean' || typeof right === 'boolean') return String(left).toLowerCase() === String(right).toLowerCase();
  const a = asNumber(left);
  const b = asNumber(right);
  return a !== undefined && b !== undefined && (a === b || (Number.isNaN(a) && Number.isNaN(b)));
}

export function allEqual(values: readonly Scalar[]): boolean {
  return values.every((value) => equalValues(value, values[0]));
}

function difference(value: number | undefined, base: number | undefined): number | null {
  if (value === undefined || base === undefined) return null;
  const delta = value - base;
  return Number.isFinite(delta) ? delta : null;
}

function valueOf(flat: Flat, key: string): Scalar {
  return Object.hasOwn(flat, key) ? (flat[key] ?? null) : null;
}

function keysOf(flats: readonly Flat[]): string[] {
  return [...new Set(flats.flatMap((flat) => Object.keys(flat)))];
}
