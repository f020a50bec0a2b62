import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessMark } from './spec.ts';

interface LinuxStat {
  readonly state: string;
  readonly group: number;
  /** Clock ticks between boot and the start of the process. */
  readonly startTicks: string;
}

/** The fields of /proc/<pid>/stat; the program's name before them may itself hold spaces and brackets. */
export function parseLinuxStat(text: string): LinuxStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTicks = fields[19];
  if (state === undefined || group === undefined || startTicks === undefined) return undefined;
  return { state, group: Number(group), startTicks };
}

function linuxStat(pid: number | string): LinuxStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined; // No such process, or it ended while we looked: both mean it is not there.
  }
  return parseLinuxStat(text);
}

let bootId: string | undefined;

function readBootId(): string {
  try {
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    bootId = 'boot'; // A kernel without it: the ticks alone still tell processes of one boot apart.
  }
  return bootId;
}

function ask(program: string, argv: readonly string[]): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const text = execFileSync(program, argv, { encoding: 'utf8', env, timeout: 5_000, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    return text.trim() === '' ? undefined : text.trim();
  } catch {
    return undefined; // These programs fail when the process is not there.
  }
}

/** When this process started, or undefined where there is no such living process (or the system does not say). */
export function startOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = linuxStat(pid);
    return stat && stat.state !== 'Z' && stat.state !== 'X' ? `${readBootId()} ${stat.startTicks}` : undefined;
  }
  if (process.platform === 'win32') {
    return ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]);
  }
  return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
}

export function markOf(pid: number): ProcessMark {
  return { pid, started: startOf(pid) ?? null };
}

/** Is this very process still alive? A later process with the same number is not. */
export function isAlive(mark: ProcessMark | null): boolean {
  return mark !== null && mark.started !== null && startOf(mark.pid) === mark.started;
}

/**
 * Has the group a living member? The plain question (signal 0) also counts ended members that nobody reaps, as in a
 * container whose first process does not; so on Linux the members themselves are looked at.
 */
export function groupIsAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const stat = linuxStat(name);
    return stat?.group === group && stat.state !== 'Z' && stat.state !== 'X';
  });
}
