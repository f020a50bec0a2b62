import { counted } from '../base/counted.ts';
import type { Column, ColumnProblem } from './column.ts';
import { ColumnBuilder, type ColumnPlan, type TextRules } from './columnBuilder.ts';
import { columnNames, type NamedColumn } from './columnNames.ts';
import { missingTexts } from './missingTexts.ts';
import { numberOf } from './numberText.ts';

const rules: TextRules = { missing: missingTexts, readsNumbers: true };

/** What a reading made: columns by position, and how those must be read again that could not be held. */
export interface BuiltColumns {
  readonly rows: number;
  readonly columns: ReadonlyMap<number, Column>;
  readonly again: ReadonlyMap<number, ColumnPlan>;
  readonly problems: readonly ColumnProblem[];
}

/**
 * A table of delimited text, row by row. The first row that is not blank has the names; where it holds nothing but numbers there are
 * none. Rows of another length are told of: cells that lack are missing values, those too many are dropped.
 */
export class DelimitedTable {
  readonly #plans: ReadonlyMap<number, ColumnPlan> | undefined;
  #names: readonly NamedColumn[] | undefined;
  #builders: Array<ColumnBuilder | undefined> = [];
  #rows = 0;
  #line = 1;
  #hasHeader = true;
  #short = 0;
  #long = 0;
  #firstRagged = '';

  /** With plans, only their columns are read. */
  constructor(plans?: ReadonlyMap<number, ColumnPlan>) {
    this.#plans = plans;
  }

  /** `mayBreakLines`: a cell may hold line breaks of its own (there are quotes about). */
  row(cells: readonly string[], mayBreakLines: boolean): void {
    const line = this.#line;
    this.#line += 1 + (mayBreakLines && this.#firstRagged === '' ? breaksIn(cells) : 0);
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    if (this.#names === undefined) {
      this.#begin(cells);
      if (this.#hasHeader) return;
    }
    const builders = this.#builders;
    if (cells.length !== builders.length) this.#ragged(cells.length, line);
    for (let at = 0; at < builders.length; at += 1) builders[at]?.push(cells[at] ?? null);
    this.#rows += 1;
  }

  /** Column by column: whoever drives it may do something else in between. */
  *finish(): Generator<undefined, BuiltColumns> {
    const columns = new Map<number, Column>();
    const again = new Map<number, ColumnPlan>();
    for (const [at, { name, problems }] of (this.#names ?? []).entries()) {
      const built = this.#builders[at]?.finish(name, problems);
      this.#builders[at] = undefined;
      if (built && 'column' in built) columns.set(at, built.column);
      else if (built) again.set(at, built.again);
      yield;
    }
    return { rows: this.#rows, columns, again, problems: this.#problems() };
  }

  #begin(cells: readonly string[]): void {
    this.#hasHeader = !cells.every((cell) => !Number.isNaN(numberOf(cell)));
    this.#names = columnNames(this.#hasHeader ? cells : cells.map((_, at) => `c${at + 1}`));
    this.#builders = cells.map((_, at) => {
      const plan = this.#plans?.get(at);
      return this.#plans && !plan ? undefined : new ColumnBuilder(rules, plan);
    });
  }

  #ragged(length: number, line: number): void {
    const wanted = this.#builders.length;
    if (length < wanted) this.#short += 1;
    else this.#long += 1;
    if (this.#firstRagged === '') this.#firstRagged = `line ${line} has ${length} instead of ${wanted}`;
  }

  #problems(): ColumnProblem[] {
    const problems: ColumnProblem[] = [];
    if (!this.#hasHeader) {
      problems.push({ code: 'noHeader', message: 'The first line holds nothing but numbers, so the columns have no names: c1, c2, …' });
    }
    if (this.#short + this.#long > 0) {
      const words = [
        ...(this.#short > 0 ? [`${counted(this.#short, 'row has', 'rows have')} too few cells (what lacks counts as missing)`] : []),
        ...(this.#long > 0 ? [`${counted(this.#long, 'row has', 'rows have')} too many cells (what is beyond is dropped)`] : []),
      ];
      problems.push({ code: 'raggedRows', message: `${words.join(', ')}; ${this.#firstRagged}.` });
    }
    return problems;
  }
}

/** Line breaks within cells. */
export function breaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}
