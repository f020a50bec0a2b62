import { counted } from '../../base/counted.ts';
import { fail } from '../../base/fault.ts';
import type { PerformanceColumns, PerformanceReport, PerformanceTask } from '../../model/performance.ts';
import { isNumberColumn, type Column, type ColumnProblem } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { LookContext } from '../driftReport.ts';
import type { Chunking } from '../performance/chunking.ts';
import { ordered } from '../performance/columns.ts';
import { labelProblems } from '../performance/labelProblems.ts';
import { modelSides } from '../performance/modelSides.ts';
import { performanceReport, type PerformanceInput } from '../performance/performanceReport.ts';
import { scoresOfSide } from '../performance/scoresOfSide.ts';

export interface PerformanceChoice {
  /** Default: found from the columns. */
  readonly kind?: PerformanceTask;
  readonly positive?: string;
  /** Default: a tenth of the reference, and at most a hundred chunks of the current side. */
  readonly chunking?: Chunking;
}

const sideNames = ['the reference', 'the current side'] as const;

/**
 * How the model does from chunk to chunk, from the target, prediction and score of the settings, with a few columns in memory
 * at a time. Throws `invalid` where the columns make no model; what is odd about one of them is a problem of the report.
 */
export function performanceLook(choice: PerformanceChoice): (reference: TableSource, current: TableSource, context: LookContext) => Promise<PerformanceReport> {
  return async (reference, current, { settings: { target, prediction, score, time }, seed, signal }) => {
    if (target === null || prediction === null) throw fail('invalid', 'Performance needs labels and predictions.', { hint: 'Name their columns with --target and --prediction.' });
    const tables = [reference, current] as const;
    const problems: ColumnProblem[] = [];
    const read = async (name: string): Promise<[Column | null, Column | null]> => {
      const columns: [Column | null, Column | null] = [await columnOf(reference, name, signal), await columnOf(current, name, signal)];
      columns.forEach((column, side) => problems.push(...(column?.problems ?? []).map(({ code, message }) => ({ code, message: `${name}, ${sideNames[side]}: ${message}` }))));
      return columns;
    };
    const needed = async (name: string, what: string): Promise<readonly [Column, Column]> => {
      const [left, right] = await read(name);
      if (left === null) throw fail('invalid', `The reference has no column “${name}”, so its ${what} are not known.`);
      // Labels may be still to come; predictions may not.
      if (right === null && what !== 'labels') throw fail('invalid', `The current side has no column “${name}”, so its ${what} are not known.`);
      return [left, right ?? { name, kind: 'empty', rows: current.rows, problems: [] }];
    };
    const truths = await needed(target, 'labels');
    const said = await needed(prediction, 'predictions');
    const model = modelSides({ target: truths[0], prediction: said[0] }, { target: truths[1], prediction: said[1] }, choice);
    problems.push(...labelProblems(model, { target, prediction }));
    const scores = score === null || model.task !== 'binary' ? null : (await read(score)).map((column, side) => scoresOfSide(column, score, sideNames[side]!));
    for (const one of scores ?? []) problems.push(...one.problems);
    const times = time === null ? null : await read(time);
    const isMoment = times?.every((column) => column?.kind !== 'numeric') ?? true;
    const chunking = choice.chunking ?? usual(reference.rows, current.rows);
    if ('period' in chunking && !isMoment) throw fail('invalid', `The column “${time}” holds numbers, not dates or times, so it has no ${chunking.period}s.`, { hint: 'Cut by size: --chunk-size N.' });
    const sides = tables.map((_, side) => {
      const column = times?.[side] ?? null;
      const own = { ...model.sides[side]!, times: column !== null && isNumberColumn(column) ? column.values : null };
      const whole = model.task === 'binary' ? { ...own, scores: scores?.[side]?.scores ?? null } : own;
      if (isMoment) return whole;
      // Numbers put rows in order, but are no moments.
      const inOrder = ordered(whole as PerformanceInput['reference']);
      const lost = whole.truth.length - inOrder.truth.length;
      if (lost > 0) problems.push({ code: 'noTime', message: `${time}: ${counted(lost, 'row', 'rows')} of ${sideNames[side]!} ${lost === 1 ? 'has no value in it and is' : 'have no value in it and are'} left out.` });
      return { ...inOrder, times: null };
    });
    const columns: PerformanceColumns = { target, prediction, score, time, positive: model.task === 'binary' ? model.classes[1]! : null };
    const input = { task: model.task, classes: 'classes' in model ? model.classes.length : 0, reference: sides[0], current: sides[1], chunking, seed } as PerformanceInput;
    const report = performanceReport(input);
    return { ...report, columns, problems: [...problems, ...report.problems] };
  };
}

/** Null where the table has no such column. */
async function columnOf(table: TableSource, name: string, signal: AbortSignal): Promise<Column | null> {
  return table.columns.some((column) => column.name === name) ? table.column(name, signal) : null;
}

/** Chunks of one size on both sides, so that what is usual in the reference's holds for the others. */
function usual(reference: number, current: number): Chunking {
  return { size: Math.max(1, Math.ceil(reference / 10), Math.ceil(current / 100)) };
}
