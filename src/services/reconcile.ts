import { toFault } from '../core/base/fault.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import type { JobTarget, UnsettledJob } from '../core/capability/jobTarget.ts';
import type { ExpectedRun } from '../core/model/launch.ts';
import type { Machine } from '../core/port/machine.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Catalog } from './catalog.ts';
import { allPages } from './gather.ts';

/** A supervisor that tells the trackers itself takes seconds, with a tracker that does not answer longer. */
const lookAfterMs = [1_500, 8_000, 60_000];

export interface Reconciled {
  /** Runs whose end was told now. */
  readonly told: readonly string[];
  /** Runs that a job made by itself and that were found now. */
  readonly linked: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Makes the trackers true: at the start of editor or command line, every end that could not be told at the time is told,
 * and the run of every job that was lost is ended. Idempotent, so two windows may do it at once.
 */
export class Reconcile implements Disposable {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #timers = new DisposableStore();
  readonly #didLink: (run: string, source: string) => void;

  constructor(machine: Machine, catalog: Catalog, didLink: (run: string, source: string) => void = () => undefined) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#didLink = didLink;
  }

  async run(signal: AbortSignal): Promise<Reconciled> {
    const told: string[] = [];
    const linked: string[] = [];
    const problems: Problem[] = [];
    // Telling a tracker runs programs or asks the network, which an untrusted folder's sources must not make us do.
    if (!this.#machine.trust.isTrusted) return { told, linked, problems };
    for (const { config, connection } of await this.#catalog.with('jobs', signal)) {
      try {
        for (const left of (await connection.jobs.unsettled?.(signal)) ?? []) {
          await this.#tell(connection.jobs, left, told, problems, signal);
          const run = left.expects && (await this.#link(connection.jobs, left, left.expects, problems, signal));
          if (run) linked.push(run);
        }
      } catch (error) {
        if (toFault(error).code === 'cancelled') throw error;
        problems.push(problemOf(config.id, toFault(error)));
      }
    }
    return { told, linked, problems };
  }

  /** After a job ended: look a few times, until its supervisor has had its chance to tell. */
  afterEnd(signal: AbortSignal): void {
    for (const delayMs of lookAfterMs) {
      this.#timers.add(
        this.#machine.clock.after(delayMs, () => {
          this.run(signal).catch((error: unknown) => {
            if (toFault(error).code !== 'cancelled') this.#machine.log.warn(`Ended jobs were not reconciled: ${toFault(error).message}`);
          });
        }),
      );
    }
  }

  dispose(): void {
    this.#timers.dispose();
  }

  async #tell(target: JobTarget, left: UnsettledJob, told: string[], problems: Problem[], signal: AbortSignal): Promise<void> {
    for (const { run, source } of left.recorded) {
      const recorder = (await this.#catalog.entry(source, signal))?.connection.recorder;
      if (!recorder) continue; // Its folder is not open here; the next start there tells it.
      try {
        await recorder.end(run, left.outcome, signal);
        await target.settle?.(left.job.id, run, signal);
        told.push(run);
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        problems.push(problemOf(source, { ...fault, message: `The end of “${left.job.name}” could not be recorded: ${fault.message}` }, 'warning'));
      }
    }
  }

  async #link(target: JobTarget, left: UnsettledJob, expects: ExpectedRun, problems: Problem[], signal: AbortSignal): Promise<string | undefined> {
    const entry = await this.#catalog.entry(expects.source, signal);
    const experiments = entry?.connection.experiments;
    if (!entry || !experiments) return undefined;
    try {
      entry.connection.invalidate();
      const { items } = await allPages((request) => experiments.runs(request, signal));
      const run = items.find(({ name }) => name === expects.name);
      await target.link?.(left.job.id, run ? { id: run.id, role: left.job.runs.length === 0 ? 'primary' : 'tracker' } : null, signal);
      if (run) this.#didLink(run.id, entry.config.id);
      return run?.id;
    } catch (error) {
      if (toFault(error).code === 'cancelled') throw error;
      problems.push(problemOf(expects.source, toFault(error), 'warning'));
      return undefined;
    }
  }
}
