import { fail } from '../../../core/base/fault.ts';
import type { GitRepository } from '../../../core/port/git.ts';
import type { DvcContext } from '../context.ts';

/** The commit that a revision names: what git knows by it, or an experiment's name. Throws `notFound`, `invalid`. */
export async function commitOf(ctx: DvcContext, revision: string, signal: AbortSignal): Promise<string> {
  // One line is one question to git.
  if (/[\u0000-\u001f\u007f]/.test(revision)) throw fail('invalid', 'A revision is one line of text.');
  const repository = await ctx.repository(signal);
  if (!repository) throw fail('notFound', `${ctx.root} is in no git repository, so it has no revision ${revision}.`);
  const [named] = await repository.objects([`${revision}^{commit}`], signal);
  const sha = named?.sha ?? (await experiment(repository, revision, signal));
  if (sha === undefined) {
    throw fail('notFound', `There is no revision “${revision}” in the repository of ${ctx.root}.`, {
      hint: 'Name a branch, tag, commit or experiment. For a path with an @ in it, write another @ at its end.',
    });
  }
  return sha;
}

async function experiment(repository: GitRepository, name: string, signal: AbortSignal): Promise<string | undefined> {
  const found = (await repository.refs(['refs/exps/'], signal)).filter((ref) => ref.name.endsWith(`/${name}`) && /^refs\/exps\/[0-9a-f]{2}\//.test(ref.name));
  if (found.length > 1) throw fail('invalid', `Several experiments are named “${name}”.`, { hint: 'Name the commit of the one that is meant.' });
  return found[0]?.sha;
}
