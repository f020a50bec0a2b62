import { fail, toFault } from '../core/base/fault.ts';
import type { JobTarget, RecordedRun, SubmitExtras } from '../core/capability/jobTarget.ts';
import type { FinishRequest } from '../core/capability/runRecorder.ts';
import { isSecretName } from '../core/log/secretName.ts';
import type { Job, Outcome } from '../core/model/job.ts';
import type { LaunchSpec, Plan } from '../core/model/launch.ts';
import type { StageParam } from '../core/model/pipeline.ts';
import type { Problem } from '../core/model/problem.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import { entryTags } from './lastRun.ts';
import { fillCommand, type ParamSet } from './launchGrid.ts';
import type { Locator } from './locate.ts';
import type { Pipelines } from './pipelines.ts';
import { defaultRecorders, programsOf, recordersFor } from './recorders.ts';

/** One thing a folder offers to run. A bare command is always possible beside these. */
export interface LaunchChoice {
  readonly source: string | null;
  /** Absolute. */
  readonly file: string;
  readonly stage: string;
  readonly command: string | null;
  /** Prefilled with what the files hold now. */
  readonly params: readonly StageParam[];
}

export interface BareCommand {
  readonly command: readonly string[];
  readonly folder: string;
  readonly cwd?: string;
  readonly name?: string;
  /** Put where `{key}` stands in the command, and recorded. */
  readonly params?: ParamSet;
  readonly env?: Readonly<Record<string, string>>;
  /** Absent = the folder's own trackers; empty = record nowhere. */
  readonly recorders?: readonly string[];
}

export interface LaunchOptions {
  /** The same key twice gives the same job; absent = every call is a launch of its own. */
  readonly idempotencyKey?: string;
  readonly parentId?: string;
}

/** One way to run: what → plan → (a person's yes) → the trackers' runs → the job. */
export class Launch {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #pipelines: Pipelines;
  readonly #secrets = new Map<string, readonly string[]>();

  constructor(machine: Machine, catalog: Catalog, locator: Locator, pipelines: Pipelines) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#locator = locator;
    this.#pipelines = pipelines;
  }

  /** Stages and entry points of every source. */
  async choices(signal: AbortSignal): Promise<{ readonly choices: readonly LaunchChoice[]; readonly problems: readonly Problem[] }> {
    const { items, problems } = await this.#pipelines.list(signal);
    const choices: LaunchChoice[] = [];
    for (const file of items) {
      const entry = file.source === null ? undefined : await this.#catalog.entry(file.source, signal);
      const path = entry ? `${entry.config.folder}/${file.path}` : file.path;
      for (const { name, command, params } of file.stages) choices.push({ source: file.source, file: path, stage: name, command, params });
    }
    return { choices, problems };
  }

  /** Sources of a folder that a launch there logs to by itself. */
  defaultRecorders(folder: string, signal: AbortSignal): Promise<string[]> {
    return defaultRecorders(this.#catalog, folder, signal);
  }

  async command(bare: BareCommand, signal: AbortSignal): Promise<LaunchSpec> {
    const params = bare.params ?? {};
    const command = fillCommand(bare.command, params);
    const spec: LaunchSpec = {
      name: bare.name ?? command.join(' ').replace(/\s+/g, ' ').slice(0, 60),
      cwd: bare.cwd ?? bare.folder,
      folder: bare.folder,
      command,
      entry: null,
      params,
      env: bare.env ?? {},
      resources: {},
      options: {},
      recorders: [],
    };
    return { ...spec, recorders: bare.recorders ?? (await recordersFor(this.#catalog, spec, signal)) };
  }

  /** What would happen, without anything happening. */
  async plan(spec: LaunchSpec, target: string, signal: AbortSignal): Promise<Plan> {
    return (await this.#target(target, signal)).plan(spec, target, signal);
  }

  /** The trackers' runs are made first, so that a job which starts always has where to log. */
  async launch(plan: Plan, signal: AbortSignal, options: LaunchOptions = {}): Promise<Job> {
    if (!this.#machine.trust.isTrusted) {
      throw fail('untrusted', 'Nothing is launched in a folder that is not trusted.', { hint: 'Trust the folder first.' });
    }
    const target = await this.#target(plan.target, signal);
    const extras = await this.#record(plan, options, signal);
    try {
      const job = await target.submit(plan, options.idempotencyKey ?? plan.planId, extras, signal);
      this.#secrets.set(job.id, secretValues({ ...plan.spec.env, ...extras.env }));
      const isOurs = (extras.recorded ?? []).every(({ run }) => job.runs.some(({ id }) => id === run));
      // The key was used before: that job keeps its own runs, and the ones just made are not needed.
      if (!isOurs) await this.#abandon(extras.recorded ?? [], true);
      else if (plan.jobId === undefined) await this.#tagJob(extras.recorded ?? [], job.id, signal);
      return job;
    } catch (error) {
      await this.#abandon(extras.recorded ?? [], signal.aborted);
      throw error;
    }
  }

  /**
   * Several jobs under one parent, one after the other on the same device where their specs ask to queue. What was
   * started before a failure stays, and the failure says how many that are.
   */
  async launchAll(plans: readonly Plan[], signal: AbortSignal): Promise<Job[]> {
    const first = plans[0];
    if (!first) throw fail('invalid', 'There is nothing to launch.');
    const parentId = plans.length > 1 ? `${first.jobId ?? first.planId}-grid` : undefined;
    const jobs: Job[] = [];
    for (const plan of plans) {
      try {
        jobs.push(await this.launch(plan, signal, parentId === undefined ? {} : { parentId }));
      } catch (error) {
        if (jobs.length === 0) throw error;
        const fault = toFault(error);
        throw fail(fault.code, `${jobs.length} of ${plans.length} jobs were launched, then: ${fault.message}`, fault.hint === undefined ? {} : { hint: fault.hint });
      }
    }
    return jobs;
  }

  /** Secret values that this process handed to a job; what shows its log masks them. */
  secretsOf(job: string): readonly string[] {
    return this.#secrets.get(job) ?? [];
  }

  async #target(id: string, signal: AbortSignal): Promise<JobTarget> {
    const { connection } = await this.#locator.find(id, signal);
    if (!connection.jobs) throw fail('unsupported', `${id} takes no jobs.`);
    return connection.jobs;
  }

  async #record(plan: Plan, options: LaunchOptions, signal: AbortSignal): Promise<SubmitExtras> {
    const { spec } = plan;
    const recorded: RecordedRun[] = [];
    const finish: FinishRequest[] = [];
    const env: Record<string, string> = {};
    const jobId = plan.jobId ?? plan.planId;
    const tags: Record<string, string> = {
      'mlops.job': jobId,
      ...(plan.commit === null ? {} : { 'mlops.commit': plan.commit }),
      ...(plan.dirty === null ? {} : { 'mlops.dirty': String(plan.dirty) }),
      ...(options.parentId === undefined ? {} : { 'mlops.parent': options.parentId }),
      ...(spec.entry ? entryTags(spec.folder, `${spec.folder}/${spec.entry.file}`, spec.entry.stage) : {}),
    };
    try {
      for (const source of spec.recorders) {
        const recorder = (await this.#catalog.entry(source, signal))?.connection.recorder;
        if (!recorder) throw fail('notFound', `“${source}” records no runs.`, { hint: 'Choose another place to record, or none.' });
        const about = { jobId, name: spec.name, experiment: null, params: spec.params, tags, commit: plan.commit, dirty: plan.dirty, cwd: spec.cwd, programs: programsOf(spec) };
        const recording = await recorder.begin(about, signal);
        // A tracker that begins with this run was not there when sources were looked for.
        if (!this.#catalog.current.some(({ config }) => config.id === source)) await this.#catalog.reload(signal);
        recorded.push({ run: recording.runId, source });
        Object.assign(env, recording.env);
        if (recording.finishWith) finish.push({ ...recording.finishWith, run: recording.runId });
      }
    } catch (error) {
      await this.#abandon(recorded, signal.aborted);
      throw error;
    }
    const runs = recorded.map(({ run }, index) => ({ id: run, role: index === 0 ? 'primary' : 'tracker' }));
    return { env, runs, finish, recorded, ...(options.parentId === undefined ? {} : { parentId: options.parentId }) };
  }

  async #tagJob(recorded: readonly RecordedRun[], job: string, signal: AbortSignal): Promise<void> {
    for (const { run, source } of recorded) {
      await (await this.#catalog.entry(source, signal))?.connection.recorder?.tag(run, { 'mlops.job': job }, signal);
    }
  }

  /** A run that was made for a job which never started must not say "running" for ever. */
  async #abandon(recorded: readonly RecordedRun[], isStopped: boolean): Promise<void> {
    const outcome: Outcome = { exitCode: isStopped ? null : 1, signal: null, endedAt: new Date(this.#machine.clock.nowMs()).toISOString(), stopped: isStopped };
    // A signal of its own: that a person cancelled the launch is one reason to be here.
    const { signal } = new AbortController();
    for (const { run, source } of recorded) {
      try {
        await (await this.#catalog.entry(source, signal))?.connection.recorder?.end(run, outcome, signal);
      } catch (error) {
        this.#machine.log.warn(`The run ${run} of a launch that failed could not be ended: ${toFault(error).message}`);
      }
    }
  }
}

function secretValues(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).filter(([name, value]) => isSecretName(name) && value !== '').map(([, value]) => value);
}
