import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { ksPValue } from '../../statistics/tests/ksPValue.ts';
import { ksStatistic } from '../../statistics/tests/ksStatistic.ts';
import { needNumber, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface KswinSettings {
  /** Significance of each test, 0 to 1; there is one at every value, so well below 0.01. Default 0.005. */
  readonly alpha?: number;
  /** Values that are kept. Default 100. */
  readonly windowSize?: number;
  /** The latest so many are compared with as many drawn from the rest. Default 30. */
  readonly statSize?: number;
  /** Makes the draws of a stream that starts (anew). Default: always the same draws, from a seed of hex digits. */
  readonly draws?: (() => IndexDraw) | string;
}

/** Its first `count` are different whole numbers from 0 to `below` − 1, in any order; good until the next draw. */
export type IndexDraw = (below: number, count: number) => ArrayLike<number>;

/** A difference of the distributions below this is none, however sure. */
const leastStatistic = 0.1;

/**
 * KSWIN (Raab and others 2020): a Kolmogorov-Smirnov test of the latest values against some drawn from those before. Finds
 * changes of shape, not only of the mean. No warnings.
 */
export class Kswin implements StreamDetector {
  readonly name = 'kswin';
  readonly #alpha: number;
  readonly #windowSize: number;
  readonly #statSize: number;
  readonly #draws: () => IndexDraw;
  readonly #chances = new Map<number, number>();
  // Written anew at every value: it is looked at a million times in a large report.
  readonly #drawn: Float64Array;
  readonly #latest: Float64Array;
  #window: number[] = [];
  #draw: IndexDraw;
  #pValue = 1;
  #hasDrifted = false;

  constructor({ alpha = 0.005, windowSize = 100, statSize = 30, draws = '5ca1ab1e' }: KswinSettings = {}) {
    needSetting(alpha >= 0 && alpha <= 1 && statSize >= 1 && windowSize >= 2 * statSize, '0 ≤ alpha ≤ 1, statSize ≥ 1, windowSize ≥ 2 · statSize');
    this.#alpha = alpha;
    this.#windowSize = windowSize;
    this.#statSize = statSize;
    this.#drawn = new Float64Array(statSize);
    this.#latest = new Float64Array(statSize);
    this.#draws = typeof draws === 'string' ? () => seededDraw(draws) : draws;
    this.#draw = this.#draws();
  }

  update(value: number): StreamState {
    needNumber(value);
    if (this.#hasDrifted) {
      this.#window = [];
      this.#draw = this.#draws();
      this.#hasDrifted = false;
    }
    this.#window.push(value);
    if (this.#window.length > this.#windowSize) this.#window.shift();
    if (this.#window.length < this.#windowSize) return 'none';
    const older = this.#windowSize - this.#statSize;
    const indices = this.#draw(older, this.#statSize);
    for (let at = 0; at < this.#statSize; at += 1) {
      this.#drawn[at] = this.#window[indices[at]!]!;
      this.#latest[at] = this.#window[older + at]!;
    }
    const statistic = ksStatistic(this.#drawn.sort(), this.#latest.sort());
    this.#pValue = this.#chanceOf(statistic);
    this.#hasDrifted = this.#pValue <= this.#alpha && statistic > leastStatistic;
    return this.#hasDrifted ? 'drift' : 'none';
  }

  /** Two samples of one size have few distances between them, and the exact p of one takes longer than all the rest. */
  #chanceOf(statistic: number): number {
    const known = this.#chances.get(statistic);
    if (known !== undefined) return known;
    const chance = ksPValue(statistic, this.#statSize, this.#statSize);
    this.#chances.set(statistic, chance);
    return chance;
  }

  inside(): Readonly<Record<string, number>> {
    return { window: this.#window.length, pValue: this.#pValue, alpha: this.#alpha };
  }
}

function seededDraw(seed: string): IndexDraw {
  const random = new RandomGenerator(seed);
  let indices = new Int32Array();
  return (below, count) => {
    if (indices.length !== below) indices = new Int32Array(below);
    for (let index = 0; index < below; index += 1) indices[index] = index;
    // The first steps of a shuffle: each further place gets one of those not drawn yet.
    for (let at = 0; at < count; at += 1) {
      const other = at + random.integerBelow(below - at);
      const one = indices[at]!;
      indices[at] = indices[other]!;
      indices[other] = one;
    }
    return indices;
  };
}
