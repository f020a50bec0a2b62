import { Emitter, type Event } from '../../core/base/event.ts';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { toFault } from '../../core/base/fault.ts';
import { lastProgress, type LogProgress } from '../../core/log/progress.ts';
import type { Job } from '../../core/model/job.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { Workbench } from '../../services/workbench.ts';
import { keyMetric, shortKey, type MetricChoice } from '../views/rows/keyMetric.ts';
import { isLive } from '../views/rows/jobRow.ts';
import { value } from '../views/rows/text.ts';

export interface BoardJob {
  readonly job: Job;
  readonly entry: CatalogEntry;
}

const progressEveryMs = 2_000;
const coalesceMs = 250;
const tailBytes = 8 * 1024;

/** Every job of every target, kept while it matters: what the tree, the badge and the status bar show. */
export class JobBoard implements Disposable {
  readonly #workbench: Workbench;
  readonly #metric: () => MetricChoice;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  readonly #watched = new Set<string>();
  readonly #progress = new Map<string, LogProgress>();
  readonly #ended = new AbortController();
  #jobs: readonly BoardJob[] = [];
  #timer: Disposable | undefined;
  #dueMs = Infinity;

  constructor(workbench: Workbench, metric: () => MetricChoice) {
    this.#workbench = workbench;
    this.#metric = metric;
  }

  readonly onDidChange: Event<void> = this.#changed.event;

  /** As last listed. */
  get jobs(): readonly BoardJob[] {
    return this.#jobs;
  }

  get live(): readonly BoardJob[] {
    return this.#jobs.filter(({ job }) => isLive(job));
  }

  async list(signal: AbortSignal): Promise<{ jobs: readonly BoardJob[]; problems: readonly Problem[] }> {
    const jobs: BoardJob[] = [];
    const problems: Problem[] = [];
    for (const entry of await this.#workbench.catalog.with('jobs', signal)) {
      this.#watch(entry);
      try {
        for (const job of await entry.connection.jobs.jobs(signal)) jobs.push({ job, entry });
      } catch (error) {
        problems.push(problemOf(entry.config.id, toFault(error)));
      }
    }
    jobs.sort((left, right) => (right.job.submittedAt ?? '').localeCompare(left.job.submittedAt ?? ''));
    this.#jobs = jobs;
    this.#plan();
    return { jobs, problems };
  }

  find(id: string): BoardJob | undefined {
    return this.#jobs.find(({ job }) => job.id === id);
  }

  progress(job: string): { fraction: number; detail: string } | null {
    const seen = this.#progress.get(job);
    return seen ? { fraction: seen.percent / 100, detail: seen.label ?? '' } : null;
  }

  /** The newest key metric of the run a live job records, as far as it was listed. */
  metrics(job: Job): string {
    for (const { id } of job.runs) {
      const run = this.#workbench.runs.peek(id);
      const key = run && keyMetric(run.metrics, this.#metric());
      if (run && key !== undefined) return `${shortKey(key)} ${value(run.metrics[key])}`;
    }
    return '';
  }

  /** Lists again and tells everyone. */
  async refresh(): Promise<void> {
    await this.list(this.#ended.signal);
    this.#changed.fire();
  }

  dispose(): void {
    this.#ended.abort();
    this.#timer?.dispose();
    this.#owned.dispose();
    this.#changed.dispose();
  }

  #watch(entry: CatalogEntry): void {
    if (this.#watched.has(entry.config.id)) return;
    this.#watched.add(entry.config.id);
    const subscription = entry.connection.jobs?.onDidChangeJobs?.(() => this.#soon(coalesceMs));
    if (subscription) this.#owned.add(subscription);
  }

  /** Durations and progress move by themselves while something runs; nothing is asked when nothing does. */
  #plan(): void {
    if (this.live.length > 0) this.#soon(progressEveryMs);
  }

  /** The earlier wish wins; a burst of changes becomes one listing. */
  #soon(delayMs: number): void {
    const dueMs = this.#workbench.machine.clock.nowMs() + delayMs;
    if (this.#ended.signal.aborted || (this.#timer && this.#dueMs <= dueMs)) return;
    this.#timer?.dispose();
    this.#dueMs = dueMs;
    this.#timer = this.#workbench.machine.clock.after(delayMs, () => {
      this.#timer = undefined;
      void this.#readProgress()
        .then(() => this.refresh())
        .catch((error: unknown) => this.#say('Jobs cannot be listed.', error));
    });
  }

  #say(what: string, error: unknown): void {
    const fault = toFault(error);
    if (fault.code !== 'cancelled') this.#workbench.machine.log.warn(`${what} ${fault.message}`);
  }

  async #readProgress(): Promise<void> {
    for (const { job, entry } of this.live) {
      const { logs } = entry.connection;
      if (!logs?.cursorsAreOffsets || job.logBytes === null || job.logBytes === 0) continue;
      try {
        const text = await tail(logs, job, this.#ended.signal);
        const progress = lastProgress(text.split(/[\r\n]+/).filter((line) => line.trim() !== ''));
        if (progress) this.#progress.set(job.id, progress);
      } catch (error) {
        this.#say(`${job.name}: its progress cannot be read.`, error);
      }
    }
  }
}

async function tail(logs: NonNullable<CatalogEntry['connection']['logs']>, job: Job, signal: AbortSignal): Promise<string> {
  const [stream] = await logs.streams(job.id, job.attempt, signal);
  if (!stream) return '';
  const decoder = new TextDecoder();
  let text = '';
  const cursor = String(Math.max(0, (job.logBytes ?? 0) - tailBytes));
  for await (const event of logs.open(job.id, stream.id, { cursor, follow: false }, signal)) {
    if (event.kind === 'bytes') text = (text + decoder.decode(event.bytes, { stream: true })).slice(-tailBytes);
  }
  return text;
}
