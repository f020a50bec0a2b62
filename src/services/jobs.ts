import { Emitter, type Event } from '../core/base/event.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { fail, toFault } from '../core/base/fault.ts';
import { LogLines } from '../core/log/lines.ts';
import { lastProgress, type LogProgress } from '../core/log/progress.ts';
import type { Job } from '../core/model/job.ts';
import { isFinal } from '../core/model/run.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { gather, type Gathered } from './gather.ts';
import { parentOf } from './jobParent.ts';
import type { Locator } from './locate.ts';
import type { Joins } from './sameRuns.ts';

const tailBytes = 16 * 1024;
const leastPart = 4;
/** A supervisor that was killed writes nothing any more, so no watch tells of it. */
const lookAgainMs = 10_000;
/** Roles whose runs are one execution, told to several trackers. */
const sameRoles: ReadonlySet<string> = new Set(['primary', 'tracker', 'pipeline']);

/** Jobs of every target as one list. */
export class Jobs implements Disposable {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #changed = new Emitter<readonly Job[]>();
  readonly #ended = new Emitter<Job>();
  readonly #subscriptions = new DisposableStore();
  readonly #watched = new Set<CatalogEntry>();
  readonly #live = new Set<string>();
  #timer: Disposable | undefined;
  #looking: Promise<void> | undefined;
  #isStale = false;

  constructor(machine: Machine, catalog: Catalog, locator: Locator) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#locator = locator;
  }

  /** The whole list, after something in it changed. Only while `watch` is on. */
  readonly onDidChange: Event<readonly Job[]> = this.#changed.event;
  /** A job that was seen live came to its end. Only while `watch` is on. */
  readonly onDidEnd: Event<Job> = this.#ended.event;

  /** Newest first; the parent of a grid stands before its children. */
  async list(signal: AbortSignal): Promise<Gathered<Job>> {
    const entries = await this.#catalog.with('jobs', signal);
    const found = await gather(entries, async ({ connection }) => ({ items: await connection.jobs.jobs(signal) }));
    const jobs = [...found.items].sort((a, b) => (b.submittedAt ?? '').localeCompare(a.submittedAt ?? '') || b.id.localeCompare(a.id));
    return { ...found, items: withParents(jobs) };
  }

  /** By its id, or by a part of its own name (four characters or more) that no other job has. */
  async job(id: string, signal: AbortSignal): Promise<Job> {
    const { items, problems } = await this.list(signal);
    const exact = items.find((job) => job.id === id);
    if (exact) return exact;
    const fitting = id.length < leastPart ? [] : items.filter((job) => job.id.endsWith(id) || ownName(job).includes(id));
    const [only, other] = fitting;
    if (only && !other) return only;
    if (only) throw fail('invalid', `“${id}” fits ${fitting.length} jobs.`, { hint: 'Give more of the id.' });
    throw fail('notFound', `There is no job ${id}.`, { hint: problems[0]?.message ?? 'The jobs of this machine are listed by `mlops jobs` and in the Jobs view.' });
  }

  /** Ends a job, or every job of a parent (the last ones first, so that none starts meanwhile). Answers how it is then. */
  async cancel(id: string, options: { readonly graceMs: number }, signal: AbortSignal): Promise<Job> {
    const { items } = await this.list(signal);
    const children = items.filter((job) => job.parentId === id);
    if (children.length === 0) {
      const job = await this.job(id, signal);
      const { connection } = await this.#locator.find(job.id, signal);
      if (!connection.jobs) throw fail('unsupported', `${id} cannot be stopped.`);
      return connection.jobs.cancel(job.id, options, signal);
    }
    await Promise.all(children.filter((job) => !isFinal(job.status)).map((job) => this.cancel(job.id, options, signal)));
    return this.job(id, signal);
  }

  /** Waits until the trackers know how this ended job ended, as far as its own target tells them. */
  async told(id: string, signal: AbortSignal): Promise<void> {
    const { connection } = await this.#locator.find(id, signal);
    await connection.jobs?.told?.(id, signal);
  }

  /** What the newest progress bar in a job's log says; undefined without one. */
  async progress(job: Job, signal: AbortSignal): Promise<LogProgress | undefined> {
    const { connection } = await this.#locator.find(job.id, signal);
    const { logs } = connection;
    // Without offsets the whole log would have to come over the wire for its last line.
    if (!logs?.cursorsAreOffsets || !job.logBytes) return undefined;
    const [stream] = await logs.streams(job.id, job.attempt, signal);
    if (!stream) return undefined;
    const lines = new LogLines();
    const cursor = String(Math.max(0, job.logBytes - tailBytes));
    for await (const event of logs.open(job.id, stream.id, { cursor, follow: false }, signal)) {
      if (event.kind === 'bytes') lines.write(event.bytes);
    }
    return lastProgress([...lines.take(), ...lines.open]);
  }

  /** Which runs are one execution, as the jobs' own records say. */
  async joins(signal: AbortSignal): Promise<Joins> {
    const { items } = await this.list(signal);
    const pairs = items.flatMap((job) => {
      const [first, ...rest] = job.runs.filter(({ role }) => sameRoles.has(role)).map(({ id }) => id);
      return first === undefined ? [] : rest.map((other) => [first, other] as const);
    });
    const targets = await this.#catalog.with('jobs', signal);
    const { items: awaited } = await gather(targets, async ({ connection }) => ({ items: (await connection.jobs.awaited?.(signal)) ?? [] }));
    return { pairs, awaited: awaited.filter(({ runs }) => runs.length > 0) };
  }

  /** Begins to tell of changes. Targets that can tell are listened to; live jobs are looked at now and then as well. */
  watch(signal: AbortSignal): void {
    this.#subscriptions.add(this.#catalog.onDidChange(() => this.#lookSoon(signal)));
    this.#lookSoon(signal);
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#subscriptions.dispose();
    this.#changed.dispose();
    this.#ended.dispose();
  }

  #lookSoon(signal: AbortSignal): void {
    if (signal.aborted) return;
    if (this.#looking) {
      this.#isStale = true;
      return;
    }
    this.#isStale = false;
    this.#looking = this.#look(signal)
      .catch((error: unknown) => {
        if (toFault(error).code !== 'cancelled') this.#machine.log.warn(`Jobs could not be listed: ${toFault(error).message}`);
      })
      .finally(() => {
        this.#looking = undefined;
        if (this.#isStale) this.#lookSoon(signal);
      });
  }

  async #look(signal: AbortSignal): Promise<void> {
    for (const entry of await this.#catalog.with('jobs', signal)) {
      if (this.#watched.has(entry)) continue;
      this.#watched.add(entry);
      const subscription = entry.connection.jobs.onDidChangeJobs?.(() => this.#lookSoon(signal));
      if (subscription) this.#subscriptions.add(subscription);
    }
    const { items } = await this.list(signal);
    this.#changed.fire(items);
    for (const job of items) {
      if (!isFinal(job.status)) this.#live.add(job.id);
      else if (this.#live.delete(job.id)) this.#ended.fire(job);
    }
    this.#timer?.dispose();
    if (this.#live.size > 0) this.#timer = this.#machine.clock.after(lookAgainMs, () => this.#lookSoon(signal));
  }
}

/** What stands behind the last slash of an id. */
function ownName({ id }: Job): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function withParents(jobs: readonly Job[]): Job[] {
  const known = new Set(jobs.map(({ id }) => id));
  const families = new Map<string, Job[]>();
  for (const job of jobs) {
    if (job.parentId === null || known.has(job.parentId)) continue;
    const family = families.get(job.parentId);
    if (family) family.push(job);
    else families.set(job.parentId, [job]);
  }
  const placed = new Set<string>();
  return jobs.flatMap((job) => {
    const family = job.parentId === null ? undefined : families.get(job.parentId);
    if (!family || job.parentId === null || placed.has(job.parentId)) return [job];
    placed.add(job.parentId);
    return [parentOf(job.parentId, family), job];
  });
}
