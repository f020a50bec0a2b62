import { ExponentialHistogram } from './exponentialHistogram.ts';
import { needNumber, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface AdwinSettings {
  /** The chance of a false cut that is allowed, 0 to 1. Default 0.002. */
  readonly delta?: number;
  /** It looks for a change every so many values. Default 32. */
  readonly clock?: number;
  /** Buckets of one size before two become one: more is finer and slower. Default 5. */
  readonly maxBuckets?: number;
  /** Values that each side of a cut has at least. Default 5. */
  readonly minWindowLength?: number;
  /** Values before it looks at all. Default 10. */
  readonly gracePeriod?: number;
}

/**
 * ADWIN (Bifet and Gavaldà 2007): a window that grows while its mean holds and drops its oldest part where two parts of it have
 * different means. For numbers of any range; a change for the better is a drift as well.
 */
export class Adwin implements StreamDetector {
  readonly name = 'adwin';
  readonly #settings: Required<AdwinSettings>;
  #window: ExponentialHistogram;
  #ticks = 0;
  #hasDrifted = false;

  constructor({ delta = 0.002, clock = 32, maxBuckets = 5, minWindowLength = 5, gracePeriod = 10 }: AdwinSettings = {}) {
    needSetting(delta > 0 && delta < 1 && clock >= 1 && maxBuckets >= 2 && minWindowLength >= 1 && gracePeriod >= 0, '0 < delta < 1, clock ≥ 1, maxBuckets ≥ 2, minWindowLength ≥ 1, gracePeriod ≥ 0');
    this.#settings = { delta, clock, maxBuckets, minWindowLength, gracePeriod };
    this.#window = new ExponentialHistogram(maxBuckets);
  }

  update(value: number): StreamState {
    needNumber(value);
    if (this.#hasDrifted) {
      this.#window = new ExponentialHistogram(this.#settings.maxBuckets);
      this.#ticks = 0;
      this.#hasDrifted = false;
    }
    this.#window.add(value);
    this.#ticks += 1;
    if (this.#ticks % this.#settings.clock !== 0 || this.#window.length <= this.#settings.gracePeriod) return 'none';
    while (this.#hasCut()) {
      this.#window.dropOldest();
      this.#hasDrifted = true;
    }
    return this.#hasDrifted ? 'drift' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    const { length, total, spread } = this.#window;
    return { window: length, mean: length === 0 ? 0 : total / length, variance: length === 0 ? 0 : Math.max(0, spread / length) };
  }

  #hasCut(): boolean {
    const { length, spread } = this.#window;
    const least = this.#settings.minWindowLength;
    const confidence = Math.log((2 * Math.log(length)) / this.#settings.delta);
    for (const { before, totalBefore, totalAfter } of this.#window.cuts()) {
      const after = length - before;
      if (before < least || after < least) continue;
      const scale = 1 / (before - least + 1) + 1 / (after - least + 1);
      const allowed = Math.sqrt(2 * scale * (spread / length) * confidence) + (2 / 3) * confidence * scale;
      if (Math.abs(totalBefore / before - totalAfter / after) > allowed) return true;
    }
    return false;
  }
}
