import { toFault } from '../../core/base/fault.ts';
import { sha256 } from '../../core/base/sha256.ts';
import { checkReport } from '../../core/drift/checkReport.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import { checkKeptRun, type KeptRun } from '../../core/monitor/keptRun.ts';
import { windowsOverTime } from '../../core/monitor/windowsOverTime.ts';
import type { Machine } from '../../core/port/machine.ts';

const maxReportBytes = 256 * 1024 * 1024;

/**
 * What monitors found, in the user's state folder and never in the workspace: `runs/<time>.json`, and the drift report of each
 * window under its digest in `reports/`, so that one that was seen before is there once. Editor and command line share it.
 */
export class KeptReports {
  readonly #machine: Pick<Machine, 'files' | 'places' | 'log'>;
  readonly #atMost: number;

  /** `atMost`: runs, and reports of windows, that are kept of each monitor; the oldest go first. */
  constructor(machine: Pick<Machine, 'files' | 'places' | 'log'>, atMost = 400) {
    this.#machine = machine;
    this.#atMost = atMost;
  }

  /** Where the runs of a monitor lie; they change there. By the real path: one folder may be opened by several. */
  async runsFolder(folder: string, monitor: string): Promise<string> {
    return `${await this.#place(folder, monitor)}/runs`;
  }

  /** Reports first: a run is only there with what it names. */
  async keep(folder: string, monitor: string, run: KeptRun, reports: readonly DriftReport[]): Promise<void> {
    const { files } = this.#machine;
    const place = await this.#place(folder, monitor);
    for (const report of reports) {
      const path = `${place}/reports/${fileName(report.digest)}`;
      if (!(await files.stat(path))) await files.writeAtomic(path, JSON.stringify(report), { mode: 0o600 });
    }
    const name = `${run.at.replace(/[^0-9TZ]/g, '')}-${sha256(JSON.stringify(run)).slice(0, 8)}.json`;
    await files.writeAtomic(`${place}/runs/${name}`, JSON.stringify(run), { mode: 0o600 });
    await this.#prune(place);
  }

  /** Null where it never ran. */
  async last(folder: string, monitor: string): Promise<KeptRun | null> {
    const place = await this.#place(folder, monitor);
    for (const name of await this.#runNames(place)) {
      const run = await this.#read(`${place}/runs/${name}`, checkKeptRun);
      if (run) return run;
    }
    return null;
  }

  /** Newest first. */
  async runs(folder: string, monitor: string): Promise<KeptRun[]> {
    return this.#runs(await this.#place(folder, monitor));
  }

  /** Of the newest `atMost` windows, oldest first; what is not kept any more is left out. */
  async windows(folder: string, monitor: string, atMost: number): Promise<DriftReport[]> {
    const place = await this.#place(folder, monitor);
    const reports: DriftReport[] = [];
    for (const { digest } of windowsOverTime(await this.#runs(place)).slice(-atMost)) {
      const report = await this.#read(`${place}/reports/${fileName(digest)}`, checkReport);
      if (report?.digest === digest) reports.push(report);
    }
    return reports;
  }

  async #runs(place: string): Promise<KeptRun[]> {
    const runs: KeptRun[] = [];
    for (const name of await this.#runNames(place)) {
      const run = await this.#read(`${place}/runs/${name}`, checkKeptRun);
      if (run) runs.push(run);
    }
    return runs;
  }

  /** undefined where it is gone, cut off or from a build that wrote another form. */
  async #read<T>(path: string, check: (value: unknown) => T): Promise<T | undefined> {
    try {
      return check(JSON.parse(await this.#machine.files.readText(path, { maxBytes: maxReportBytes })));
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'notFound') return undefined;
      if (!(error instanceof SyntaxError) && fault.code !== 'schema') throw error;
      this.#machine.log.warn(`${path} was left out: ${fault.message}`);
      return undefined;
    }
  }

  /** Names of runs begin with their time. Newest first. */
  async #runNames(place: string): Promise<string[]> {
    const entries = (await this.#machine.files.list(`${place}/runs`)) ?? [];
    return entries.flatMap(({ name, kind }) => (kind === 'file' && name.endsWith('.json') ? [name] : [])).sort().reverse();
  }

  async #prune(place: string): Promise<void> {
    const { files } = this.#machine;
    for (const name of (await this.#runNames(place)).slice(this.#atMost)) await files.remove(`${place}/runs/${name}`);
    const kept = ((await files.list(`${place}/reports`)) ?? []).filter(({ name }) => name.endsWith('.json'));
    if (kept.length <= this.#atMost) return;
    const wanted = new Set<string>();
    for (const { windows } of await this.#runs(place)) {
      for (const { digest } of windows.toReversed()) if (wanted.size < this.#atMost) wanted.add(fileName(digest));
    }
    for (const { name } of kept) if (!wanted.has(name)) await files.remove(`${place}/reports/${name}`);
  }

  async #place(folder: string, monitor: string): Promise<string> {
    const { files, places } = this.#machine;
    return `${places.state}/monitors/${sha256(await files.realPath(folder)).slice(0, 32)}/${fileStem(monitor)}`;
  }
}

function fileName(digest: string): string {
  return `${digest.replace(/[^0-9a-zA-Z]/g, '-')}.json`;
}

/** A name that people wrote as one of a file: readable, and of no other monitor. */
export function fileStem(monitor: string): string {
  return `${monitor.replace(/[^0-9A-Za-z_-]+/g, '-').slice(0, 40)}-${sha256(monitor).slice(0, 8)}`;
}
