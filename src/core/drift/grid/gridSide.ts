import { BinLoops, type Counted } from './loops/binLoops.ts';

/** One side of a column on a grid. */
export interface GridSide extends Counted {
  readonly rows: number;
  /** A thousand values and more, evenly by row. */
  readonly sample: Float64Array;
}

const sampled = 2_000;

/** Counts values block by block. */
export class GridCounter {
  readonly #loops: BinLoops;
  readonly #every: number;
  readonly #sample: number[] = [];
  #rows = 0;

  /** `cuts`: see `gridCuts`. `rows`: about how many there will be. */
  constructor(cuts: Float64Array, rows: number) {
    this.#loops = new BinLoops(cuts);
    this.#every = Math.max(1, Math.floor(rows / sampled));
  }

  /** At most `blockLength` values. */
  add(values: Float64Array): void {
    this.#loops.count(values);
    // Every so many rows one, counted over all blocks.
    const every = this.#every;
    for (let row = (every - (this.#rows % every)) % every; row < values.length; row += every) {
      if (Number.isFinite(values[row])) this.#sample.push(values[row]!);
    }
    this.#rows += values.length;
  }

  /** What was counted. Nothing can be added any more. */
  side(): GridSide {
    const counted = this.#loops.counted();
    this.#loops.close();
    return { ...counted, rows: this.#rows, sample: Float64Array.from(this.#sample).sort() };
  }
}
