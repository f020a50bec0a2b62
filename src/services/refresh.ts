import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter, type Event } from '../core/base/event.ts';
import { toFault, type Fault } from '../core/base/fault.ts';
import type { Clock } from '../core/port/clock.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { Pace } from './pace.ts';
import type { RunChange } from './runIndex.ts';
import type { Runs } from './runs.ts';

/** One refresh of one source: what changed, or why it could not be read. */
export interface Refreshed {
  readonly source: string;
  readonly change: RunChange | null;
  readonly fault: Fault | null;
}

/** Events that come in a burst (a training step writes several files) become one refresh. */
const coalesceMs = 250;
/** A watch may miss changes on a network drive, so a watched source is polled too, slowly. */
const watchedPollMs = 60_000;

interface Scheduled {
  readonly entry: CatalogEntry;
  readonly pace: Pace;
  watch: Disposable | undefined;
  timer: Disposable | undefined;
  /** When the timer fires. */
  dueMs: number;
  flight: Promise<void> | undefined;
  isDirty: boolean;
}

/**
 * The one scheduler. Polls only while something is visible, one flight per source, within each source's own budget,
 * obeying Retry-After and backing off from failures; local sources are read when their files change.
 */
export class Refresh implements Disposable {
  readonly #clock: Clock;
  readonly #catalog: Catalog;
  readonly #runs: Runs;
  readonly #random: () => number;
  readonly #refreshed = new Emitter<Refreshed>();
  readonly #scheduled = new Map<string, Scheduled>();
  readonly #owned = new DisposableStore();
  readonly #ended = new AbortController();
  #isVisible = false;
  #isStarted = false;

  constructor(clock: Clock, catalog: Catalog, runs: Runs, random: () => number = Math.random) {
    this.#clock = clock;
    this.#catalog = catalog;
    this.#runs = runs;
    this.#random = random;
  }

  /** After each refresh of a source, changed or not. Row differences come from `runs.onDidChange`. */
  readonly onDidRefresh: Event<Refreshed> = this.#refreshed.event;

  /** Begins to watch and poll every source of the catalog, also those that come later. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#owned.add(this.#catalog.onDidChange(() => this.#adopt()));
    this.#adopt();
  }

  /** Call again when sources were loaded for the first time. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#adopt();
    for (const one of this.#scheduled.values()) {
      if (!isVisible) this.#stop(one);
      else this.#plan(one, one.isDirty ? coalesceMs : this.#interval(one));
    }
  }

  /** Something of this source changed: it is read again soon, together with what else changes until then. */
  soon(sourceId: string): void {
    this.#adopt();
    const one = this.#scheduled.get(sourceId);
    if (!one) return;
    one.isDirty = true;
    if (this.#isVisible) this.#plan(one, coalesceMs);
  }

  /** A person asked: every source (or one) at once, whatever its interval. A running flight is followed by another. */
  async now(sourceId?: string): Promise<void> {
    await this.#catalog.entries(this.#ended.signal);
    this.#adopt();
    const wanted = [...this.#scheduled.values()].filter((one) => sourceId === undefined || one.entry.config.id === sourceId);
    await Promise.all(
      wanted.map(async (one) => {
        await one.flight;
        await this.#fly(one);
      }),
    );
  }

  dispose(): void {
    this.#ended.abort();
    for (const one of this.#scheduled.values()) this.#release(one);
    this.#scheduled.clear();
    this.#owned.dispose();
    this.#refreshed.dispose();
  }

  #adopt(): void {
    const current = new Map(this.#catalog.current.map((entry) => [entry.config.id, entry]));
    for (const [id, one] of this.#scheduled) {
      if (current.get(id) === one.entry) continue;
      this.#release(one);
      this.#scheduled.delete(id);
    }
    for (const [id, entry] of current) {
      if (this.#scheduled.has(id)) continue;
      const pace = new Pace(entry.connection.refresh, this.#clock.nowMs());
      const one: Scheduled = { entry, pace, watch: undefined, timer: undefined, dueMs: Infinity, flight: undefined, isDirty: false };
      this.#scheduled.set(id, one);
      if (!this.#isStarted) continue;
      one.watch = entry.connection.watch?.onDidChange(() => this.soon(id));
      if (this.#isVisible) this.#plan(one, this.#interval(one));
    }
  }

  /** The earliest wish wins; the source's own pace decides when it is allowed. */
  #plan(one: Scheduled, delayMs: number): void {
    if (this.#ended.signal.aborted) return;
    const nowMs = this.#clock.nowMs();
    const dueMs = Math.max(nowMs + delayMs, one.pace.allowedAtMs(nowMs));
    if (one.timer && one.dueMs <= dueMs) return;
    one.timer?.dispose();
    one.dueMs = dueMs;
    one.timer = this.#clock.after(dueMs - nowMs, () => {
      one.timer = undefined;
      void this.#fly(one);
    });
  }

  async #fly(one: Scheduled): Promise<void> {
    if (one.flight) {
      one.isDirty = true;
      return one.flight;
    }
    one.flight = this.#read(one);
    try {
      await one.flight;
    } finally {
      one.flight = undefined;
      if (this.#isVisible && this.#scheduled.get(one.entry.config.id) === one) {
        this.#plan(one, one.isDirty ? coalesceMs : this.#interval(one));
      }
    }
  }

  async #read(one: Scheduled): Promise<void> {
    const source = one.entry.config.id;
    one.isDirty = false;
    one.pace.spend(this.#clock.nowMs());
    let change: RunChange | null = null;
    let fault: Fault | null = null;
    try {
      one.entry.connection.invalidate();
      if (one.entry.connection.experiments) change = await this.#runs.refresh(source, this.#ended.signal);
      one.pace.succeeded();
    } catch (error) {
      fault = toFault(error);
      one.pace.failed(this.#clock.nowMs(), fault.retryAfterMs);
    }
    if (!this.#ended.signal.aborted) this.#refreshed.fire({ source, change, fault });
  }

  /** ±10 %, so that many sources (and many windows) do not ask in step. */
  #interval(one: Scheduled): number {
    const { minIntervalMs } = one.entry.connection.refresh;
    const base = one.entry.connection.watch ? Math.max(minIntervalMs, watchedPollMs) : minIntervalMs;
    return base * (0.9 + 0.2 * this.#random());
  }

  #stop(one: Scheduled): void {
    one.timer?.dispose();
    one.timer = undefined;
    one.dueMs = Infinity;
  }

  #release(one: Scheduled): void {
    this.#stop(one);
    one.watch?.dispose();
  }
}
