import { createHash } from 'node:crypto';
import { toFault } from '../../../core/base/fault.ts';
import type { Machine } from '../../../core/port/machine.ts';

/** A local tracking server that we started. Its start time tells it from a later process with the same pid. */
export interface ServerRecord {
  readonly pid: number;
  readonly startedAt: string;
  readonly port: number;
  readonly uri: string;
  readonly store: string;
  readonly logFile: string;
}

/** Kept in the user's state folder, never in the workspace: a clone must not make us signal anything. */
export function statePath(machine: Machine, store: string): string {
  const name = createHash('sha256').update(store).digest('hex').slice(0, 16);
  return `${machine.places.state}/mlflow-servers/${name}.json`;
}

/** The server of this store if it still runs. */
export async function readServer(machine: Machine, store: string): Promise<ServerRecord | undefined> {
  let record: ServerRecord;
  try {
    record = JSON.parse(await machine.files.readText(statePath(machine, store))) as ServerRecord;
  } catch (error) {
    if (toFault(error).code !== 'notFound') machine.log.warn(`The record of a local server cannot be read: ${toFault(error).message}`);
    return undefined;
  }
  const isOurs = Number.isInteger(record.pid) && record.pid > 1 && record.store === store && record.startedAt !== '';
  return isOurs && (await processStart(machine, record.pid)) === record.startedAt ? record : undefined;
}

/** When a process started, in the system's own words; undefined where it is gone. */
export async function processStart(machine: Machine, pid: number): Promise<string | undefined> {
  try {
    const stat = await machine.files.readText(`/proc/${pid}/stat`);
    // The name may hold spaces and parentheses; the fields count from after its end. A zombie is gone.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch (error) {
    if (process.platform === 'linux') return undefined;
    if (process.platform === 'win32') return isAlive(pid) ? `pid ${pid}` : undefined;
    machine.log.info(`No /proc on this system: ${toFault(error).code}`);
  }
  const result = await machine.process.run(['ps', '-o', 'lstart=', '-p', String(pid)], { cwd: '/', timeoutMs: 5_000 });
  const text = new TextDecoder().decode(result.stdout).trim();
  return text === '' ? undefined : text;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // No such process, or not ours to ask: either way not our server.
  }
}
