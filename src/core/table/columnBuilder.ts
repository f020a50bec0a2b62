import type { Column, ColumnProblem } from './column.ts';
import { dateOf, type DateOrder } from './dateText.ts';
import { decide, type Decision } from './decide.ts';
import { growingCodes, growingNumbers } from './growing.ts';
import { levelsColumn, levelTally, type Cell } from './levels.ts';
import { numberOf } from './numberText.ts';
import { ownText } from './ownText.ts';
import { Tally } from './tally.ts';

/** A column of numbers or dates is held as such from this many distinct values on (so few that turning takes no time); below, by its distinct texts. */
const mostLevels = 1024;
const likely = 0.9;

/** How the texts of a source are meant. */
export interface TextRules {
  /** Texts that stand for no value. */
  readonly missing: ReadonlySet<string>;
  /** Is a text of digits a number? Where numbers are written as such (JSON, a database), it is not. */
  readonly readsNumbers: boolean;
}

/** How a column has to be held when it is read again. */
export type ColumnPlan = { readonly as: 'levels' } | { readonly as: 'dates'; readonly order: DateOrder };

/** The column, or how it must be read again: what was seen late needs texts that are gone by then. */
export type Built = { readonly column: Column } | { readonly again: ColumnPlan };

/**
 * One column of a text file, cell by cell. Its kind shows only at the end, so it starts with distinct texts and turns to plain
 * numbers when these become many. Memory: 4 bytes a row, 8 for many different numbers, and its distinct texts.
 */
export class ColumnBuilder {
  readonly #rules: TextRules;
  readonly #mayTurn: boolean;
  #as: 'levels' | 'numbers' | 'dates';
  #order: DateOrder = 'none';
  #rows = 0;
  // As levels.
  readonly #codes = growingCodes();
  readonly #codeOf = new Map<Cell, number>();
  #levels: Cell[] = [];
  // As numbers or dates.
  readonly #numbers = growingNumbers();
  #tally = new Tally();

  constructor(rules: TextRules, plan?: ColumnPlan) {
    this.#rules = rules;
    this.#mayTurn = plan === undefined;
    this.#as = plan?.as ?? 'levels';
    if (plan?.as === 'dates') this.#order = plan.order;
    for (const text of rules.missing) this.#codeOf.set(text, -1);
  }

  get rows(): number {
    return this.#rows;
  }

  push(cell: Cell | null): void {
    if (this.#as === 'levels') this.#pushLevel(cell);
    else if (this.#as === 'numbers') this.#pushNumber(cell);
    else this.#pushDate(cell);
    this.#rows += 1;
  }

  /** Missing values up to this many rows. */
  fill(rows: number): void {
    while (this.#rows < rows) this.push(null);
  }

  /** Ends it. `problems` are those that are known of the column already. */
  finish(name: string, problems: readonly ColumnProblem[]): Built {
    const rows = this.#rows;
    const codes = this.#codes.take();
    const tally = this.#as === 'levels' ? levelTally(this.#levels, codes, this.#rules.readsNumbers) : this.#tally;
    const decision = decide(tally);
    const known = { name, problems: [...problems, ...decision.problems] };
    if (decision.kind === 'empty') return { column: { ...known, kind: 'empty', rows } };
    if (this.#as === 'levels') {
      return { column: levelsColumn(known, decision, { levels: this.#levels, codes, readsNumbers: this.#rules.readsNumbers }) };
    }
    const again = this.#misses(decision);
    if (again) return { again };
    return { column: { ...known, kind: this.#as === 'numbers' ? 'numeric' : 'datetime', values: this.#numbers.take() } };
  }

  #misses(decision: Decision): ColumnPlan | undefined {
    if (this.#as === 'numbers') return decision.kind === 'numeric' ? undefined : { as: 'levels' };
    if (decision.kind !== 'datetime') return { as: 'levels' };
    return decision.order === this.#order || this.#tally.either.count === 0 ? undefined : { as: 'dates', order: decision.order };
  }

  #pushLevel(cell: Cell | null): void {
    if (cell === null) {
      this.#codes.push(-1);
      return;
    }
    const known = this.#codeOf.get(cell);
    if (known !== undefined) {
      this.#codes.push(known);
      return;
    }
    const level = typeof cell === 'string' ? ownText(cell) : cell;
    const code = this.#levels.push(level) - 1;
    this.#codeOf.set(level, code);
    this.#codes.push(code);
    if (code + 1 === mostLevels && this.#mayTurn) this.#turn();
  }

  /** Many distinct values: numbers or dates are held as such from here on. */
  #turn(): void {
    const codes = this.#codes.take();
    const tally = levelTally(this.#levels, codes, this.#rules.readsNumbers);
    const areNumbers = tally.numbers >= likely * tally.values && !tally.areCodes;
    if (!areNumbers && tally.dates < likely * tally.values) {
      for (const code of codes) this.#codes.push(code);
      return;
    }
    this.#as = areNumbers ? 'numbers' : 'dates';
    this.#order = tally.order;
    const levels = this.#levels;
    this.#levels = [];
    this.#codeOf.clear();
    const rows = this.#rows;
    for (this.#rows = 0; this.#rows < codes.length; this.#rows += 1) {
      const cell = levels[codes[this.#rows] ?? -1] ?? null;
      if (areNumbers) this.#pushNumber(cell);
      else this.#pushDate(cell);
    }
    this.#rows = rows;
  }

  #pushNumber(cell: Cell | null): void {
    if (typeof cell === 'string' && this.#rules.readsNumbers) {
      const value = numberOf(cell);
      if (!Number.isNaN(value)) this.#tally.number(cell, value, this.#rows);
      else if (!this.#rules.missing.has(cell)) this.#odd(cell);
      this.#numbers.push(value);
      return;
    }
    if (typeof cell === 'number') this.#tally.number(cell, cell, this.#rows);
    else if (cell !== null && !this.#isMissing(cell)) this.#odd(cell);
    this.#numbers.push(typeof cell === 'number' ? cell : NaN);
  }

  #pushDate(cell: Cell | null): void {
    const date = typeof cell === 'string' ? dateOf(cell, this.#order) : undefined;
    if (date) this.#tally.date(cell as string, date, this.#rows);
    else if (cell !== null && !this.#isMissing(cell)) this.#odd(cell);
    this.#numbers.push(date?.ms ?? NaN);
  }

  #odd(cell: Cell): void {
    this.#tally.other();
    (this.#as === 'numbers' ? this.#tally.notNumbers : this.#tally.notDates).note(String(cell), this.#rows);
  }

  #isMissing(cell: Cell): boolean {
    return typeof cell === 'string' && this.#rules.missing.has(cell);
  }
}
