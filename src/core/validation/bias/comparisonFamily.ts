import { holm } from '../../statistics/adjust/holm.ts';

/** Every comparison of two parts of the rows that the report makes, each tested once, adjusted together. */
export class ComparisonFamily {
  readonly #indexOf = new Map<string, number>();
  readonly #ps: number[] = [];
  #adjusted: readonly number[] | undefined;

  /** A test's place, for `p` and `adjusted` later; the same key is the same test. Undefined where there is no p. */
  test(key: string, p: () => number): number | undefined {
    const known = this.#indexOf.get(key);
    if (known !== undefined) return known;
    const value = p();
    if (Number.isNaN(value)) return undefined;
    this.#adjusted = undefined;
    this.#indexOf.set(key, this.#ps.length);
    this.#ps.push(value);
    return this.#ps.length - 1;
  }

  get size(): number {
    return this.#ps.length;
  }

  p(test: number | undefined): number | null {
    return test === undefined ? null : this.#ps[test]!;
  }

  /** By Holm's method: whatever the dependence, the chance of any false rejection stays at the level. */
  adjusted(test: number | undefined): number | null {
    this.#adjusted ??= holm(this.#ps);
    return test === undefined ? null : this.#adjusted[test]!;
  }

  smallestAdjusted(tests: readonly number[]): number | null {
    return tests.length === 0 ? null : Math.min(...tests.map((test) => this.adjusted(test)!));
  }
}
