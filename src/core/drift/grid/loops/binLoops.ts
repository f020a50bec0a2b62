import { binTable } from './binTable.ts';
import { blockLength, Engine, placesAt } from './engine.ts';

/** What is in each bin. */
export interface Counted {
  readonly counts: Float64Array;
  /** Of the values in each. */
  readonly sums: Float64Array;
  /** Infinity and −Infinity where a bin is empty. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly missing: number;
  readonly infinite: number;
}

/** Per bin: count, sum, least, and most with its sign turned; next to each other, because each value touches all four. */
const perBin = 4;

/** Finds and counts the bins of many values on a grid (see `gridCuts`), in blocks of `blockLength` at most. To be closed. */
export class BinLoops {
  readonly #engine = Engine.take();
  readonly #before: number;
  readonly #cuts: number;
  readonly #last: number;
  readonly #bins: number;
  readonly #odd: number;
  readonly #found: number;

  constructor(cuts: Float64Array) {
    const { before, cuts: ended, places } = binTable(cuts);
    this.#last = cuts.length;
    this.#engine.write(placesAt, places);
    this.#before = this.#engine.hold(before);
    this.#cuts = this.#engine.hold(ended);
    this.#bins = this.#engine.hold(emptyBins(ended.length));
    this.#odd = this.#engine.hold(new Int32Array(2));
    this.#found = this.#engine.hold(new Int32Array(blockLength));
  }

  /** For each finite value how many cuts are below it; for others any number that a bin may have. */
  find(values: Float64Array): Int32Array {
    this.#engine.put(values);
    this.#engine.loops.find(values.length, this.#before, this.#cuts, this.#last, this.#found);
    return this.#engine.integers(this.#found, values.length);
  }

  /** Adds the values to their bins. This runs for every value of a large table. */
  count(values: Float64Array): void {
    this.#engine.put(values);
    this.#engine.loops.count(values.length, this.#before, this.#cuts, this.#last, this.#bins, this.#odd);
  }

  counted(): Counted {
    const bins = this.#engine.doubles(this.#bins, perBin * (this.#last + 1));
    const [missing, infinite] = this.#engine.integers(this.#odd, 2);
    const part = (offset: number, sign = 1) => {
      const values = new Float64Array(this.#last + 1);
      for (let bin = 0; bin < values.length; bin += 1) values[bin] = sign * bins[perBin * bin + offset]!;
      return values;
    };
    return { counts: part(0), sums: part(1), least: part(2), most: part(3, -1), missing: missing! >>> 0, infinite: infinite! >>> 0 };
  }

  close(): void {
    this.#engine.giveBack();
  }
}

function emptyBins(count: number): Float64Array<ArrayBuffer> {
  const bins = new Float64Array(perBin * count).fill(Number.POSITIVE_INFINITY);
  for (let at = 0; at < bins.length; at += perBin) bins.fill(0, at, at + 2);
  return bins;
}
