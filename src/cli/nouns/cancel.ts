import { fail } from '../../core/base/fault.ts';
import { textValue, type Noun } from '../noun.ts';
import { clean } from '../style.ts';

const mostToldMs = 30_000;

export const noun: Noun = {
  usage: 'mlops cancel JOB [--grace SECONDS]',
  options: { grace: { type: 'string' } },
  arguments: [1, 1],
  patienceMs: 60_000,
  reconciles: true,
  async run({ workbench, positionals, values, signal }) {
    const seconds = Number(textValue(values, 'grace') ?? '10');
    if (!Number.isFinite(seconds) || seconds < 0) throw fail('invalid', '--grace must be a number of seconds.');
    const { id } = await workbench.jobs.job(positionals[0] ?? '', signal);
    await workbench.jobs.cancel(id, { graceMs: seconds * 1000 }, signal);
    // The trackers hear of it next; one that does not answer must not hold the person.
    await Promise.race([workbench.jobs.told(id, signal), workbench.machine.clock.sleep(mostToldMs, signal)]);
    const job = await workbench.jobs.job(id, signal);
    return { data: { job }, text: () => clean(`${job.name}: ${job.status}${job.reason ? ` (${job.reason})` : ''}`) };
  },
};
