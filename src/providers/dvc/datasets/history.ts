import { createHash } from 'node:crypto';
import type { DvcContext } from '../context.ts';
import type { GitCommit } from '../../../core/port/git.ts';
import { toFault } from '../../../core/base/fault.ts';
import { trackedIn, type TrackedData } from './tracked.ts';

/** Commits of a data or pipeline file that are looked at, newest first. */
const maxCommits = 500;

export interface DataVersion {
  readonly data: TrackedData;
  /** The commit that brought this content first; null for what is only in the working tree. */
  readonly commit: GitCommit | null;
}

/**
 * The distinct contents a piece of data had on the local branches, newest first. Reads only commits that touched the
 * file which tracks it (and its lock).
 */
export async function versionsOf(ctx: DvcContext, current: TrackedData, signal: AbortSignal): Promise<DataVersion[]> {
  const byDigest = new Map<string, DataVersion>();
  for (const commit of await commitsOf(ctx, current.file, signal)) {
    signal.throwIfAborted();
    const data = await dataAt(ctx, commit.sha, current, signal);
    const digest = data && digestOf(data);
    // Set again by every older commit, so that the one which brought it first stays.
    if (data && digest) byDigest.set(digest, { data, commit });
  }
  const versions = [...byDigest.values()].sort((a, b) => (b.commit?.committedMs ?? 0) - (a.commit?.committedMs ?? 0));
  const own = digestOf(current);
  return own && !byDigest.has(own) ? [{ data: current, commit: null }, ...versions] : versions;
}

/** What names a content: its digest, or the digests of the files it lists itself. */
export function digestOf(data: TrackedData): string | null {
  const { entry } = data;
  if (!entry) return null;
  if (entry.digest !== null) return entry.digest;
  if (!entry.files || entry.files.length === 0) return null;
  const names = entry.files.map((file) => `${file.path}\0${file.digest ?? ''}`).sort();
  return `files-${createHash('md5').update(names.join('\n')).digest('hex')}`;
}

async function commitsOf(ctx: DvcContext, file: string, signal: AbortSignal): Promise<GitCommit[]> {
  const repository = await ctx.repository(signal);
  if (!repository) return [];
  const head = await repository.head(signal);
  const branches = await repository.refs(['refs/heads/'], signal);
  const from = [...new Set([head.sha, ...branches.map((ref) => ref.sha)].filter((sha) => sha !== null))];
  if (from.length === 0) return [];
  const prefix = await ctx.projectPath(signal);
  const inGit = (path: string) => (prefix === '' ? path : `${prefix}/${path}`);
  const paths = [inGit(file), ...(file.endsWith('.dvc') ? [] : [inGit(file.replace(/dvc\.yaml$/, 'dvc.lock'))])];
  const shas = await repository.log({ from, paths, limit: maxCommits }, signal);
  return (await repository.commits(shas, signal)).filter((commit) => commit !== null);
}

/** The same data at a commit; undefined where it was not tracked there or its file cannot be read. */
async function dataAt(ctx: DvcContext, sha: string, like: TrackedData, signal: AbortSignal): Promise<TrackedData | undefined> {
  try {
    const tree = await ctx.commitTree(sha, signal);
    const file = await ctx.files.resolve(tree, like.file);
    return file && trackedIn(file).find((one) => one.path === like.path);
  } catch (error) {
    // A file that was broken in some old commit has no version there; it must not hide the others.
    const { code } = toFault(error);
    if (code === 'corrupt' || code === 'schema' || code === 'notFound' || code === 'tooLarge') return undefined;
    throw error;
  }
}
