/** Leading bits of a double: its sign and exponent. */
const exponentBits = 12;
const mantissaBits = 32 - exponentBits;
const mantissaMask = 2 ** mantissaBits - 1;
/** Above this many cuts in one place a search by halves is shorter. */
const mostSteps = 8;

/**
 * Finds bins of a grid (see `gridCuts`). The upper 32 bits of a double, put in order, lead to a place in a table: each power of
 * two that has cuts is divided into some places for each of them, so that next to nothing is left to search.
 */
export class BinFinder {
  readonly #cuts: Float64Array;
  /** By exponent: where its places begin, and by how much its mantissa is shifted to tell which. */
  readonly #base = new Int32Array(2 ** exponentBits);
  readonly #shift = new Uint8Array(2 ** exponentBits);
  /** For each place how many cuts lie in the places before it; there are some ten thousand at most. Small, to stay near the processor. */
  readonly #before: Uint16Array;
  /** Which word of a double holds the sign on this machine. */
  readonly #high: 0 | 1;

  constructor(cuts: Float64Array) {
    this.#cuts = cuts;
    this.#high = new Uint32Array(Float64Array.of(-1).buffer)[1] === 0 ? 0 : 1;
    const keys = this.#keys(cuts);
    const cutsOf = new Int32Array(2 ** exponentBits);
    for (const key of keys) cutsOf[key >>> mantissaBits] = cutsOf[key >>> mantissaBits]! + 1;
    let places = 0;
    cutsOf.forEach((count, exponent) => {
      const bits = count === 0 ? 0 : Math.min(mantissaBits, 32 - Math.clz32(count) + 2);
      this.#base[exponent] = places;
      this.#shift[exponent] = mantissaBits - bits;
      places += 2 ** bits;
    });
    this.#before = new Uint16Array(places + 1);
    for (const key of keys) {
      const place = this.#base[key >>> mantissaBits]! + ((key & mantissaMask) >>> this.#shift[key >>> mantissaBits]!);
      this.#before[place + 1] = this.#before[place + 1]! + 1;
    }
    for (let place = 0; place < places; place += 1) this.#before[place + 1] = this.#before[place + 1]! + this.#before[place]!;
  }

  /**
   * For each finite value how many cuts are below it, into `bins` from 0 on; for others any number that a bin may have. This runs
   * for every value of a large table.
   */
  find(values: Float64Array, bins: Int32Array): void {
    const [cuts, base, shift, before, high] = [this.#cuts, this.#base, this.#shift, this.#before, this.#high];
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    const { length } = values;
    for (let at = 0; at < length; at += 1) {
      const word = words[2 * at + high]!;
      // As `#keys`.
      const key = word ^ ((word >> 31) | 0x8000_0000);
      const exponent = key >>> mantissaBits;
      const place = base[exponent]! + ((key & mantissaMask) >>> shift[exponent]!);
      let low = before[place]!;
      let end = before[place + 1]!;
      const value = values[at]!;
      while (end - low > mostSteps) {
        const middle = (low + end) >>> 1;
        if (cuts[middle]! < value) low = middle + 1;
        else end = middle;
      }
      while (low < end && cuts[low]! < value) low += 1;
      bins[at] = low;
    }
  }

  /** The upper words of doubles, as whole numbers in the order of the doubles. A negative zero is just below a zero: no cut lies between. */
  #keys(values: Float64Array): Uint32Array {
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    return Uint32Array.from(values, (_, at) => words[2 * at + this.#high]! ^ ((words[2 * at + this.#high]! >> 31) | 0x8000_0000));
  }
}
