import type { Job } from '../../src/core/model/job.ts';
import { isFinal } from '../../src/core/model/run.ts';
import { acceptEverything, driven } from './driven.ts';
import { until } from './runner.ts';

const jobLimitMs = 240_000;

/** Starts something that asks, presses Enter at every question, and waits for the job that came of it. */
export async function jobOf(start: () => Thenable<unknown>): Promise<Job> {
  const { workbench } = await (await driven()).product();
  const signal = AbortSignal.timeout(jobLimitMs);
  const before = new Set((await workbench.jobs.list(signal)).items.map((job) => job.id));
  await acceptEverything(start());
  return until('the job to end', async () => {
    const job = (await workbench.jobs.list(signal)).items.find((one) => !before.has(one.id));
    return job && isFinal(job.status) ? job : undefined;
  }, jobLimitMs);
}

/** The end of what it printed. */
export async function logOf(job: Job): Promise<string> {
  const { workbench } = await (await driven()).product();
  let text = '';
  const { connection } = await workbench.locator.find(job.id, AbortSignal.timeout(60_000));
  const [stream] = (await connection.logs?.streams(job.id, job.attempt, AbortSignal.timeout(60_000))) ?? [];
  if (!stream || !connection.logs) return '';
  for await (const event of connection.logs.open(job.id, stream.id, { follow: false }, AbortSignal.timeout(60_000))) {
    if (event.kind === 'bytes') text += new TextDecoder().decode(event.bytes);
  }
  return text.slice(-1500);
}
