import { fail } from '../../../core/base/fault.ts';
import type { DriftEvent } from '../../../core/drift/events/driftEvent.ts';
import type { ProvisionalColumn } from '../../../core/drift/provisional.ts';
import { effectThreshold } from '../../../core/drift/ranking.ts';
import type { ArrivedRow, ArrivedRows, Arriving, ShownColumn } from '../../../protocol/drift.ts';
import { seenRow } from './picture.ts';

type Start = Extract<DriftEvent, { event: 'start' }>;

/** Columns that were never counted are not made room for. */
const mostColumns = 1_000_000;

let comparisons = 0;

/** The columns of one comparison as they arrive, for a panel that asks for what changed since it last asked. */
export class Arrivals {
  readonly #id = `arriving:${(comparisons += 1)}`;
  readonly #names: Pick<Arriving, 'referenceName' | 'currentName'>;
  readonly #rows = new Map<number, ArrivedRow>();
  readonly #columns = new Map<number, ProvisionalColumn>();
  #start: Start | undefined;
  #version = 0;

  constructor(names: Pick<Arriving, 'referenceName' | 'currentName'>) {
    this.#names = names;
  }

  take(event: DriftEvent): void {
    this.#version += 1;
    if (event.event === 'start') this.#start = event;
    else if (event.event === 'names') event.columns.forEach(({ name, kind }, at) => this.#put(event.place + at, this.#waiting(event.place + at, name, kind)));
    else if (this.#start) {
      const { place, column } = event;
      const row = { ...seenRow(column, place, this.#start.thresholds), state: 'judging', decider: null, pAdjusted: null, pValue: column.pValue, version: this.#version } as const;
      if (this.#put(place, row)) this.#columns.set(place, column);
    }
  }

  /** Null until something is known. */
  head(): Arriving | null {
    if (!this.#start) return null;
    const { of, rows, thresholds } = this.#start;
    return { id: this.#id, version: this.#version, done: this.#columns.size, of, rows, thresholds, ...this.#names };
  }

  /** Throws `conflict` where another comparison is asked for. */
  since(id: string, version: number): ArrivedRows {
    this.#require(id);
    return { version: this.#version, columns: [...this.#rows.values()].filter((row) => row.version > version).sort((a, b) => a.place - b.place) };
  }

  isCalled(id: string): boolean {
    return id === this.#id;
  }

  /** Throws `invalid` for a column that is not read yet. */
  column(place: number): ShownColumn {
    const column = this.#columns.get(place);
    if (!column) throw fail('invalid', 'This column is not read yet.');
    return { ...column, state: 'judging', drifted: false, reason: '', pAdjusted: null, tests: column.tests.map((test) => ({ ...test, state: 'judging', pAdjusted: null })) };
  }

  #require(id: string): void {
    if (!this.isCalled(id)) throw fail('conflict', 'This comparison is not shown any more.');
  }

  #put(place: number, row: ArrivedRow): boolean {
    if (place >= Math.min(this.#start?.of ?? 0, mostColumns)) return false;
    this.#rows.set(place, row);
    return true;
  }

  #waiting(place: number, name: string, kind: string): ArrivedRow {
    return {
      place,
      name,
      kind,
      version: this.#version,
      state: 'waiting',
      decider: null,
      effect: null,
      effectName: null,
      effectInterval: null,
      threshold: this.#start ? effectThreshold(kind, this.#start.thresholds) : null,
      weight: null,
      pAdjusted: null,
      pValue: null,
      nullShare: { reference: null, current: null },
      newValues: 0,
      vanishedValues: 0,
      outOfRange: null,
      problems: [],
      sketch: null,
    };
  }
}
