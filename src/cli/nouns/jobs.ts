import { table, shortTime } from '../table.ts';
import type { Noun } from '../noun.ts';

export const noun: Noun = {
  usage: 'mlops jobs',
  options: {},
  arguments: [0, 0],
  reconciles: true,
  async run({ workbench, signal }) {
    const { items, problems } = await workbench.jobs.list(signal);
    return {
      data: { jobs: items },
      problems,
      text: (style) =>
        table(
          ['JOB', 'STATUS', 'STARTED', 'EXIT', 'NAME', 'RUNS'],
          items.map((job) => [job.id, job.status, shortTime(job.startedAt), job.exitCode ?? job.signal, job.name, job.runs.map((run) => run.id).join(' ')]),
          style,
          'No jobs.',
        ),
    };
  },
};
