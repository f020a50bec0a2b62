import { fail } from '../base/fault.ts';
import { sha256 } from '../base/sha256.ts';
import type { DriftReport, DriftVerdict } from '../model/drift.ts';
import type { MonitorAlarm, MonitorReport } from '../model/monitor.ts';
import type { Monitor } from './monitor.ts';

/** One run of a monitor as it is kept: what a list or a lens shows, and which reports belong to it. Plain JSON. */
export interface KeptRun {
  readonly version: 1;
  /** When it ran: ISO 8601 UTC. */
  readonly at: string;
  /** Of the monitor as it was written then. */
  readonly definition: string;
  /** Of the newest whole window, as in MonitorReport. */
  readonly verdict: DriftVerdict;
  readonly reason: string;
  readonly columns: { readonly drifted: number; readonly all: number };
  /** Names of the families that drifted. */
  readonly families: readonly string[];
  readonly alarms: readonly MonitorAlarm[];
  /** What a person would type, where the retrain rule fires. */
  readonly retrain: { readonly proposal: string | null; readonly job: string | null } | null;
  /** Oldest first. */
  readonly windows: readonly KeptWindow[];
}

export interface KeptWindow {
  readonly from: string | null;
  readonly to: string | null;
  readonly rows: number;
  readonly isOpen: boolean;
  readonly verdict: DriftVerdict;
  /** Of its drift report. */
  readonly digest: string;
}

/** Changes when a monitor is written anew, wherever it stands in the file. */
export function definitionOf({ range: _, ...monitor }: Monitor): string {
  return sha256(JSON.stringify(monitor));
}

export function keptRun(monitor: Monitor, report: MonitorReport, atIso: string): KeptRun {
  const latest: Pick<DriftReport, 'columns' | 'families'> = report.latest ?? { columns: [], families: [] };
  const { retrain } = report;
  return {
    version: 1,
    at: atIso,
    definition: definitionOf(monitor),
    verdict: report.verdict,
    reason: report.reason,
    columns: { drifted: latest.columns.filter(({ drifted }) => drifted).length, all: latest.columns.length },
    families: latest.families.filter(({ drifted }) => drifted).map(({ name }) => name),
    alarms: report.alarms,
    retrain: retrain?.fires === true ? { proposal: retrain.proposal, job: retrain.job } : null,
    windows: report.windows.map(({ from, to, rows, isOpen, verdict, digest }) => ({ from, to, rows, isOpen, verdict, digest })),
  };
}

/** A kept run as it was read. Throws `schema` for one of another build, or cut off. */
export function checkKeptRun(value: unknown): KeptRun {
  const run = value as Partial<KeptRun> | null;
  const isWhole =
    typeof run === 'object' &&
    run !== null &&
    run.version === 1 &&
    typeof run.at === 'string' &&
    !Number.isNaN(Date.parse(run.at)) &&
    typeof run.definition === 'string' &&
    isVerdict(run.verdict) &&
    typeof run.reason === 'string' &&
    typeof run.columns?.drifted === 'number' &&
    typeof run.columns.all === 'number' &&
    every<string>(run.families, (name) => typeof name === 'string') &&
    every<Partial<MonitorAlarm>>(run.alarms, (alarm) => typeof alarm?.kind === 'string' && typeof alarm.message === 'string') &&
    every<Partial<KeptWindow>>(run.windows, (window) => typeof window?.digest === 'string' && isVerdict(window.verdict));
  if (!isWhole) throw fail('schema', 'This is no kept run of a monitor.', { hint: 'Run the monitor again.' });
  return run as KeptRun;
}

function every<T>(list: unknown, fits: (one: T | null) => boolean): boolean {
  return Array.isArray(list) && list.every((one) => fits(one as T | null));
}

function isVerdict(value: unknown): value is DriftVerdict {
  return value === 'drift' || value === 'no-drift' || value === 'unknown';
}
