import { fail } from '../../base/fault.ts';
import type { DriftSlice } from '../../model/drift.ts';
import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { LookContext } from '../driftReport.ts';
import { outcomeSlices, shareSlices, type OutcomePair } from '../slices/compareSlices.ts';
import { bothSides } from './bothSides.ts';
import { rowUnitsOf } from './rowUnitsOf.ts';

const mostRows = 100_000;

/**
 * Where the sides differ most, over one- and two-way segments of `columns` (none = every monitored column). What is compared
 * is the error where both prediction and target are named (1 for a wrong class, the distance of numbers), else the
 * prediction or target where it holds numbers, else the share of rows.
 */
export function slicesLook(columns: readonly string[]): (reference: TableSource, current: TableSource, context: LookContext) => Promise<readonly DriftSlice[]> {
  return async (reference, current, context) => {
    const { settings, signal } = context;
    const names = columns.length > 0 ? columns : context.columns;
    const roles = [settings.prediction, settings.target].filter((name) => name !== null);
    const random = new RandomGenerator(`${context.seed}51`);
    const sides = await bothSides(reference, current, [...names, ...roles], mostRows, random, signal);
    const absent = names.find((name) => !sides.reference.some((column) => column.name === name));
    if (columns.length > 0 && absent !== undefined) throw fail('notFound', `There is no column “${absent}” of one kind on both sides to cut slices by.`);
    const segments = (side: readonly Column[]) => side.filter(({ name }) => names.includes(name) && !roles.includes(name));
    const options = { random, alpha: settings.thresholds.alpha, units: await rowUnitsOf(reference, current, sides, context), progress: () => signal.throwIfAborted() };
    const before = outcomeOf(sides.reference, settings.prediction, settings.target);
    const after = outcomeOf(sides.current, settings.prediction, settings.target);
    const outcome: OutcomePair | undefined = before && after && { name: before.name, reference: before.values, current: after.values };
    const [left, right] = [segments(sides.reference), segments(sides.current)];
    return (outcome === undefined ? shareSlices(left, right, options) : outcomeSlices(left, right, outcome, options)).slices;
  };
}

function outcomeOf(side: readonly Column[], prediction: string | null, target: string | null): { readonly name: string; readonly values: Float64Array } | undefined {
  const [said, truth] = [prediction, target].map((name) => side.find((column) => column.name === name));
  if (said && truth) return errorOf(said, truth);
  const one = said ?? truth;
  return one && isNumberColumn(one) ? { name: one.name, values: one.values } : undefined;
}

/** NaN where one of the two is missing. */
function errorOf(said: Column, truth: Column): { readonly name: string; readonly values: Float64Array } | undefined {
  if (isNumberColumn(said) && isNumberColumn(truth)) return { name: 'absolute error', values: said.values.map((value, row) => Math.abs(value - truth.values[row]!)) };
  if (!isLevelColumn(said) || !isLevelColumn(truth)) return undefined;
  const same = said.levels.map((level) => truth.levels.indexOf(level));
  const values = Float64Array.from(said.codes, (code, row) => (code < 0 || truth.codes[row]! < 0 ? NaN : Number(same[code] !== truth.codes[row])));
  return { name: 'error rate', values };
}
