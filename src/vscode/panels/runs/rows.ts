import { toFault } from '../../../core/base/fault.ts';
import { byOrder, newestFirst } from '../../../core/filter/order.ts';
import { parseFilter } from '../../../core/filter/filter.ts';
import type { Run } from '../../../core/model/run.ts';
import type { ColumnInfo, RunTable, SortKey } from '../../../protocol/runs.ts';
import { Columns } from './columns.ts';

export interface RowMarks {
  readonly star: boolean;
  readonly pin: boolean;
  readonly hide: boolean;
}

interface Arrangement {
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly showsHidden: boolean;
}

/** All runs of the table and their present order. `version` changes with the order or the content. */
export class RunRows {
  readonly columns = new Columns();
  readonly #marksOf: (run: string) => RowMarks;
  readonly #runs = new Map<string, Run>();
  #order: readonly Run[] = [];
  #columnList: readonly ColumnInfo[] = [];
  #hidden = 0;
  #version = 0;
  #filterFault: RunTable['filterFault'] = null;

  constructor(marksOf: (run: string) => RowMarks) {
    this.#marksOf = marksOf;
  }

  get version(): number {
    return this.#version;
  }
  get order(): readonly Run[] {
    return this.#order;
  }
  get total(): number {
    return this.#runs.size;
  }
  get hidden(): number {
    return this.#hidden;
  }
  get filterFault(): RunTable['filterFault'] {
    return this.#filterFault;
  }
  get columnList(): readonly ColumnInfo[] {
    return this.#columnList;
  }

  put(runs: readonly Run[]): void {
    for (const run of runs) {
      this.#runs.set(run.id, run);
      this.columns.note(run);
    }
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) this.#runs.delete(id);
  }

  clear(): void {
    this.#runs.clear();
  }

  /** A wrong filter is told and filters nothing: rows never vanish because of a typing error. */
  arrange({ filter, sort, showsHidden }: Arrangement): void {
    const matches = this.#matcher(filter);
    const pinned: Run[] = [];
    const rest: Run[] = [];
    this.#hidden = 0;
    for (const run of this.#runs.values()) {
      const marks = this.#marksOf(run.id);
      if (marks.hide) this.#hidden++;
      if ((marks.hide && !showsHidden) || !matches(run)) continue;
      (marks.pin ? pinned : rest).push(run);
    }
    const compare = comparator(sort, this.#marksOf);
    this.#order = [...pinned.sort(compare), ...rest.sort(compare)];
    this.#columnList = this.columns.list();
    this.#version++;
  }

  #matcher(filter: string): (run: Run) => boolean {
    this.#filterFault = null;
    if (filter.trim() === '') return () => true;
    try {
      const parsed = parseFilter(filter);
      return (run) => parsed.matches(run);
    } catch (error) {
      const fault = toFault(error);
      const from = Math.min(fault.at?.column ?? 0, filter.length);
      const message = [fault.message, fault.hint].filter(Boolean).join(' ');
      this.#filterFault = { message, from, to: Math.max(from + 1, endOfWord(filter, from)) };
      return () => true;
    }
  }
}

function endOfWord(text: string, from: number): number {
  const rest = /^[\w.]+/.exec(text.slice(from));
  return from + (rest?.[0].length ?? 1);
}

type Compare = (left: Run, right: Run) => number;

/** Keys in turn, then newest first. `star` is a key too: starred runs lead. */
function comparator(sort: readonly SortKey[], marksOf: (run: string) => RowMarks): Compare {
  const keys = sort.map((key): Compare => {
    if (key.key !== 'star') return byOrder(key);
    const sign = key.descending ? -1 : 1;
    return (left, right) => sign * (Number(marksOf(left.id).star) - Number(marksOf(right.id).star));
  });
  return (left, right) => {
    for (const compare of keys) {
      const result = compare(left, right);
      if (result !== 0) return result;
    }
    return newestFirst(left, right) || (left.id < right.id ? -1 : 1);
  };
}
