const keyBits = 18;
const keyShift = 32 - keyBits;

/**
 * Finds bins of a grid (see `gridCuts`) in a few steps: the leading bits of a double, put in order, give a short range of
 * cuts to search.
 */
export class BinFinder {
  readonly #cuts: Float64Array;
  /** For each key how many cuts have a smaller one. */
  readonly #before = new Int32Array(2 ** keyBits + 1);
  readonly #value = new Float64Array(1);
  readonly #words = new Uint32Array(this.#value.buffer);
  /** Which word of a double holds the sign on this machine. */
  readonly #high: 0 | 1;

  constructor(cuts: Float64Array) {
    this.#cuts = cuts;
    this.#value[0] = -1;
    this.#high = this.#words[1] === 0 ? 0 : 1;
    for (const cut of cuts) {
      const key = this.#key(cut) + 1;
      this.#before[key] = this.#before[key]! + 1;
    }
    for (let key = 1; key < this.#before.length; key += 1) this.#before[key] = this.#before[key]! + this.#before[key - 1]!;
  }

  /** How many cuts are below a finite value. */
  binOf(value: number): number {
    const cuts = this.#cuts;
    const before = this.#before;
    const key = this.#key(value);
    let low = before[key]!;
    let high = before[key + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cuts[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #key(value: number): number {
    // + 0: a negative zero has the key of a zero.
    this.#value[0] = value + 0;
    const word = this.#words[this.#high]!;
    return (word & 0x8000_0000 ? ~word >>> 0 : (word | 0x8000_0000) >>> 0) >>> keyShift;
  }
}
