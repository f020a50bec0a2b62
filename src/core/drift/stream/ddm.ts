import { RunningMean } from './runningMean.ts';
import { needError, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface DdmSettings {
  /** Values before anything is said. Default 30. */
  readonly warmStart?: number;
  /** Standard deviations above the best error rate. Default 2. */
  readonly warningThreshold?: number;
  /** Standard deviations above the best error rate. Default 3. */
  readonly driftThreshold?: number;
}

/**
 * DDM (Gama and others 2004) over errors, 1 = wrong, 0 = right: the error rate p with its deviation s against the least p + s
 * there has been. Finds sudden changes for the worse. A stream without any error drifts at its first one.
 */
export class Ddm implements StreamDetector {
  readonly name = 'ddm';
  readonly #settings: Required<DdmSettings>;
  #rate = new RunningMean();
  #best = { rate: 0, deviation: 0, sum: Number.POSITIVE_INFINITY };
  #hasDrifted = false;

  constructor({ warmStart = 30, warningThreshold = 2, driftThreshold = 3 }: DdmSettings = {}) {
    needSetting(warmStart >= 0 && warningThreshold >= 0 && driftThreshold >= warningThreshold, '0 ≤ warmStart, 0 ≤ warningThreshold ≤ driftThreshold');
    this.#settings = { warmStart, warningThreshold, driftThreshold };
  }

  update(value: number): StreamState {
    needError(value);
    if (this.#hasDrifted) this.#startAnew();
    this.#rate.add(value);
    const { mean: rate, count } = this.#rate;
    if (count <= this.#settings.warmStart) return 'none';
    const deviation = Math.sqrt((rate * (1 - rate)) / count);
    if (rate + deviation <= this.#best.sum) this.#best = { rate, deviation, sum: rate + deviation };
    const isAbove = (times: number) => rate + deviation > this.#best.rate + times * this.#best.deviation;
    this.#hasDrifted = isAbove(this.#settings.driftThreshold);
    if (this.#hasDrifted) return 'drift';
    return isAbove(this.#settings.warningThreshold) ? 'warning' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    return { values: this.#rate.count, errorRate: this.#rate.mean, bestErrorRate: this.#best.rate, bestDeviation: this.#best.deviation };
  }

  #startAnew(): void {
    this.#rate = new RunningMean();
    this.#best = { rate: 0, deviation: 0, sum: Number.POSITIVE_INFINITY };
    this.#hasDrifted = false;
  }
}
