import { fail } from '../../core/base/fault.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Trusted } from './trusted.ts';

const pipelineRole = 'ci';

/**
 * A job that runs the code of a change nobody merged could sign whatever that code likes, so it does not sign as the pipeline: what is
 * checked out must be part of the protected branch. Throws `invalid` where it is not.
 */
export async function refuseUnmerged(repository: Pick<GitRepository, 'head' | 'log'>, { ref, commit }: Pick<Trusted, 'ref' | 'commit'>, { id, roles }: Pick<Person, 'id' | 'roles'>, signal: AbortSignal): Promise<void> {
  if (!roles.includes(pipelineRole)) return;
  const { sha } = await repository.head(signal);
  if (sha !== null && (await repository.log({ from: [sha, `^${commit}`], limit: 1 }, signal)).length === 0) return;
  throw fail('invalid', `What is checked out (${sha === null ? 'nothing yet' : sha.slice(0, 7)}) is not part of ${ref}, so ${id} does not sign: a change that nobody merged could have the pipeline say anything.`, {
    hint: 'Sign in a job of the protected branch, once the change is merged.',
  });
}
