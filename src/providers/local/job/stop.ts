import { fail } from '../../../core/base/fault.ts';
import type { Job } from '../../../core/model/job.ts';
import { isFinal } from '../../../core/model/run.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { endGroup } from '../supervisor/group.ts';
import { isAlive } from '../supervisor/identity.ts';
import type { JobStore } from './store.ts';

const pollMs = 50;
/** What the supervisor may take beyond the grace: SIGKILL, the rest of the log, the exit record. */
const overheadMs = 15_000;

/**
 * Ends a job. The supervisor is asked through a file. Only where it is gone, the training itself is signalled, and only
 * after its number and its start time match what the supervisor wrote.
 */
export async function stopJob(machine: Machine, store: JobStore, native: string, graceMs: number, signal: AbortSignal): Promise<Job> {
  const untilMs = machine.clock.nowMs() + graceMs + overheadMs;
  let isAsked = false;
  for (;;) {
    const stored = await store.read(native);
    if (!stored) throw fail('notFound', 'There is no such job.');
    const job = store.job(stored);
    if (isFinal(job.status)) {
      const child = stored.exit ? null : (stored.state?.child ?? null);
      if (child && isAlive(child)) await endGroup(child, 'SIGTERM', graceMs);
      return job;
    }
    if (!isAsked) await store.requestStop(native, graceMs);
    isAsked = true;
    if (machine.clock.nowMs() > untilMs) {
      throw fail('timeout', 'The job did not end in time.', { hint: 'Look at its processes; the supervisor did not answer.' });
    }
    await machine.clock.sleep(pollMs, signal);
  }
}
