import { fieldOf, type Field } from '../../../core/filter/field.ts';
import type { Run } from '../../../core/model/run.ts';
import type { Scalar } from '../../../core/model/value.ts';
import type { CellColumn, ColumnGroup, ColumnInfo } from '../../../protocol/runs.ts';

const plain: ReadonlyArray<readonly [key: string, label: string, isNumeric: boolean]> = [
  ['name', 'Name', false],
  ['status', 'Status', false],
  ['source', 'Source', false],
  ['experiment', 'Experiment', false],
  ['startedAt', 'Started', false],
  ['duration', 'Duration', true],
  ['commit', 'Commit', false],
  ['user', 'User', false],
  ['id', 'Id', false],
];
const groups: ReadonlyArray<readonly [field: 'metrics' | 'params' | 'tags', group: ColumnGroup]> = [
  ['metrics', 'metric'],
  ['params', 'param'],
  ['tags', 'tag'],
];

interface Seen {
  readonly group: ColumnGroup;
  readonly key: string;
  runs: number;
  isNumeric: boolean;
}

/** Every column that some run has; the commonest first within metrics, params and tags. */
export class Columns {
  readonly #seen = new Map<string, Seen>();
  readonly #fields = new Map<string, Field>();

  /** True when a column appeared. */
  note(run: Run): boolean {
    const before = this.#seen.size;
    for (const [field, group] of groups) {
      for (const [key, value] of Object.entries<Scalar>(run[field])) {
        const path = `${field}.${key}`;
        const seen = this.#seen.get(path);
        const isNumber = typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity' || isNumericText(value);
        if (seen) {
          seen.runs++;
          seen.isNumeric &&= isNumber || value === null;
        } else {
          this.#seen.set(path, { group, key, runs: 1, isNumeric: isNumber && group !== 'tag' });
        }
      }
    }
    return this.#seen.size !== before;
  }

  list(): ColumnInfo[] {
    const own = plain.map(([key, label, isNumeric]): ColumnInfo => ({ key, label, group: 'run', isNumeric }));
    const seen = [...this.#seen].map(([path, { group, key, isNumeric, runs }]) => ({ key: path, label: key, group, isNumeric, runs }));
    const place = (group: ColumnGroup) => groups.findIndex(([, name]) => name === group);
    seen.sort((a, b) => place(a.group) - place(b.group) || b.runs - a.runs || (a.key < b.key ? -1 : 1));
    return [...own, ...seen.map(({ key, label, group, isNumeric }) => ({ key, label, group, isNumeric }))];
  }

  field(key: string): Field {
    let field = this.#fields.get(key);
    if (!field) this.#fields.set(key, (field = fieldOf(key)));
    return field;
  }
}

function isNumericText(value: Scalar): boolean {
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value));
}

/** One column of some rows: numbers as a typed array where every value is one, text otherwise. */
export function cellColumn(key: string, values: ReadonlyArray<Scalar | undefined>): CellColumn {
  const isNumbers = values.every((value) => typeof value === 'number' || value === null || value === undefined);
  if (isNumbers) return { key, kind: 'number', values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)) };
  return { key, kind: 'text', values: values.map((value) => (value === null || value === undefined ? null : shortText(String(value)))) };
}

/** A cell shows a line; a param may hold a whole file. */
function shortText(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
