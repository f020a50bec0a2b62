import { RunningMean } from './runningMean.ts';
import { needNumber, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface PageHinkleySettings {
  /** Values before anything is said. Default 30. */
  readonly minInstances?: number;
  /** A change of the mean that is let pass, in units of the input. Default 0.005. */
  readonly delta?: number;
  /** The sum of deviations that is a drift, in units of the input: see `pageHinkleyThreshold`. Default 50. */
  readonly threshold?: number;
  /** What is left of the sum after each value, 0 to 1. Default 0.9999. */
  readonly alpha?: number;
  /** Which changes of the mean count. Default both. */
  readonly mode?: 'up' | 'down' | 'both';
}

/** Page-Hinkley (Page 1954): the sum of deviations from the running mean against the least, or the most, it has been. No warnings. */
export class PageHinkley implements StreamDetector {
  readonly name = 'page-hinkley';
  readonly #settings: Required<PageHinkleySettings>;
  #mean = new RunningMean();
  #rise = { sum: 0, least: Number.POSITIVE_INFINITY };
  #fall = { sum: 0, most: -1 };
  #hasDrifted = false;

  constructor({ minInstances = 30, delta = 0.005, threshold = 50, alpha = 0.9999, mode = 'both' }: PageHinkleySettings = {}) {
    needSetting(minInstances >= 0 && threshold >= 0 && alpha >= 0 && alpha <= 1, '0 ≤ minInstances, 0 ≤ threshold, 0 ≤ alpha ≤ 1');
    this.#settings = { minInstances, delta, threshold, alpha, mode };
  }

  update(value: number): StreamState {
    needNumber(value);
    if (this.#hasDrifted) this.#startAnew();
    const { minInstances, delta, threshold, alpha, mode } = this.#settings;
    this.#mean.add(value);
    const off = value - this.#mean.mean;
    this.#rise.sum = alpha * this.#rise.sum + off - delta;
    this.#fall.sum = alpha * this.#fall.sum + off + delta;
    this.#rise.least = Math.min(this.#rise.least, this.#rise.sum);
    this.#fall.most = Math.max(this.#fall.most, this.#fall.sum);
    if (this.#mean.count < minInstances) return 'none';
    const hasRisen = mode !== 'down' && this.#rise.sum - this.#rise.least > threshold;
    const hasFallen = mode !== 'up' && this.#fall.most - this.#fall.sum > threshold;
    this.#hasDrifted = hasRisen || hasFallen;
    return this.#hasDrifted ? 'drift' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    const isEmpty = this.#mean.count === 0;
    return {
      values: this.#mean.count,
      mean: this.#mean.mean,
      risen: isEmpty ? 0 : this.#rise.sum - this.#rise.least,
      fallen: isEmpty ? 0 : this.#fall.most - this.#fall.sum,
      threshold: this.#settings.threshold,
    };
  }

  #startAnew(): void {
    this.#mean = new RunningMean();
    this.#rise = { sum: 0, least: Number.POSITIVE_INFINITY };
    this.#fall = { sum: 0, most: -1 };
    this.#hasDrifted = false;
  }
}
