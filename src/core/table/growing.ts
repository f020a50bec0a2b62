const firstLength = 256;
const longestPiece = 65_536;

/** What `Growing` needs of a typed array. */
interface NumberArray {
  readonly length: number;
  [at: number]: number;
  set(values: ArrayLike<number>, at: number): void;
  subarray(start: number, end: number): ArrayLike<number>;
}

/** Numbers that come one after the other. Held in pieces, so that growing never copies what is there. */
export class Growing<T extends NumberArray> {
  readonly #make: (length: number) => T;
  #full: T[] = [];
  #fullLength = 0;
  #last: T;
  #used = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#last = make(firstLength);
  }

  get length(): number {
    return this.#fullLength + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#last.length) {
      this.#full.push(this.#last);
      this.#fullLength += this.#used;
      this.#last = this.#make(Math.min(longestPiece, this.#last.length * 2));
      this.#used = 0;
    }
    (this.#last as NumberArray)[this.#used] = value;
    this.#used += 1;
  }

  /** All of them; what was held is let go. */
  take(): T {
    const all = this.#make(this.length);
    let at = 0;
    for (const piece of this.#full.splice(0)) {
      all.set(piece, at);
      at += piece.length;
    }
    all.set(this.#last.subarray(0, this.#used), at);
    this.#last = this.#make(firstLength);
    this.#fullLength = this.#used = 0;
    return all;
  }
}

export function growingNumbers(): Growing<Float64Array> {
  return new Growing((length) => new Float64Array(length));
}

export function growingCodes(): Growing<Int32Array> {
  return new Growing((length) => new Int32Array(length));
}
