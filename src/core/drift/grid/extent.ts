/**
 * What is known of the finite values of a column after one look at each, block by block. Hot loops count by an index and return
 * soon: an engine runs that several times as fast as one long loop, or as `for … of`.
 */
export class Extent {
  count = 0;
  sum = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  /** A value, not 0, whose square would be none. */
  #hasTiny = false;

  add(values: Float64Array): void {
    let { count, sum, least, most } = this;
    const { length } = values;
    for (let at = 0; at < length; at += 1) {
      const value = values[at]!;
      // Neither for a missing nor for an infinite one.
      if (value - value !== 0) continue;
      if (Math.abs(value) < 1e-100 && value !== 0) this.#hasTiny = true;
      count += 1;
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    this.count = count;
    this.sum = sum;
    this.least = least;
    this.most = most;
  }

  /** As it is now, while this one goes on. */
  copy(): Extent {
    const copy = Object.assign(new Extent(), this);
    copy.#hasTiny = this.#hasTiny;
    return copy;
  }

  /** There is a value, and every square is a number. */
  get isUsable(): boolean {
    return this.count > 0 && !this.#hasTiny && Math.max(this.most, -this.least) <= 1e100;
  }
}

/** Finite values evenly by their place, and the squares of all about their mean, block by block. */
export class Sampler {
  readonly #mean: number;
  readonly #step: number;
  readonly #sample: Float64Array;
  #taken = 0;
  #wait = 0;
  #squares = 0;

  constructor({ count, sum }: Extent, step: number) {
    this.#mean = sum / count;
    this.#step = step;
    this.#sample = new Float64Array(Math.ceil(count / step));
  }

  add(values: Float64Array): void {
    const [mean, step, sample] = [this.#mean, this.#step, this.#sample];
    let [taken, wait, squares] = [this.#taken, this.#wait, this.#squares];
    const { length } = values;
    for (let at = 0; at < length; at += 1) {
      const value = values[at]!;
      if (value - value !== 0) continue;
      squares += (value - mean) * (value - mean);
      if (wait === 0) {
        sample[taken] = value;
        taken += 1;
        wait = step;
      }
      wait -= 1;
    }
    this.#taken = taken;
    this.#wait = wait;
    this.#squares = squares;
  }

  get sample(): Float64Array {
    return this.#sample;
  }

  /** Of them and of those behind them, whose `Offsets` are from the same mean. */
  deviationWith({ count, offset, squares }: Offsets, counted: number): number {
    const all = counted + count;
    // The mean was that of the first ones: how far it is from that of all is taken off.
    return Math.sqrt(Math.max(0, this.#squares + squares - (offset * offset) / all) / all);
  }
}

/** Sums of what finite values are off a place near them, and of its squares, block by block. */
export class Offsets {
  count = 0;
  offset = 0;
  squares = 0;
  readonly #place: number;

  constructor(place: number) {
    this.#place = place;
  }

  add(values: Float64Array): void {
    const place = this.#place;
    let { count, offset, squares } = this;
    const { length } = values;
    for (let at = 0; at < length; at += 1) {
      const value = values[at]!;
      if (value - value !== 0) continue;
      const off = value - place;
      count += 1;
      offset += off;
      squares += off * off;
    }
    this.count = count;
    this.offset = offset;
    this.squares = squares;
  }

  /** About the place, which is to be the mean. */
  deviation(): number {
    return Math.sqrt(this.squares / this.count);
  }
}
