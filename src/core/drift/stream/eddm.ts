import { RunningMean } from './runningMean.ts';
import { needError, needSetting, type StreamDetector, type StreamState } from './streamDetector.ts';

export interface EddmSettings {
  /** Values, and errors, before anything is said. Default 30. */
  readonly warmStart?: number;
  /** Share of the widest spacing of errors below which it warns. Default 0.95. */
  readonly alpha?: number;
  /** Share of the widest spacing of errors below which it is a drift. Default 0.9. */
  readonly beta?: number;
}

/**
 * EDDM (Baena-García and others 2006) over errors, 1 = wrong, 0 = right: the spacing of errors, mean + 2 deviations in rows,
 * against the widest there has been. Finds slow changes for the worse earlier than DDM; many false alarms where errors are rare.
 */
export class Eddm implements StreamDetector {
  readonly name = 'eddm';
  readonly #settings: Required<EddmSettings>;
  #spacing = new RunningMean();
  #squares = 0;
  #values = 0;
  #lastError = 0;
  #widest = -1;
  #state: StreamState = 'none';

  constructor({ warmStart = 30, alpha = 0.95, beta = 0.9 }: EddmSettings = {}) {
    needSetting(warmStart >= 0 && beta >= 0 && alpha >= beta, '0 ≤ warmStart, 0 ≤ beta ≤ alpha');
    this.#settings = { warmStart, alpha, beta };
  }

  /** Between two errors nothing is learnt: a warning stays until the next error takes it back. */
  update(value: number): StreamState {
    needError(value);
    if (this.#state === 'drift') this.#startAnew();
    this.#values += 1;
    if (value === 1) this.#state = this.#afterError(this.#values - this.#lastError);
    return this.#state;
  }

  #afterError(distance: number): StreamState {
    const before = this.#spacing.mean;
    this.#spacing.add(distance);
    this.#squares += (distance - before) * (distance - this.#spacing.mean);
    this.#lastError = this.#values;
    const { warmStart, alpha, beta } = this.#settings;
    if (this.#values <= warmStart) return this.#state;
    const width = this.#width();
    if (width > this.#widest) {
      this.#widest = width;
      return this.#state;
    }
    if (this.#spacing.count <= warmStart) return this.#state;
    const level = width / this.#widest;
    if (level < beta) return 'drift';
    return level < alpha ? 'warning' : 'none';
  }

  inside(): Readonly<Record<string, number>> {
    return { values: this.#values, errors: this.#spacing.count, spacing: this.#spacing.mean, width: this.#width(), widest: Math.max(0, this.#widest) };
  }

  /** Mean and twice the deviation of the spacing, in rows. */
  #width(): number {
    const { count, mean } = this.#spacing;
    return mean + 2 * Math.sqrt(count > 1 ? this.#squares / (count - 1) : 0);
  }

  #startAnew(): void {
    this.#spacing = new RunningMean();
    this.#squares = 0;
    this.#values = 0;
    this.#lastError = 0;
    this.#widest = -1;
    this.#state = 'none';
  }
}
