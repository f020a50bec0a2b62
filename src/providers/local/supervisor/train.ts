import type { ChildProcess } from 'node:child_process';
import { ended, startChild, type Started } from './child.ts';
import { endGroup, sleep } from './group.ts';
import { groupIsAlive, markOf } from './identity.ts';
import type { Report } from './report.ts';
import type { ExitRecord, SupervisorSpec } from './spec.ts';
import type { Spool } from './spool.ts';
import type { Stop, Stopper } from './stopper.ts';

const drainMs = 2_000;
const leftoverGraceMs = 3_000;

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly endedAt: string;
  readonly reason: string | null;
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) =>
      resolve({ exitCode, signal, endedAt: new Date().toISOString(), reason: null }),
    );
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve(notStarted(error));
    });
  });
}

function notStarted(error: NodeJS.ErrnoException): Ending {
  const code = error.code === 'ENOENT' ? 127 : 126;
  return { exitCode: code, signal: null, endedAt: new Date().toISOString(), reason: `The command could not be started: ${error.message}` };
}

function recordOf(ending: Ending, stop: Stop | undefined, spool: Spool): ExitRecord {
  const reason = ending.reason ?? (stop?.by === 'system' ? 'The system ended the supervisor, which ended the training.' : null);
  return { ...ending, reason, stopped: stop?.by === 'person', lostBytes: spool.lostBytes };
}

/** Runs the command to its end and answers how it ended, after its last byte of log is written. */
export async function train(
  spec: SupervisorSpec,
  folder: string,
  spool: Spool,
  stopper: Stopper,
  report: Report,
): Promise<ExitRecord> {
  if (stopper.isRequested) {
    const nothing = { exitCode: null, signal: null, endedAt: new Date().toISOString(), reason: 'It was stopped before it started.' };
    return recordOf(nothing, await stopper.requested, spool);
  }
  let started: Started;
  try {
    started = startChild(spec, folder);
  } catch (error) {
    const ending = notStarted(error as NodeJS.ErrnoException);
    spool.write(new TextEncoder().encode(`${ending.reason}\n`));
    return recordOf(ending, undefined, spool);
  }
  const { child, outputs } = started;
  for (const output of outputs) {
    output.on('data', (bytes: Uint8Array) => spool.write(bytes));
    output.on('error', (error) => report.note('reading the output', error));
  }
  const ending = endingOf(child);
  const leader = markOf(child.pid ?? 0);
  if (child.pid !== undefined) report.started(leader);
  let stop: Stop | undefined;
  let hasEnded = false;
  const stopping = stopper.requested.then(async (wish) => {
    if (hasEnded || child.pid === undefined) return; // It came too late to be the reason.
    stop = wish;
    report.enter('stopping');
    if (!(await endGroup(leader, spec.stopSignal, wish.graceMs))) report.note('stop', 'a process of the group would not end');
  });
  const end = await ending;
  hasEnded = true;
  if (stop) await stopping;
  await drain(outputs, leader.pid, report);
  if (end.reason) spool.write(new TextEncoder().encode(`${end.reason}\n`));
  return recordOf(end, stop, spool);
}

/**
 * A job ends with its command. What it left behind in its group (a worker that holds the GPU, a pipe to the log) gets a
 * moment, then ends too.
 */
async function drain(outputs: Started['outputs'], group: number, report: Report): Promise<void> {
  const closed = ended(outputs);
  await Promise.race([closed, sleep(drainMs)]);
  if (process.platform !== 'win32' && group > 0 && groupIsAlive(group)) {
    report.note('left behind', 'processes of the group outlived their command and are ended');
    await endGroup({ pid: group, started: null }, 'SIGTERM', leftoverGraceMs);
  }
  await Promise.race([closed, sleep(drainMs)]);
  for (const output of outputs) output.destroy();
}
