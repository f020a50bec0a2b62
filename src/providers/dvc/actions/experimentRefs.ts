import { fail } from '../../../core/base/fault.ts';
import { parseId } from '../../../core/model/id.ts';
import type { DvcContext } from '../context.ts';

export interface ExperimentRef {
  readonly ref: string;
  readonly sha: string;
  readonly baseline: string;
  readonly name: string;
}

const form = /^refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38})\/(.+)$/;

export function parseExperimentRef(ref: string, sha: string): ExperimentRef | undefined {
  const match = form.exec(ref);
  return match ? { ref, sha, baseline: `${match[1] ?? ''}${match[2] ?? ''}`, name: match[3] ?? '' } : undefined;
}

/** The commit of a run's id. */
export async function shaOf(ctx: DvcContext, subject: string, signal: AbortSignal): Promise<string> {
  const native = parseId(subject)?.native ?? '';
  const sha = native.slice(0, 40);
  if (!/^[0-9a-f]{40}$/.test(sha) || (await ctx.runId(sha, signal)) !== subject) {
    throw fail('notFound', `No run of this project has the id ${subject}.`);
  }
  return sha;
}

export async function experimentRefs(ctx: DvcContext, signal: AbortSignal): Promise<ExperimentRef[]> {
  const repository = await ctx.repository(signal);
  const refs = (await repository?.refs(['refs/exps/'], signal)) ?? [];
  return refs.map((ref) => parseExperimentRef(ref.name, ref.sha)).filter((ref) => ref !== undefined);
}

/** The experiment a run is. Throws `notFound` for a commit, a queued run, or one that was removed. */
export async function experimentOf(ctx: DvcContext, subject: string, signal: AbortSignal): Promise<ExperimentRef> {
  const sha = await shaOf(ctx, subject, signal);
  const found = (await experimentRefs(ctx, signal)).find((ref) => ref.sha === sha);
  if (!found) throw fail('notFound', `No finished experiment is at ${sha.slice(0, 7)} any more.`, { hint: 'Refresh the list.' });
  return found;
}
