import type { ColumnProblem, LevelColumn } from './column.ts';

/** How often each level of a column is there: what a comparison needs of categories unless their rows matter. */
export interface LevelTotals {
  readonly name: string;
  readonly kind: LevelColumn['kind'];
  readonly problems: readonly ColumnProblem[];
  /** As in a `LevelColumn`: in order of first appearance, or "false" and "true". */
  readonly levels: readonly string[];
  /** By level. */
  readonly counts: ArrayLike<number>;
  readonly missing: number;
  readonly rows: number;
}

export function levelTotals({ codes, ...column }: LevelColumn): LevelTotals {
  const tally = new LevelTally(column.levels.length);
  tally.add(codes);
  return tally.totals(column);
}

/** Counts codes block by block. */
export class LevelTally {
  /** The first place is for missing values, whose code is −1: no branch for each row. */
  #counts: Float64Array;
  #rows = 0;

  constructor(levels = 0) {
    this.#counts = new Float64Array(levels + 1);
  }

  add(codes: Int32Array): void {
    const { length } = codes;
    let most = -1;
    for (let row = 0; row < length; row += 1) if (codes[row]! > most) most = codes[row]!;
    if (most + 1 >= this.#counts.length) this.#grow(most + 2);
    const counts = this.#counts;
    for (let row = 0; row < length; row += 1) {
      const place = codes[row]! + 1;
      counts[place] = counts[place]! + 1;
    }
    this.#rows += length;
  }

  /**
   * Of rows, some of which have no value, the places of the others in a dictionary, each of which has a code. False, with nothing
   * counted, where a place is not in it.
   */
  addPlaces(places: Int32Array, codeOf: Int32Array, rows: number): boolean {
    // In turns: to count one place twice in a row would wait for itself.
    const [even, odd] = [new Uint32Array(codeOf.length), new Uint32Array(codeOf.length)];
    const paired = places.length - (places.length & 1);
    for (let at = 0; at < paired; at += 2) {
      even[places[at]!]! += 1;
      odd[places[at + 1]!]! += 1;
    }
    if (paired < places.length) even[places[paired]!]! += 1;
    let counted = 0;
    for (let place = 0; place < codeOf.length; place += 1) counted += even[place]! + odd[place]!;
    if (counted !== places.length) return false;
    for (let place = 0; place < codeOf.length; place += 1) {
      const code = codeOf[place]!;
      if (code + 1 >= this.#counts.length) this.#grow(code + 2);
      this.#counts[code + 1] = this.#counts[code + 1]! + even[place]! + odd[place]!;
    }
    this.#counts[0] = this.#counts[0]! + rows - places.length;
    this.#rows += rows;
    return true;
  }

  get hasValue(): boolean {
    return this.#counts[0]! < this.#rows;
  }

  totals({ name, kind, problems, levels }: Omit<LevelColumn, 'codes'>): LevelTotals {
    if (this.#counts.length <= levels.length) this.#grow(levels.length + 1);
    return { name, kind, problems, levels, counts: this.#counts.subarray(1, levels.length + 1), missing: this.#counts[0]!, rows: this.#rows };
  }

  #grow(least: number): void {
    const larger = new Float64Array(Math.max(least, 2 * this.#counts.length));
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
