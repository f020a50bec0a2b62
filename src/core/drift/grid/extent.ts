import { addExtent, addOffsets } from './loops/sums.ts';

/** What is known of the finite values of a column after one look at each, block by block. */
export class Extent {
  /** Count, sum, least, most, and whether there is a value, not 0, whose square would be none. */
  readonly #sums = Float64Array.of(0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0);

  add(values: Float64Array): void {
    addExtent(this.#sums, values);
  }

  get count(): number {
    return this.#sums[0]!;
  }

  get sum(): number {
    return this.#sums[1]!;
  }

  get least(): number {
    return this.#sums[2]!;
  }

  get most(): number {
    return this.#sums[3]!;
  }

  /** As it is now, while this one goes on. */
  copy(): Extent {
    const copy = new Extent();
    copy.#sums.set(this.#sums);
    return copy;
  }

  /** There is a value, and every square is a number. */
  get isUsable(): boolean {
    return this.count > 0 && this.#sums[4] === 0 && Math.max(this.most, -this.least) <= 1e100;
  }
}

/** Sums of what finite values are off a place near them, and of its squares, block by block. */
export class Offsets {
  readonly #sums = new Float64Array(3);
  readonly #place: number;

  constructor(place: number) {
    this.#place = place;
  }

  add(values: Float64Array): void {
    addOffsets(this.#sums, values, this.#place);
  }

  get count(): number {
    return this.#sums[0]!;
  }

  get offset(): number {
    return this.#sums[1]!;
  }

  get squares(): number {
    return this.#sums[2]!;
  }

  /** About the place, which is to be the mean. */
  deviation(): number {
    return Math.sqrt(this.squares / this.count);
  }
}

/** Finite values evenly by their place, and the squares of all about their mean, block by block. */
export class Sampler {
  readonly #about: Offsets;
  readonly #step: number;
  readonly #sample: Float64Array;
  #taken = 0;
  #wait = 0;

  constructor({ count, sum }: Extent, step: number) {
    this.#about = new Offsets(sum / count);
    this.#step = step;
    this.#sample = new Float64Array(Math.ceil(count / step));
  }

  add(values: Float64Array): void {
    const before = this.#about.count;
    this.#about.add(values);
    if (this.#about.count - before === values.length) this.#takeEvery(values);
    else this.#takeEveryFinite(values);
  }

  #takeEveryFinite(values: Float64Array): void {
    const { length } = values;
    let wait = this.#wait;
    for (let at = 0; at < length; at += 1) {
      const value = values[at]!;
      if (value - value !== 0) continue;
      if (wait === 0) {
        this.#sample[this.#taken++] = value;
        wait = this.#step;
      }
      wait -= 1;
    }
    this.#wait = wait;
  }

  #takeEvery(finite: Float64Array): void {
    let at = this.#wait;
    for (; at < finite.length; at += this.#step) this.#sample[this.#taken++] = finite[at]!;
    this.#wait = at - finite.length;
  }

  get sample(): Float64Array {
    return this.#sample;
  }

  /** Of them and of those behind them, whose `Offsets` are from the same mean. */
  deviationWith({ count, offset, squares }: Offsets, counted: number): number {
    const all = counted + count;
    // The mean was that of the first ones: how far it is from that of all is taken off.
    return Math.sqrt(Math.max(0, this.#about.squares + squares - (offset * offset) / all) / all);
  }
}
