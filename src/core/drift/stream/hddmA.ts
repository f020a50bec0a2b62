import { RunningMean } from './runningMean.ts';
import { needError, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface HddmSettings {
  /** The chance of a false drift that is allowed, 0 to 1. Default 0.001. */
  readonly driftConfidence?: number;
  /** The chance of a false warning that is allowed, 0 to 1. Default 0.005. */
  readonly warningConfidence?: number;
  /** Whether fewer errors are a drift as well. Default false. */
  readonly twoSided?: boolean;
}

/**
 * HDDM-A (Frías-Blanco and others 2014) over errors, 1 = wrong, 0 = right: the error rate of the whole against that up to the
 * best cut, by Hoeffding's bound, which assumes nothing of the law of the errors. Finds sudden changes.
 */
export class HddmA implements StreamDetector {
  readonly name = 'hddm-a';
  readonly #settings: Required<HddmSettings>;
  #all = new RunningMean();
  #best = new RunningMean();
  #worst = new RunningMean();
  #hasDrifted = false;

  constructor({ driftConfidence = 0.001, warningConfidence = 0.005, twoSided = false }: HddmSettings = {}) {
    needSetting(driftConfidence > 0 && driftConfidence <= warningConfidence && warningConfidence < 1, '0 < driftConfidence ≤ warningConfidence < 1');
    this.#settings = { driftConfidence, warningConfidence, twoSided };
  }

  update(value: number): StreamState {
    needError(value);
    if (this.#hasDrifted) this.#startAnew();
    this.#all.add(value);
    if (this.#best.count === 0) this.#best = this.#all.copy();
    if (this.#worst.count === 0) this.#worst = this.#all.copy();
    const bound = ({ count }: RunningMean) => Math.sqrt((1 / (2 * count)) * Math.log(1 / this.#settings.driftConfidence));
    if (this.#best.mean + bound(this.#best) >= this.#all.mean + bound(this.#all)) this.#best = this.#all.copy();
    if (this.#worst.mean - bound(this.#worst) <= this.#all.mean - bound(this.#all)) this.#worst = this.#all.copy();
    const { driftConfidence, warningConfidence, twoSided } = this.#settings;
    const isBeyond = (confidence: number) =>
      this.#isApart(this.#best, this.#all.mean - this.#best.mean, confidence) ||
      (twoSided && this.#isApart(this.#worst, this.#worst.mean - this.#all.mean, confidence));
    this.#hasDrifted = isBeyond(driftConfidence);
    if (this.#hasDrifted) return 'drift';
    return isBeyond(warningConfidence) ? 'warning' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    return { values: this.#all.count, errorRate: this.#all.mean, bestErrorRate: this.#best.mean, bestUpTo: this.#best.count };
  }

  #isApart(cut: RunningMean, distance: number, confidence: number): boolean {
    const all = this.#all.count;
    if (cut.count === all) return false;
    const scale = ((all - cut.count) / cut.count) * (1 / all);
    return distance >= Math.sqrt((scale / 2) * Math.log(2 / confidence));
  }

  #startAnew(): void {
    this.#all = new RunningMean();
    this.#best = new RunningMean();
    this.#worst = new RunningMean();
    this.#hasDrifted = false;
  }
}
