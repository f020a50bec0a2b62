import type { HddmSettings } from './hddmA.ts';
import { needError, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';
import { WeightedMean } from './weightedMean.ts';

export interface HddmWSettings extends HddmSettings {
  /** Of the newest value, above 0 and below 1. Default 0.05. */
  readonly weight?: number;
}

interface Cut {
  readonly before: WeightedMean;
  readonly after: WeightedMean;
}

/**
 * HDDM-W (Frías-Blanco and others 2014) over errors, 1 = wrong, 0 = right: the exponentially weighted error rate after the best
 * cut against that before it, by McDiarmid's bound. The newest values count most, so that it finds slow changes, too.
 */
export class HddmW implements StreamDetector {
  readonly name = 'hddm-w';
  readonly #settings: Required<HddmWSettings>;
  #all: WeightedMean;
  #rise: Cut;
  #fall: Cut;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;
  #hasDrifted = false;

  constructor({ driftConfidence = 0.001, warningConfidence = 0.005, twoSided = false, weight = 0.05 }: HddmWSettings = {}) {
    needSetting(driftConfidence > 0 && driftConfidence <= warningConfidence && warningConfidence < 1 && weight > 0 && weight < 1, '0 < driftConfidence ≤ warningConfidence < 1, 0 < weight < 1');
    this.#settings = { driftConfidence, warningConfidence, twoSided, weight };
    this.#all = new WeightedMean(weight);
    this.#rise = this.#emptyCut();
    this.#fall = this.#emptyCut();
  }

  update(value: number): StreamState {
    needError(value);
    if (this.#hasDrifted) this.#startAnew();
    this.#all.add(value);
    const { driftConfidence, warningConfidence, twoSided } = this.#settings;
    const reach = bound(this.#all.squares, driftConfidence);
    if (this.#all.mean + reach < this.#least) {
      this.#least = this.#all.mean + reach;
      this.#rise = { before: this.#all.copy(), after: new WeightedMean(this.#settings.weight) };
    } else this.#rise.after.add(value);
    if (this.#all.mean - reach > this.#most) {
      this.#most = this.#all.mean - reach;
      this.#fall = { before: this.#all.copy(), after: new WeightedMean(this.#settings.weight) };
    } else this.#fall.after.add(value);
    const isBeyond = (confidence: number) => isApart(this.#rise, 1, confidence) || (twoSided && isApart(this.#fall, -1, confidence));
    this.#hasDrifted = isBeyond(driftConfidence);
    if (this.#hasDrifted) return 'drift';
    return isBeyond(warningConfidence) ? 'warning' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    return { values: this.#all.count, errorRate: this.#all.mean, errorRateBefore: this.#rise.before.mean, errorRateAfter: this.#rise.after.mean };
  }

  #emptyCut(): Cut {
    return { before: new WeightedMean(this.#settings.weight), after: new WeightedMean(this.#settings.weight) };
  }

  #startAnew(): void {
    this.#all = new WeightedMean(this.#settings.weight);
    this.#rise = this.#emptyCut();
    this.#fall = this.#emptyCut();
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = Number.NEGATIVE_INFINITY;
    this.#hasDrifted = false;
  }
}

/** How far a weighted mean of values of 0 to 1 is from its expectation by chance. */
function bound(squares: number, confidence: number): number {
  return Math.sqrt((squares * Math.log(1 / confidence)) / 2);
}

/** `sign` 1: higher after the cut, −1: lower. */
function isApart({ before, after }: Cut, sign: 1 | -1, confidence: number): boolean {
  if (before.count === 0 || after.count === 0) return false;
  return sign * (after.mean - before.mean) > bound(before.squares + after.squares, confidence);
}
