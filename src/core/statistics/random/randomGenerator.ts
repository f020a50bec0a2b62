import { fail } from '../../base/fault.ts';

/** √(8 / e), of the ratio of uniforms. */
const ratioWidth = 1.715_527_769_921_413_5;

/**
 * A seeded generator (xoshiro128**, Blackman and Vigna 2018): the same seed gives the same numbers on every machine, so
 * that a result can be computed again. Not for secrets.
 */
export class RandomGenerator {
  readonly #state = new Uint32Array(4);

  /** `seed`: hex digits, for example a digest of the inputs. Throws `invalid` for anything else. */
  constructor(seed: string) {
    if (!/^[0-9a-f]+$/i.test(seed)) throw fail('invalid', 'A seed is written in hex digits.');
    // Every digit reaches every word (FNV-1a, a start of its own for each), then the words are mixed.
    for (let word = 0; word < 4; word += 1) {
      let hash = 0x811c9dc5 ^ Math.imul(word + 1, 0x9e3779b9);
      for (const digit of seed.toLowerCase()) hash = Math.imul(hash ^ digit.charCodeAt(0), 0x01000193);
      this.#state[word] = mixed(hash);
    }
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    const state = this.#state;
    const second = state[1]!;
    const turned = Math.imul(second, 5);
    const result = Math.imul((turned << 7) | (turned >>> 25), 9) >>> 0;
    state[2] = state[2]! ^ state[0]!;
    state[3] = state[3]! ^ second;
    state[1] = second ^ state[2];
    state[0] = state[0]! ^ state[3];
    state[2] = state[2] ^ (second << 9);
    const last = state[3];
    state[3] = (last << 11) | (last >>> 21);
    return result;
  }

  /** In [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** A whole number from 0 to n − 1, each equally likely; 1 ≤ n ≤ 2³². */
  integerBelow(n: number): number {
    // What does not fill a whole round of n would favour the small ones.
    const usable = 4_294_967_296 - (4_294_967_296 % n);
    for (;;) {
      const drawn = this.next();
      if (drawn < usable) return drawn % n;
    }
  }

  /**
   * Standard normal, by the ratio of uniforms (Kinderman and Monahan 1977). The value is a quotient; a logarithm only
   * decides whether it is taken, so that another engine's last bit of it changes nothing.
   */
  normal(): number {
    for (;;) {
      const u = 1 - this.uniform();
      const value = (ratioWidth * (this.uniform() - 0.5)) / u;
      if (isTaken(value * value, u)) return value;
    }
  }

  /** Fills with what as many calls of `normal` give. The state is kept in variables meanwhile: less than half the time. */
  normals(into: Float64Array): void {
    let a = this.#state[0]! | 0;
    let b = this.#state[1]! | 0;
    let c = this.#state[2]! | 0;
    let d = this.#state[3]! | 0;
    const drawn = new Uint32Array(4);
    const { length } = into;
    for (let at = 0; at < length; ) {
      // Four whole numbers, as `next` draws them, make two of `uniform`.
      for (let draw = 0; draw < 4; draw += 1) {
        const turned = Math.imul(b, 5);
        drawn[draw] = Math.imul((turned << 7) | (turned >>> 25), 9);
        const shifted = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = (d << 11) | (d >>> 21);
      }
      const u = 1 - ((drawn[0]! >>> 5) * 67_108_864 + (drawn[1]! >>> 6)) / 9_007_199_254_740_992;
      const value = (ratioWidth * (((drawn[2]! >>> 5) * 67_108_864 + (drawn[3]! >>> 6)) / 9_007_199_254_740_992 - 0.5)) / u;
      if (!isTaken(value * value, u)) continue;
      into[at] = value;
      at += 1;
    }
    this.#state.set([a, b, c, d]);
  }

  /** Puts the items in a random order, in place (Fisher and Yates). */
  shuffle(items: { readonly length: number; [index: number]: unknown }): void {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = this.integerBelow(last + 1);
      [items[last], items[other]] = [items[other], items[last]];
    }
  }
}

/**
 * Is square ≤ −4 ln u? Mostly told without a logarithm, by straight bounds of it (Kinderman and Monahan); they keep a distance
 * from where rounding could matter, so that the answer is the same.
 */
function isTaken(square: number, u: number): boolean {
  if (square <= 4.999_999_99 - 5.136_101_666_750_966 * u) return true;
  if (square >= 1.036_961_042_583_566 / u + 1.400_000_01) return false;
  return square <= -4 * Math.log(u);
}

/** The finalizer of MurmurHash3. */
function mixed(hash: number): number {
  let word = hash >>> 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
