import type { BinFinder } from './binFinder.ts';
import { blockLength } from './blocks.ts';

/** One side of a column on a grid. */
export interface GridSide {
  readonly counts: Float64Array;
  /** Of the values in each bin. */
  readonly sums: Float64Array;
  /** Infinity and −Infinity where a bin is empty. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  /** A thousand values and more, evenly by row. */
  readonly sample: Float64Array;
}

const sampled = 2_000;

/** Per bin: count, sum, least, most; next to each other, because each value touches all four. */
const perBin = 4;

/** Counts values piece by piece. */
export class GridCounter {
  readonly #finder: BinFinder;
  readonly #bins: Float64Array;
  readonly #every: number;
  readonly #sample: number[] = [];
  readonly #found = new Int32Array(blockLength);
  #rows = 0;
  #missing = 0;
  #infinite = 0;

  /** `rows`: about how many there will be. */
  constructor(finder: BinFinder, bins: number, rows: number) {
    this.#finder = finder;
    this.#bins = new Float64Array(perBin * bins);
    for (let at = 0; at < this.#bins.length; at += perBin) {
      this.#bins[at + 2] = Number.POSITIVE_INFINITY;
      this.#bins[at + 3] = Number.NEGATIVE_INFINITY;
    }
    this.#every = Math.max(1, Math.floor(rows / sampled));
  }

  /** At most `blockLength` values. This runs for every value of a large table. */
  add(values: Float64Array): void {
    const [found, bins] = [this.#found, this.#bins];
    this.#finder.find(values, found);
    this.#take(values);
    const { length } = values;
    let missing = 0;
    let infinite = 0;
    for (let row = 0; row < length; row += 1) {
      const value = values[row]!;
      // Infinity less itself is no number either.
      if (value - value !== 0) {
        if (Number.isNaN(value)) missing += 1;
        else infinite += 1;
        continue;
      }
      const at = perBin * found[row]!;
      bins[at] = bins[at]! + 1;
      bins[at + 1] = bins[at + 1]! + value;
      if (value < bins[at + 2]!) bins[at + 2] = value;
      if (value > bins[at + 3]!) bins[at + 3] = value;
    }
    this.#missing += missing;
    this.#infinite += infinite;
    this.#rows += length;
  }

  /** Every so many rows one, counted over all blocks. */
  #take(values: Float64Array): void {
    const every = this.#every;
    for (let row = (every - (this.#rows % every)) % every; row < values.length; row += every) {
      if (Number.isFinite(values[row])) this.#sample.push(values[row]!);
    }
  }

  side(): GridSide {
    const part = (offset: number) => new Float64Array(this.#bins.length / perBin).map((_, bin) => this.#bins[perBin * bin + offset]!);
    return {
      counts: part(0),
      sums: part(1),
      least: part(2),
      most: part(3),
      rows: this.#rows,
      missing: this.#missing,
      infinite: this.#infinite,
      sample: Float64Array.from(this.#sample).sort(),
    };
  }
}
