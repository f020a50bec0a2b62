import type { Column, ColumnProblem } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { ColumnContext } from './columnContext.ts';
import type { ColumnFinding } from './finding.ts';
import { nullPart } from './nullPart.ts';
import { problemsOf } from './problemsOf.ts';
import { missingCells } from './rowCells.ts';

/** Numbers on one side and texts on the other: nothing to compare but the missing values, and drift by itself. */
export function typeChange(reference: Column, current: Column, context: ColumnContext): ColumnFinding {
  const words = `The type changed from ${reference.kind} to ${current.kind}.${exampleOf(reference.kind === 'categorical' ? reference : current)}`;
  return {
    ...onlyNulls(reference, current, context),
    kind: `${reference.kind} → ${current.kind}`,
    certain: words,
    untested: words,
    problems: [{ code: 'typeChange', message: words }, ...problemsOf(reference, current)],
  };
}

const longestShown = 40;

/** One of the texts, which often tells what went wrong; nothing of another kind. */
function exampleOf(column: Column): string {
  const code = column.kind === 'categorical' ? column.codes.find((one) => one >= 0) : undefined;
  const text = column.kind === 'categorical' && code !== undefined ? column.levels[code] : undefined;
  if (text === undefined) return '';
  return ` One of its texts is “${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}”.`;
}

/** A side has no value at all: the share of missing values is what can be compared. */
export function emptySide(reference: Column, current: Column, context: ColumnContext): ColumnFinding {
  const isEmpty = [reference.kind === 'empty', current.kind === 'empty'];
  const words = isEmpty[0] && isEmpty[1] ? 'Neither side has a value.' : isEmpty[0] ? 'The reference has no value.' : 'The current side has no value.';
  return {
    ...onlyNulls(reference, current, context),
    kind: reference.kind === 'empty' ? current.kind : reference.kind,
    untested: words,
    problems: [{ code: 'noValues', message: words }, ...problemsOf(reference, current)],
  };
}

/** A column of which one side or both could not be had. */
export function unreadable(name: string, kind: string, problems: readonly ColumnProblem[]): ColumnFinding {
  return { ...nothing(name), kind, untested: problems.map(({ message }) => message).join(' '), problems };
}

function onlyNulls(reference: Column, current: Column, context: ColumnContext): ColumnFinding {
  const counts = (column: Column) => {
    const { reference: cells } = missingCells(column, column);
    return { hits: cells.reduce((sum, cell) => sum + cell, 0), of: lengthOf(column) };
  };
  const [left, right] = [counts(reference), counts(current)];
  const nulls = nullPart(left, right, context, () => missingCells(reference, current));
  return { ...nothing(reference.name), ...nulls, samples: { reference: left.of - left.hits, current: right.of - right.hits } };
}

function nothing(name: string): ColumnFinding {
  return {
    name,
    kind: 'empty',
    tests: [],
    certain: null,
    untested: null,
    notes: [],
    measures: {},
    nullShare: { reference: null, current: null },
    samples: { reference: 0, current: 0 },
    newCategories: [],
    vanishedCategories: [],
    outOfRange: null,
    shape: null,
    problems: [],
  };
}
