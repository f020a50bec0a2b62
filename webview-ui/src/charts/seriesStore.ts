import { Emitter, type Event } from '../../../src/core/base/event.ts';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { CompareContract, CurvePoints } from '../../../src/protocol/compare.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';

export interface KeyCurves {
  readonly points: readonly CurvePoints[];
  readonly fault: Fault | null;
  readonly isLoading: boolean;
}

const nothing: KeyCurves = { points: [], fault: null, isLoading: true };

/** Curves by metric key. Keys wanted in the same frame go to the host in one query. */
export class SeriesStore {
  readonly #link: ViewLink<CompareContract>;
  readonly #runs: readonly string[];
  readonly #maxPoints: number;
  readonly #curves = new Map<string, KeyCurves>();
  readonly #changed = new Emitter<string>();
  #wanted = new Set<string>();
  #controller = new AbortController();

  constructor(link: ViewLink<CompareContract>, runs: readonly string[], maxPoints = 1000) {
    this.#link = link;
    this.#runs = runs;
    this.#maxPoints = maxPoints;
  }

  /** Fires with the key whose curves changed. */
  readonly onDidChange: Event<string> = this.#changed.event;

  get(key: string): KeyCurves {
    return this.#curves.get(key) ?? nothing;
  }

  want(key: string): void {
    if (this.#curves.has(key) || this.#wanted.has(key)) return;
    if (this.#wanted.size === 0) queueMicrotask(() => void this.#load());
    this.#wanted.add(key);
  }

  /** Complete curves of runs that are alive, as the host sent them. */
  accept(points: readonly CurvePoints[]): void {
    const keys = new Set(points.map((curve) => curve.key));
    for (const key of keys) {
      const old = this.get(key).points;
      const fresh = points.filter((curve) => curve.key === key && this.#runs.includes(curve.run));
      const kept = old.filter((curve) => !fresh.some((one) => one.run === curve.run));
      this.#set(key, { points: [...kept, ...fresh], fault: null, isLoading: false });
    }
  }

  /** More points of a part of the curves. */
  zoom(key: string, fromStep: number, toStep: number, signal: AbortSignal): Promise<readonly CurvePoints[]> {
    return this.#link.query('series', { runs: this.#runs, keys: [key], maxPoints: this.#maxPoints * 2, fromStep, toStep }, signal);
  }

  dispose(): void {
    this.#controller.abort();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const keys = [...this.#wanted];
    this.#wanted = new Set();
    for (const key of keys) this.#set(key, nothing);
    try {
      const all = await this.#link.query(
        'series',
        { runs: this.#runs, keys, maxPoints: this.#maxPoints, fromStep: null, toStep: null },
        this.#controller.signal,
      );
      for (const key of keys) this.#set(key, { points: all.filter((curve) => curve.key === key), fault: null, isLoading: false });
    } catch (error) {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') for (const key of keys) this.#set(key, { points: [], fault, isLoading: false });
    }
  }

  #set(key: string, curves: KeyCurves): void {
    this.#curves.set(key, curves);
    this.#changed.fire(key);
  }
}
