import { fail, toFault } from '../../core/base/fault.ts';
import { slicesLook } from '../../core/drift/looks/slicesLook.ts';
import { nearKeys } from '../../core/filter/near.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import type { MonitorReport } from '../../core/model/monitor.ts';
import { judgeWindows } from '../../core/monitor/judgeWindows.ts';
import { definitionOf, keptRun, type KeptRun } from '../../core/monitor/keptRun.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { monitorReport, windowsToJudge } from '../../core/monitor/monitorReport.ts';
import { defaultHitRule, type RetrainRule } from '../../core/monitor/retrainRule.ts';
import type { Machine } from '../../core/port/machine.ts';
import { testRule, type TestedRule } from './history.ts';
import { KeptReports } from './keptReports.ts';
import { monitorData } from './monitorData.ts';
import { mistakeIn, readMonitors, type WrittenMonitors } from './monitorsFile.ts';
import type { Tables } from '../tables.ts';
import { notStarted, startRetraining, type RetrainParts } from './retrainJob.ts';

export interface MonitorRunOptions {
  /** Judge so many of the newest windows; default what the rule needs, at least 12. */
  readonly last?: number;
  /** Start the job of a rule that fires where the monitor's policy is `run`. */
  readonly mayLaunch: boolean;
  readonly onProgress?: (monitor: string, done: number, of: number) => void;
}

export interface MonitorRun {
  readonly report: MonitorReport;
  /** Of the windows in the report, oldest first. */
  readonly windows: readonly DriftReport[];
}

/** A monitor with what it found last. */
export interface MonitorState {
  readonly folder: string;
  readonly monitor: Monitor;
  readonly last: KeptRun | null;
  /** The monitor was written anew since. */
  readonly isChanged: boolean;
}

export interface TestedMonitor extends TestedRule {
  readonly rule: RetrainRule;
}

/** Monitors of a folder: what `.mlops/monitors.yaml` says, run now or over history. */
export class Monitors {
  readonly #machine: Machine;
  readonly #tables: Tables;
  readonly #retrain: RetrainParts;
  readonly kept: KeptReports;

  constructor(machine: Machine, tables: Tables, retrain: RetrainParts) {
    this.#machine = machine;
    this.#tables = tables;
    this.#retrain = retrain;
    this.kept = new KeptReports(machine);
  }

  /** `unsaved`: an editor's text of the file. */
  list(folder: string, unsaved?: string): Promise<WrittenMonitors> {
    return readMonitors(this.#machine, folder, unsaved);
  }

  /** Throws the first mistake of a monitor that has one, or of a file that cannot be read; else `notFound` with near names. */
  async find(folder: string, name: string): Promise<Monitor> {
    const { path, monitors, wrong, problems } = await this.list(folder);
    const found = monitors.find((one) => one.name === name);
    if (found) return found;
    const names = [...monitors.map((one) => one.name), ...wrong.keys()];
    const mistake = wrong.get(name) ?? (names.length === 0 ? problems[0] : undefined);
    if (mistake) throw mistakeIn(mistake);
    const near = nearKeys(name, names);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Monitors are written in ${path}.`;
    throw fail('notFound', `There is no monitor “${name}”.`, { hint });
  }

  async state(folder: string, monitor: Monitor): Promise<MonitorState> {
    const last = await this.kept.last(folder, monitor.name);
    return { folder, monitor, last, isChanged: last !== null && last.definition !== definitionOf(monitor) };
  }

  /**
   * Judges the newest windows and keeps what was found. A job that should have been started and was not, and a report that
   * cannot be kept, are problems of the report.
   */
  async run(folder: string, monitor: Monitor, options: MonitorRunOptions, signal: AbortSignal): Promise<MonitorRun> {
    const nowMs = this.#machine.clock.nowMs();
    const data = await monitorData(this.#tables, monitor, folder, nowMs, signal);
    try {
      const windows = data.windows.slice(-(options.last ?? windowsToJudge(monitor)));
      const judged = await judgeWindows({
        monitor,
        reference: data.reference,
        current: data.current,
        windows,
        nowMs,
        signal,
        ...(monitor.columns.segments.length > 0 ? { looks: { slices: slicesLook(monitor.columns.segments) } } : {}),
        onWindow: (done, of) => options.onProgress?.(monitor.name, done, of),
      });
      const report = monitorReport(monitor, judged, data.windows.length - windows.length, data.problems);
      return await this.#keep(folder, monitor, {
        report: await this.#follow(folder, monitor, report, options, signal),
        windows: judged.map((one) => one.report),
      });
    } finally {
      data.reference.close();
      data.current.close();
    }
  }

  /** The monitor's rule, or the default one where it has none yet, over its whole history. */
  async backtest(
    folder: string,
    monitor: Monitor,
    { rounds = 20, onProgress }: { readonly rounds?: number; readonly onProgress?: (done: number, of: number) => void },
    signal: AbortSignal,
  ): Promise<TestedMonitor> {
    const rule: RetrainRule = monitor.retrain ?? { when: 'drift', ...defaultHitRule };
    const nowMs = this.#machine.clock.nowMs();
    const data = await monitorData(this.#tables, monitor, folder, nowMs, signal);
    try {
      return { rule, ...(await testRule(monitor, rule, data, { rounds, nowMs, signal, ...(onProgress ? { onProgress } : {}) })) };
    } finally {
      data.reference.close();
      data.current.close();
    }
  }

  /** Writes a new file of the repository. Throws `conflict` where it is there already: people edit it. */
  async writeWorkflow(folder: string, path: string, text: string): Promise<string> {
    const full = `${folder}/${path}`;
    if (await this.#machine.files.stat(full)) throw fail('conflict', `${full} is there already; it was not changed.`, { hint: 'Leave out --write, and compare.' });
    await this.#machine.files.writeAtomic(full, text);
    return full;
  }

  async #keep(folder: string, monitor: Monitor, run: MonitorRun): Promise<MonitorRun> {
    const { report, windows } = run;
    try {
      const at = new Date(this.#machine.clock.nowMs()).toISOString();
      await this.kept.keep(folder, monitor.name, keptRun(monitor, report, at), windows);
      return run;
    } catch (error) {
      const { message } = toFault(error);
      return { ...run, report: { ...report, problems: [...report.problems, `The reports were not kept: ${message}`] } };
    }
  }

  async #follow(folder: string, monitor: Monitor, report: MonitorReport, { mayLaunch }: MonitorRunOptions, signal: AbortSignal): Promise<MonitorReport> {
    if (!mayLaunch || report.retrain?.fires !== true || report.retrain.policy !== 'run') return report;
    try {
      const job = await startRetraining(this.#retrain, monitor, report, folder, signal);
      return { ...report, retrain: { ...report.retrain, job: job.id } };
    } catch (error) {
      signal.throwIfAborted();
      return { ...report, problems: [...report.problems, `No training was started: ${notStarted(error)}`] };
    }
  }
}
