import { Emitter, type Event } from '../../core/base/event.ts';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { toFault } from '../../core/base/fault.ts';
import type { LogProgress } from '../../core/log/progress.ts';
import type { Job } from '../../core/model/job.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { keyMetric, metricText, type MetricChoice } from '../views/rows/keyMetric.ts';
import { isLive } from '../views/rows/jobRow.ts';

export interface BoardJob {
  readonly job: Job;
  readonly entry: CatalogEntry;
}

const progressEveryMs = 2_000;

/** Every job of every target as last told: what the tree, the badge and the status bar show. */
export class JobBoard implements Disposable {
  readonly #workbench: Workbench;
  readonly #metric: () => MetricChoice;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  readonly #progress = new Map<string, LogProgress>();
  readonly #ended = new AbortController();
  #jobs: readonly BoardJob[] = [];
  #problems: readonly Problem[] = [];
  #timer: Disposable | undefined;
  #isListed = false;

  constructor(workbench: Workbench, metric: () => MetricChoice) {
    this.#workbench = workbench;
    this.#metric = metric;
  }

  readonly onDidChange: Event<void> = this.#changed.event;

  /** As last told. */
  get jobs(): readonly BoardJob[] {
    return this.#jobs;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Jobs that are not over; the parent of several counts as its children do, not once more. */
  get live(): readonly BoardJob[] {
    const parents = new Set(this.#jobs.map(({ job }) => job.parentId));
    return this.#jobs.filter(({ job }) => isLive(job) && !parents.has(job.id));
  }

  /** Begins to listen to targets, and to settle with the trackers what ended unseen. */
  watch(): void {
    const { jobs, reconcile } = this.#workbench;
    const { signal } = this.#ended;
    this.#owned.add(jobs.onDidChange((all) => this.#adopt(all)));
    this.#owned.add(jobs.onDidEnd(() => reconcile.afterEnd(signal)));
    jobs.watch(signal);
  }

  /** The list, read now where it was never told yet. */
  async list(signal: AbortSignal): Promise<readonly BoardJob[]> {
    if (!this.#isListed) await this.#read(signal);
    return this.#jobs;
  }

  find(id: string): BoardJob | undefined {
    return this.#jobs.find(({ job }) => job.id === id);
  }

  progress(job: string): { fraction: number; detail: string } | null {
    const seen = this.#progress.get(job);
    return seen ? { fraction: seen.percent / 100, detail: seen.label ?? '' } : null;
  }

  /** The newest key metric of the run a job records, as far as it was listed. */
  metrics(job: Job): string {
    for (const { id } of job.runs) {
      const run = this.#workbench.runs.peek(id);
      const key = run && keyMetric(run.metrics, this.#metric());
      if (run && key !== undefined) return metricText(run.metrics, key);
    }
    return '';
  }

  /** Lists again and tells everyone. */
  async refresh(): Promise<void> {
    await this.#read(this.#ended.signal);
    this.#changed.fire();
  }

  dispose(): void {
    this.#ended.abort();
    this.#timer?.dispose();
    this.#owned.dispose();
    this.#changed.dispose();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { items, problems } = await this.#workbench.jobs.list(signal);
    this.#problems = problems;
    this.#take(items);
  }

  #adopt(jobs: readonly Job[]): void {
    this.#take(jobs);
    this.#changed.fire();
  }

  #take(jobs: readonly Job[]): void {
    this.#isListed = true;
    this.#jobs = jobs.flatMap((job) => {
      const entry = this.#workbench.locator.peek(job.id);
      return entry ? [{ job, entry }] : [];
    });
    for (const id of this.#progress.keys()) if (!this.#jobs.some(({ job }) => job.id === id)) this.#progress.delete(id);
    this.#plan();
  }

  /** Durations and progress move by themselves while something runs; nothing is asked when nothing does. */
  #plan(): void {
    if (this.#timer || this.live.length === 0 || this.#ended.signal.aborted) return;
    this.#timer = this.#workbench.machine.clock.after(progressEveryMs, () => {
      this.#timer = undefined;
      void this.#tick().catch((error: unknown) => {
        const fault = toFault(error);
        if (fault.code !== 'cancelled') this.#workbench.machine.log.warn(`Jobs cannot be listed: ${fault.message}`);
      });
    });
  }

  async #tick(): Promise<void> {
    await this.#read(this.#ended.signal);
    for (const { job } of this.live) {
      const progress = await this.#workbench.jobs.progress(job, this.#ended.signal);
      if (progress) this.#progress.set(job.id, progress);
    }
    // Runs of live jobs change on a tracker that nothing watches.
    for (const source of new Set(this.live.flatMap(({ job }) => job.runs.map(({ id }) => this.#workbench.locator.peek(id)?.config.id)))) {
      if (source !== undefined) this.#workbench.refresh.soon(source);
    }
    this.#changed.fire();
    this.#plan();
  }
}
