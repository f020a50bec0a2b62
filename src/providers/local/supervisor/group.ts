import { spawnSync } from 'node:child_process';
import { groupIsAlive, isAlive } from './identity.ts';
import type { ProcessMark } from './spec.ts';

const pollMs = 50;
const killWaitMs = 5_000;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends to every process of the group. False where nobody is left to hear it. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  if (process.platform === 'win32') return endTree(leader, signal === 'SIGKILL');
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Windows has no process groups to signal; the tree is ended by its parent links. */
function endTree(pid: number, isForced: boolean): boolean {
  const argv = ['/T', '/PID', String(pid), ...(isForced ? ['/F'] : [])];
  return spawnSync('taskkill.exe', argv, { windowsHide: true, stdio: 'ignore' }).status === 0;
}

function isGone(leader: ProcessMark): boolean {
  return process.platform === 'win32' ? !isAlive(leader) : !groupIsAlive(leader.pid);
}

async function goneWithin(leader: ProcessMark, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (!isGone(leader)) {
    if (Date.now() >= until) return false;
    await sleep(pollMs);
  }
  return true;
}

/**
 * Asks, waits, insists: the first signal, then (after a polite interrupt) SIGTERM, then SIGKILL, each to the whole group,
 * so that children which ignore the first ones end too. The caller has checked that the group is ours.
 */
export async function endGroup(leader: ProcessMark, first: 'SIGTERM' | 'SIGINT', graceMs: number): Promise<boolean> {
  signalGroup(leader.pid, first);
  if (await goneWithin(leader, graceMs)) return true;
  if (first === 'SIGINT') {
    signalGroup(leader.pid, 'SIGTERM');
    if (await goneWithin(leader, Math.min(graceMs, 5_000))) return true;
  }
  signalGroup(leader.pid, 'SIGKILL');
  return goneWithin(leader, killWaitMs);
}
