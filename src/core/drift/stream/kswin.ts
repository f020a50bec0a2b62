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

/** `count` different whole numbers from 0 to `below` − 1, in any order. */
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
  #window: number[] = [];
  #draw: IndexDraw;
  #pValue = 1;
  #hasDrifted = false;

  constructor({ alpha = 0.005, windowSize = 100, statSize = 30, draws = '5ca1ab1e' }: KswinSettings = {}) {
    needSetting(alpha >= 0 && alpha <= 1 && statSize >= 1 && windowSize >= 2 * statSize, '0 ≤ alpha ≤ 1, statSize ≥ 1, windowSize ≥ 2 · statSize');
    this.#alpha = alpha;
    this.#windowSize = windowSize;
    this.#statSize = statSize;
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
    const drawn = Float64Array.from(this.#draw(older, this.#statSize), (index) => this.#window[index]!).sort();
    const statistic = ksStatistic(drawn, Float64Array.from(this.#window.slice(older)).sort());
    this.#pValue = ksPValue(statistic, this.#statSize, this.#statSize);
    this.#hasDrifted = this.#pValue <= this.#alpha && statistic > leastStatistic;
    return this.#hasDrifted ? 'drift' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    return { window: this.#window.length, pValue: this.#pValue, alpha: this.#alpha };
  }
}

function seededDraw(seed: string): IndexDraw {
  const random = new RandomGenerator(seed);
  return (below, count) => {
    const indices = Array.from({ length: below }, (_, index) => index);
    // The first steps of a shuffle: each further place gets one of those not drawn yet.
    for (let at = 0; at < count; at += 1) {
      const other = at + random.integerBelow(below - at);
      [indices[at], indices[other]] = [indices[other]!, indices[at]!];
    }
    return indices.slice(0, count);
  };
}
