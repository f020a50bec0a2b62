/** Of a run of values: their sum, and their squared distances from their mean. */
interface Bucket {
  readonly total: number;
  readonly spread: number;
}

/**
 * A window of a stream as buckets of 1, 2, 4 … values, the oldest the largest, at most `mostOfASize` of each (Datar and others
 * 2002; the variance after Babcock and others 2003): any length in O(log length) memory. The order of operations is river's.
 */
export class ExponentialHistogram {
  length = 0;
  total = 0;
  /** Sum of squared distances from the mean of the window. */
  spread = 0;
  /** `#rows[i]`: buckets of 2^i values, the oldest first. */
  readonly #rows: Bucket[][] = [[]];
  readonly #mostOfASize: number;

  constructor(mostOfASize: number) {
    this.#mostOfASize = mostOfASize;
  }

  add(value: number): void {
    this.#rows[0]!.push({ total: value, spread: 0 });
    this.length += 1;
    if (this.length > 1) {
      const off = value - this.total / (this.length - 1);
      this.spread += ((this.length - 1) * off * off) / this.length;
    }
    this.total += value;
    for (let row = 0; this.#rows[row]!.length > this.#mostOfASize; row += 1) this.#mergeOldest(row);
  }

  #mergeOldest(row: number): void {
    const size = 2 ** row;
    const [first, second] = this.#rows[row]!.splice(0, 2) as [Bucket, Bucket];
    const apart = first.total / size - second.total / size;
    const merged = { total: first.total + second.total, spread: first.spread + second.spread + size * 0.5 * apart * apart };
    (this.#rows[row + 1] ??= []).push(merged);
  }

  /** The cuts between buckets, the oldest first: how many values are before, and their sum. The end of the window is none. */
  *cuts(): Generator<{ readonly before: number; readonly totalBefore: number; readonly totalAfter: number }> {
    let before = 0;
    let totalBefore = 0;
    let totalAfter = this.total;
    for (let row = this.#rows.length - 1; row >= 0; row -= 1) {
      for (const { total } of this.#rows[row]!) {
        before += 2 ** row;
        totalBefore += total;
        totalAfter -= total;
        if (before < this.length) yield { before, totalBefore, totalAfter };
      }
    }
  }

  /** Forgets the oldest bucket. There have to be others. */
  dropOldest(): void {
    const size = 2 ** (this.#rows.length - 1);
    const { total, spread } = this.#rows.at(-1)!.shift()!;
    this.length -= size;
    this.total -= total;
    const apart = total / size - this.total / this.length;
    this.spread -= spread + (size * this.length * apart * apart) / (size + this.length);
    if (this.#rows.at(-1)!.length === 0) this.#rows.pop();
  }
}
