import { counted } from '../base/counted.ts';
import type { Column, ColumnProblem } from './column.ts';
import { ColumnBuilder, type ColumnPlan, type TextRules } from './columnBuilder.ts';
import type { Cell } from './levels.ts';
import { noMissingTexts } from './missingTexts.ts';

const rules: TextRules = { missing: noMissingTexts, readsNumbers: false };
/** Keys of the data itself (one column for each user, say) are no columns. */
const mostColumns = 10_000;

export interface BuiltRecords {
  readonly rows: number;
  /** Names of all columns, in order of appearance. */
  readonly order: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
  readonly again: ReadonlyMap<string, ColumnPlan>;
  readonly problems: readonly ColumnProblem[];
}

/**
 * A table of records: columns are their keys in order of appearance, those of records within with a dot between (`a.b`). What a
 * record lacks is missing, as null is; a list is its JSON text. Texts stay texts, also of digits: numbers are written as such here.
 */
export class RecordTable {
  readonly #plans: ReadonlyMap<string, ColumnPlan> | undefined;
  readonly #builders = new Map<string, ColumnBuilder>();
  readonly #rounded = new Set<string>();
  #rows = 0;
  #broken = 0;
  #firstBroken = '';
  #droppedKeys = 0;

  /** With plans, only their columns are read. */
  constructor(plans?: ReadonlyMap<string, ColumnPlan>) {
    this.#plans = plans;
  }

  /** One record as text. What is none is told of and left out. */
  text(text: string, line: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.broken(line, error instanceof Error ? error.message : String(error));
      return;
    }
    if (isRecord(value)) this.record(value);
    else this.broken(line, 'it is no record');
  }

  record(record: Readonly<Record<string, unknown>>): void {
    this.#cells('', record);
    this.#rows += 1;
  }

  broken(line: number, why: string): void {
    this.#broken += 1;
    if (this.#firstBroken === '') this.#firstBroken = `line ${line}: ${why}`;
  }

  /** Sees to a column even where no record has a value for it. */
  column(name: string): void {
    this.#builder(name);
  }

  /** Column by column: whoever drives it may do something else in between. */
  *finish(): Generator<undefined, BuiltRecords> {
    const columns = new Map<string, Column>();
    const again = new Map<string, ColumnPlan>();
    for (const [name, builder] of this.#builders) {
      builder.fill(this.#rows);
      const built = builder.finish(name, this.#rounded.has(name) ? [rounded] : []);
      if ('column' in built) columns.set(name, built.column);
      else again.set(name, built.again);
      yield;
    }
    return { rows: this.#rows, order: [...this.#builders.keys()], columns, again, problems: this.#problems() };
  }

  #cells(prefix: string, record: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(record)) {
      const name = prefix + key;
      if (isRecord(value) && Object.keys(value).length > 0) {
        this.#cells(`${name}.`, value);
        continue;
      }
      const builder = this.#builder(name);
      if (!builder || builder.rows > this.#rows) continue; // A key that comes twice (`a.b` and `a: {b}`): the first holds.
      builder.fill(this.#rows);
      const cell = cellOf(value);
      if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)) this.#rounded.add(name);
      builder.push(cell);
    }
  }

  #builder(name: string): ColumnBuilder | undefined {
    const known = this.#builders.get(name);
    if (known) return known;
    const plan = this.#plans?.get(name);
    if (this.#plans && !plan) return undefined;
    if (this.#builders.size >= mostColumns) {
      this.#droppedKeys += 1;
      return undefined;
    }
    const made = new ColumnBuilder(rules, plan);
    this.#builders.set(name, made);
    return made;
  }

  #problems(): ColumnProblem[] {
    const problems: ColumnProblem[] = [];
    if (this.#broken > 0) {
      problems.push({ code: 'brokenLines', message: `${counted(this.#broken, 'record', 'records')} cannot be read and ${this.#broken === 1 ? 'is left out; it' : 'are left out; the first'} is in ${this.#firstBroken}.` });
    }
    if (this.#droppedKeys > 0) {
      problems.push({ code: 'tooManyColumns', message: `There are more than ${mostColumns} keys; ${this.#droppedKeys} values of further ones are left out.` });
    }
    return problems;
  }
}

const rounded: ColumnProblem = {
  code: 'precisionLost',
  message: 'Some whole numbers have more digits than a number can hold; they were rounded.',
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellOf(value: unknown): Cell | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
