/** Exponentially weighted mean of the values so far, and how much one value can still move it. */
export class WeightedMean {
  readonly #weight: number;
  count = 0;
  mean = 0;
  /** Sum of the squared weights of all values, McDiarmid's bound on independent ones; 1 before the first. */
  squares = 1;

  /** `weight` of the newest value, 0 to 1. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  add(value: number): void {
    const rest = 1 - this.#weight;
    this.mean = this.count === 0 ? value : this.#weight * value + rest * this.mean;
    this.squares = this.#weight * this.#weight + rest * rest * this.squares;
    this.count += 1;
  }

  copy(): WeightedMean {
    return Object.assign(new WeightedMean(this.#weight), { count: this.count, mean: this.mean, squares: this.squares });
  }
}
