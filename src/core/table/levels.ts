import type { Column, ColumnProblem } from './column.ts';
import { dateOf, type DateOrder } from './dateText.ts';
import type { Decision } from './decide.ts';
import { hasDecimalComma, numberOf } from './numberText.ts';
import { Tally } from './tally.ts';

/** A value as a source gives it: a text file's are all texts. */
export type Cell = string | number | boolean;

/** What the values of a column are, by its distinct ones. `codes` are indexes into `levels`, −1 = missing. */
export function levelTally(levels: readonly Cell[], codes: Int32Array, readsNumbers: boolean): Tally {
  const counts = new Float64Array(levels.length);
  const rows = new Float64Array(levels.length).fill(-1);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    if (rows[code] === -1) rows[code] = row;
  }
  const tally = new Tally();
  levels.forEach((level, code) => add(tally, level, rows[code] ?? -1, counts[code] ?? 0, readsNumbers));
  return tally;
}

function add(tally: Tally, level: Cell, row: number, count: number, readsNumbers: boolean): void {
  if (count === 0) return;
  const value = numberIn(level, readsNumbers);
  const date = typeof level === 'string' && Number.isNaN(value) ? dateOf(level) : undefined;
  if (!Number.isNaN(value)) tally.number(level as string | number, value, row, count);
  else if (date) tally.date(level as string, date, row, count);
  else if (booleanIn(level) !== undefined) tally.boolean(count);
  else tally.other(count);
  if (Number.isNaN(value)) tally.notNumbers.note(String(level), row, count);
  if (typeof level === 'string' && hasDecimalComma(level)) tally.commas.note(level, row, count);
  if (!date) tally.notDates.note(String(level), row, count);
}

/** The column that its distinct values make, by the decision on its kind (any but `empty`). */
export function levelsColumn(
  known: { readonly name: string; readonly problems: readonly ColumnProblem[] },
  { kind, order }: Decision,
  { levels, codes, readsNumbers }: { readonly levels: readonly Cell[]; readonly codes: Int32Array; readonly readsNumbers: boolean },
): Column {
  if (kind === 'numeric') return { ...known, kind, values: valuesOf(codes, levels.map((level) => numberIn(level, readsNumbers))) };
  if (kind === 'datetime') return { ...known, kind, values: valuesOf(codes, levels.map((level) => momentOf(level, order))) };
  if (kind === 'boolean') {
    const valueOf = Int32Array.from(levels, (level) => Number(booleanIn(level)));
    return { ...known, kind, codes: codes.map((code) => (code < 0 ? -1 : (valueOf[code] ?? -1))), levels: ['false', 'true'] };
  }
  return { ...known, kind: 'categorical', ...merged(levels, codes) };
}

function valuesOf(codes: Int32Array, numbers: readonly number[]): Float64Array {
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? -1;
    values[row] = code < 0 ? NaN : (numbers[code] ?? NaN);
  }
  return values;
}

/** The number 1 and the text "1" of a mixed column are one category. */
function merged(levels: readonly Cell[], codes: Int32Array): { readonly levels: readonly string[]; readonly codes: Int32Array } {
  const codeOf = new Map<string, number>();
  const newCode = levels.map((level) => {
    const text = String(level);
    const known = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, known);
    return known;
  });
  const isSame = codeOf.size === levels.length;
  return { levels: [...codeOf.keys()], codes: isSame ? codes : codes.map((code) => (code < 0 ? -1 : (newCode[code] ?? -1))) };
}

function numberIn(level: Cell, readsNumbers: boolean): number {
  if (typeof level === 'number') return level;
  return typeof level === 'string' && readsNumbers ? numberOf(level) : NaN;
}

function momentOf(level: Cell, order: DateOrder): number {
  return typeof level === 'string' ? (dateOf(level, order)?.ms ?? NaN) : NaN;
}

function booleanIn(level: Cell): boolean | undefined {
  if (typeof level === 'boolean') return level;
  if (typeof level !== 'string' || level.length > 5) return undefined;
  const lower = level.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
