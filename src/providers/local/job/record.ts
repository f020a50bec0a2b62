import type { RecordedRun } from '../../../core/capability/jobTarget.ts';
import type { Job, JobRun } from '../../../core/model/job.ts';
import type { ExpectedRun } from '../../../core/model/launch.ts';
import type { ExitRecord, SupervisorState } from '../supervisor/spec.ts';

/** What is known of a job when it is submitted; written once. No environment and no finish requests: those are secret. */
export interface JobRecord {
  readonly version: 1;
  readonly native: string;
  readonly job: Job;
  readonly folder: string;
  readonly cwd: string;
  readonly recorded: readonly RecordedRun[];
  readonly expects: ExpectedRun | null;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly interpreter: string | null;
  /** The device uuids it may use; empty = CPU. */
  readonly devices: readonly string[];
}

/** Runs found after the start. */
export interface JobLinks {
  readonly linked: readonly JobRun[];
  readonly isSearched: boolean;
}

/** A job folder as read. */
export interface StoredJob {
  readonly record: JobRecord;
  readonly state: SupervisorState | null;
  readonly exit: ExitRecord | null;
  readonly settled: readonly string[];
  readonly links: JobLinks;
  readonly logBytes: number | null;
  /** Does its supervisor live? */
  readonly isWatched: boolean;
}

const nativePattern = /^\d{8}T\d{6}-[0-9a-f]{20}$/;

/** Sorts by time and cannot be guessed; a name that is none can leave the jobs folder no more than a link can. */
export function isNative(text: string): boolean {
  return nativePattern.test(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // A record cut off by a full disk: the caller treats it as not there.
  }
}

export function decodeRecord(text: string | undefined): JobRecord | undefined {
  const value = parse(text);
  if (value?.['version'] !== 1 || typeof value['native'] !== 'string' || !isObject(value['job'])) return undefined;
  if (!Array.isArray(value['recorded']) || !Array.isArray(value['devices'])) return undefined;
  return value as unknown as JobRecord;
}

export function decodeState(text: string | undefined): SupervisorState | null {
  const value = parse(text);
  const supervisor = value?.['supervisor'];
  return isObject(supervisor) && typeof supervisor['pid'] === 'number' ? (value as unknown as SupervisorState) : null;
}

export function decodeExit(text: string | undefined): ExitRecord | null {
  const value = parse(text);
  return typeof value?.['endedAt'] === 'string' ? (value as unknown as ExitRecord) : null;
}

export function decodeSettled(text: string | undefined): readonly string[] {
  const runs = parse(text)?.['runs'];
  return Array.isArray(runs) ? runs.filter((run) => typeof run === 'string') : [];
}

export function decodeLinks(text: string | undefined): JobLinks {
  const value = parse(text);
  const linked = value?.['linked'];
  return { linked: Array.isArray(linked) ? (linked as JobRun[]) : [], isSearched: value?.['isSearched'] === true };
}
