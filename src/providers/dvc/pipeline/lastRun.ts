import { toFault } from '../../../core/base/fault.ts';
import type { GitCommit } from '../../../core/port/git.ts';
import type { DvcContext } from '../context.ts';
import { mapOf } from '../formats/data.ts';

/** Experiments that are looked into, newest first. */
const maxLooked = 30;
const experimentRef = /^refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38})\/.+$/;

/**
 * The newest experiment in which the stage ran: the one whose lock entry for it is not its baseline's. Where none of
 * the newest ones ran it, the newest that has it.
 */
export async function lastRunOf(ctx: DvcContext, file: string, stage: string, signal: AbortSignal): Promise<string | null> {
  const repository = await ctx.repository(signal);
  if (!repository) return null;
  const refs = await repository.refs(['refs/exps/'], signal);
  const shas = refs.filter((ref) => experimentRef.test(ref.name)).map((ref) => ref.sha);
  const commits = (await repository.commits(shas, signal)).filter((commit) => commit !== null);
  commits.sort((a, b) => b.committedMs - a.committedMs);
  let newestWithStage: GitCommit | undefined;
  for (const commit of commits.slice(0, maxLooked)) {
    const own = await lockedStage(ctx, commit.sha, file, stage, signal);
    if (own === undefined) continue;
    newestWithStage ??= commit;
    const [parent] = commit.parents;
    if (parent === undefined || own !== (await lockedStage(ctx, parent, file, stage, signal))) {
      return ctx.runId(commit.sha, signal);
    }
  }
  return newestWithStage ? ctx.runId(newestWithStage.sha, signal) : null;
}

/** The stage's entry in `dvc.lock` at a commit, as text to compare; undefined where there is none to be read. */
async function lockedStage(ctx: DvcContext, sha: string, file: string, stage: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const tree = await ctx.commitTree(sha, signal);
    const lock = mapOf(await ctx.files.data(tree, file.replace(/\.ya?ml$/, '.lock')));
    const entry = mapOf(lock['stages'])[stage];
    return entry === undefined ? undefined : JSON.stringify(entry);
  } catch (error) {
    const { code } = toFault(error);
    if (code === 'notFound' || code === 'corrupt' || code === 'tooLarge') return undefined;
    throw error;
  }
}
