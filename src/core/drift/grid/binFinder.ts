/** Leading bits of a double: its sign and exponent. */
const exponentBits = 12;
const mantissaBits = 32 - exponentBits;
const mantissaMask = 2 ** mantissaBits - 1;
/** A shift of a mantissa takes as many. */
const shiftBits = 5;
const shiftMask = 2 ** shiftBits - 1;

/**
 * Finds bins of a grid (see `gridCuts`). The upper 32 bits of a double, put in order, lead to a place in a table: each power of
 * two that has cuts is divided into eight places and more for each of them, so that most have no cut within and nothing is left
 * to search.
 */
export class BinFinder {
  /** With an infinity behind them, which no value is above. */
  readonly #cuts: Float64Array;
  /** By exponent: where its places begin, and in the last bits by how much its mantissa is shifted to tell which. */
  readonly #places = new Int32Array(2 ** exponentBits);
  /** For each place how many cuts lie in the places before it; there are some ten thousand at most. Small, to stay near the processor. */
  readonly #before: Uint16Array;
  /** Which word of a double holds the sign on this machine. */
  readonly #high: 0 | 1;

  constructor(cuts: Float64Array) {
    this.#cuts = Float64Array.of(...cuts, Number.POSITIVE_INFINITY);
    this.#high = new Uint32Array(Float64Array.of(-1).buffer)[1] === 0 ? 0 : 1;
    const keys = this.#keys(cuts);
    const cutsOf = new Int32Array(2 ** exponentBits);
    for (const key of keys) cutsOf[key >>> mantissaBits] = cutsOf[key >>> mantissaBits]! + 1;
    let places = 0;
    cutsOf.forEach((count, exponent) => {
      const bits = count === 0 ? 0 : Math.min(mantissaBits, 32 - Math.clz32(count) + 3);
      this.#places[exponent] = (places << shiftBits) | (mantissaBits - bits);
      places += 2 ** bits;
    });
    this.#before = new Uint16Array(places + 1);
    for (const key of keys) {
      const after = placeOf(key, this.#places[key >>> mantissaBits]!) + 1;
      this.#before[after] = this.#before[after]! + 1;
    }
    for (let place = 0; place < places; place += 1) this.#before[place + 1] = this.#before[place + 1]! + this.#before[place]!;
  }

  /**
   * For each finite value how many cuts are below it, into `bins` from 0 on; for others any number that a bin may have. This runs
   * for every value of a large table, in two loops without one within: an engine runs those at twice the speed.
   */
  find(values: Float64Array, bins: Int32Array): void {
    const [cuts, places, before, high] = [this.#cuts, this.#places, this.#before, this.#high];
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    const { length } = values;
    for (let at = 0; at < length; at += 1) {
      const word = words[2 * at + high]!;
      // As `#keys`.
      const key = word ^ ((word >> 31) | 0x8000_0000);
      bins[at] = before[placeOf(key, places[key >>> mantissaBits]!)]!;
    }
    for (let at = 0; at < length; at += 1) {
      const bin = bins[at]!;
      if (cuts[bin]! < values[at]!) bins[at] = this.#after(bin, values[at]!);
    }
  }

  /** The bin of a value that is above the cut: near, or some way off where many cuts share a place. */
  #after(cut: number, value: number): number {
    const cuts = this.#cuts;
    let [low, end] = [cut + 1, cut + 1];
    for (let step = 1; cuts[end]! < value; step *= 2) {
      low = end + 1;
      end = Math.min(end + step, cuts.length - 1);
    }
    while (low < end) {
      const middle = (low + end) >>> 1;
      if (cuts[middle]! < value) low = middle + 1;
      else end = middle;
    }
    return low;
  }

  /** The upper words of doubles, as whole numbers in the order of the doubles. A negative zero is just below a zero: no cut lies between. */
  #keys(values: Float64Array): Uint32Array {
    const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    return Uint32Array.from(values, (_, at) => words[2 * at + this.#high]! ^ ((words[2 * at + this.#high]! >> 31) | 0x8000_0000));
  }
}

function placeOf(key: number, places: number): number {
  return (places >>> shiftBits) + ((key & mantissaMask) >>> (places & shiftMask));
}
