import { Emitter, type Event } from '../../core/base/event.ts';
import { disposable, type Disposable } from '../../core/base/disposable.ts';
import { fail } from '../../core/base/fault.ts';
import type { JsonSchema } from '../../core/capability/actionSource.ts';
import type { AwaitedRun, JobTarget, SubmitExtras, UnsettledJob } from '../../core/capability/jobTarget.ts';
import { parseId } from '../../core/model/id.ts';
import type { Job, JobRun } from '../../core/model/job.ts';
import type { LaunchSpec, Plan } from '../../core/model/launch.ts';
import { isFinal } from '../../core/model/run.ts';
import type { Target } from '../../core/model/target.ts';
import type { Machine } from '../../core/port/machine.ts';
import { GpuInventory, type Inventory } from './gpu/inventory.ts';
import { preparePlan, type PreparedPlan } from './job/plan.ts';
import { outcomeOf } from './job/status.ts';
import { stopJob } from './job/stop.ts';
import type { JobStore } from './job/store.ts';
import { sharesDevice, submitJob } from './job/submit.ts';
import { targetsOf } from './targets.ts';

const toldPollMs = 100;
const untrusted: Inventory = { gpus: [], problems: ['GPUs are looked for once the folder is trusted.'], split: new Set() };

/** Trainings on this machine, each under its own detached supervisor. */
export class LocalJobs implements JobTarget, Disposable {
  readonly #machine: Machine;
  readonly #source: string;
  readonly #store: JobStore;
  readonly #gpus: GpuInventory;
  readonly #plans = new Map<string, PreparedPlan>();
  readonly #changed = new Emitter<void>();
  #watched = '';
  #watch: Disposable | undefined;

  constructor(machine: Machine, source: string, store: JobStore) {
    this.#machine = machine;
    this.#source = source;
    this.#store = store;
    this.#gpus = new GpuInventory(machine);
  }

  readonly onDidChangeJobs: Event<void> = (listener) => {
    const subscription = this.#changed.event(listener);
    void this.#rearm().catch((error: unknown) => this.#machine.log.warn(`Jobs are not watched: ${String(error)}`));
    return disposable(() => {
      subscription.dispose();
      if (!this.#changed.hasListeners) this.#disarm();
    });
  };

  dispose(): void {
    this.#changed.dispose();
    this.#disarm();
  }

  async targets(signal: AbortSignal): Promise<Target[]> {
    return targetsOf(this.#source, await this.#inventory(signal));
  }

  optionsSchema(_target: string): JsonSchema {
    return {
      type: 'object',
      properties: {
        queue: { type: 'boolean', title: 'Wait for the device', description: 'Start after the jobs that use the same device have ended.', default: false },
        stopSignal: {
          type: 'string',
          title: 'First signal of a stop',
          description: 'SIGINT lets a program that saves on Ctrl-C do so; SIGTERM and SIGKILL follow.',
          enum: ['SIGTERM', 'SIGINT'],
          default: 'SIGTERM',
        },
      },
    };
  }

  async plan(spec: LaunchSpec, target: string, signal: AbortSignal): Promise<Plan> {
    const prefix = `target/${this.#source}/`;
    const native = target.slice(target.indexOf(':') + 1);
    if (!native.startsWith(prefix)) throw fail('notFound', `${target} is no target of this machine.`);
    const parts = {
      machine: this.#machine,
      source: this.#source,
      inventory: await this.#inventory(signal),
      busyWith: async (devices: readonly string[]) =>
        (await this.#store.active()).filter(({ record }) => sharesDevice(record.devices, devices)).map(({ record }) => record.job.name),
    };
    const prepared = await preparePlan(parts, spec, target, native.slice(prefix.length), signal);
    this.#plans.set(prepared.plan.planId, prepared);
    return prepared.plan;
  }

  async submit(plan: Plan, idempotencyKey: string, extras: SubmitExtras, signal: AbortSignal): Promise<Job> {
    if (!this.#machine.trust.isTrusted) {
      throw fail('untrusted', 'Nothing is launched in a folder that is not trusted.', { hint: 'Trust the folder first.' });
    }
    // What was planned here is run, not what a caller may have made of it since.
    const prepared = this.#plans.get(plan.planId);
    if (!prepared) throw fail('invalid', 'This plan was not made here, or not by this process.', { hint: 'Plan the launch again.' });
    const job = await submitJob(this.#machine, this.#store, prepared, idempotencyKey, extras, signal);
    this.#changed.fire();
    return job;
  }

  async jobs(_signal: AbortSignal): Promise<Job[]> {
    const jobs = (await this.#store.list()).map((stored) => this.#store.job(stored));
    if (this.#changed.hasListeners) await this.#rearm(jobs);
    return jobs;
  }

  async job(id: string, _signal: AbortSignal): Promise<Job> {
    const stored = await this.#store.read(this.nativeOf(id));
    if (!stored) throw fail('notFound', `There is no job ${id}.`);
    return this.#store.job(stored);
  }

  async cancel(job: string, options: { readonly graceMs: number }, signal: AbortSignal): Promise<Job> {
    const stopped = await stopJob(this.#machine, this.#store, this.nativeOf(job), options.graceMs, signal);
    this.#changed.fire();
    return stopped;
  }

  async awaited(_signal: AbortSignal): Promise<AwaitedRun[]> {
    return (await this.#store.list()).flatMap(({ record, links }) =>
      record.expects && !links.isSearched ? [{ runs: record.job.runs.map(({ id }) => id), expects: record.expects }] : [],
    );
  }

  async told(job: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const stored = await this.#store.read(this.nativeOf(job));
      if (!stored?.isWatched || stored.state?.phase === 'done') return;
      await this.#machine.clock.sleep(toldPollMs, signal);
    }
  }

  async unsettled(_signal: AbortSignal): Promise<UnsettledJob[]> {
    const left: UnsettledJob[] = [];
    for (const stored of await this.#store.list()) {
      const job = this.#store.job(stored);
      const outcome = outcomeOf(stored);
      if (!isFinal(job.status) || !outcome) continue;
      // A supervisor that still lives is telling the trackers itself.
      const recorded = stored.isWatched ? [] : stored.record.recorded.filter(({ run }) => !stored.settled.includes(run));
      const expects = stored.links.isSearched ? null : stored.record.expects;
      if (recorded.length > 0 || expects) left.push({ job, outcome, recorded, expects });
    }
    return left;
  }

  settle(job: string, run: string, _signal: AbortSignal): Promise<void> {
    return this.#store.addSettled(this.nativeOf(job), run);
  }

  async link(job: string, run: JobRun | null, _signal: AbortSignal): Promise<void> {
    const native = this.nativeOf(job);
    const stored = await this.#store.read(native);
    if (!stored) throw fail('notFound', `There is no job ${job}.`);
    const isKnown = run === null || [...stored.record.job.runs, ...stored.links.linked].some(({ id }) => id === run.id);
    await this.#store.writeLinks(native, { linked: isKnown ? stored.links.linked : [...stored.links.linked, run], isSearched: true });
    this.#changed.fire();
  }

  nativeOf(job: string): string {
    const parsed = parseId(job);
    const prefix = `${this.#source}/`;
    if (parsed?.kind !== 'job' || !parsed.native.startsWith(prefix)) throw fail('notFound', `There is no job ${job} here.`);
    return parsed.native.slice(prefix.length);
  }

  /** Looking for devices runs a program of the system, and before trust nothing runs. */
  #inventory(signal: AbortSignal): Promise<Inventory> {
    return this.#machine.trust.isTrusted ? this.#gpus.read(signal) : Promise.resolve(untrusted);
  }

  /** Watches the list and each job that is not over: a heartbeat, an exit record or a new job is a change there. */
  async #rearm(jobs?: readonly Job[]): Promise<void> {
    await this.#store.ensureRoot();
    const active = jobs
      ? jobs.filter((job) => !isFinal(job.status)).map((job) => this.nativeOf(job.id))
      : (await this.#store.active()).map(({ record }) => record.native);
    const folders = [this.#store.root, ...active.map((native) => this.#store.folderOf(native))];
    const key = folders.join('\n');
    if (key === this.#watched) return;
    this.#disarm();
    if (!this.#changed.hasListeners) return;
    this.#watched = key;
    this.#watch = this.#machine.files.watch(folders, () => this.#changed.fire());
  }

  #disarm(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#watched = '';
  }
}
