import { fail } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Git, GitRepository } from '../../core/port/git.ts';
import type { GitBranches, RemoteLook } from '../../core/port/gitBranches.ts';
import { ledgerBranch } from './ledgerFiles.ts';
import { ledgerIn, remoteOf, type FetchedLedger } from './ledgerSync.ts';

/** Where policy and roster are read. */
export interface TrustedRef {
  /** Full name, or the commit where it was named by itself. */
  readonly ref: string;
  readonly commit: string;
  /** What a person should know of it. */
  readonly warning: string | null;
}

export interface FoundRef extends TrustedRef {
  /** Of the remote's ledger, by the same look; null where the remote was not asked. */
  readonly ledger: FetchedLedger | null;
}

/** What does not protect the ref that was found, in its own words. */
export function refProblems({ ref, warning }: TrustedRef): Problem[] {
  return warning === null ? [] : [problemOf(ref, { code: 'unsupported', message: warning }, 'warning')];
}

export interface RefTools {
  readonly git: Git;
  readonly branches: GitBranches;
}

export interface RefOptions {
  /** As a person wrote it; default: the branch that the remote has out. */
  readonly asked?: string | undefined;
  /** Ask the remote; else what was fetched last is taken. */
  readonly fetches: boolean;
}

const ownCommit = /^(?:HEAD|@)(?:$|[~^@{])|^@\{/;

/**
 * The tip of a protected branch as the remote has it now. Never the change under judgement, nor where it was cut: what is checked out is
 * refused by name, and so is every ref that holds one of its commits which the remote's own branch does not, or is behind that branch.
 */
export async function trustedRef(tools: RefTools, repository: GitRepository, { asked, fetches }: RefOptions, signal: AbortSignal): Promise<FoundRef> {
  if (asked !== undefined && ownCommit.test(asked)) throw ofTheChange(asked, 'is what is checked out');
  const remote = await remoteOf(tools.branches, repository.root, signal);
  const look = remote === null || !fetches ? null : await tools.branches.look(repository.root, remote, [null, ledgerBranch], signal);
  const ledger = remote === null || look === null ? null : ledgerIn(remote, look);
  const tip = remote === null ? await localTip(repository, signal) : look === null ? await fetchedTip(repository, remote, null, signal) : tipIn(look, remote, look.out);
  if (asked === undefined) {
    if (tip === null) throw fail('notFound', 'There is no protected branch to read the policy from.', { hint: remote === null ? 'Commit .mlops/policy.yaml on the branch main.' : `Push a branch to ${remote}, or name one: --policy-ref ${remote}/main.` });
    return { ...tip, ledger };
  }
  const chosen = await named(tools, repository, remote, asked, fetches, signal);
  const { sha: head } = await repository.head(signal);
  if (head !== null && (await holdsChange(repository, chosen.commit, head, tip?.commit ?? null, signal))) throw ofTheChange(asked, 'holds commits of the change under judgement');
  if (tip === null || !(await isBehind(repository, chosen.commit, tip.commit, signal))) return { ...chosen, ledger };
  // Another branch of the remote may be behind the one it has out, as a branch of releases is; anything else is where the change was cut.
  if (chosen.ref.startsWith('refs/remotes/')) return { ...chosen, ledger, warning: `${chosen.ref} is behind ${tip.ref}: a policy that was tightened there since is not seen.` };
  throw fail('invalid', `--policy-ref ${asked} is behind ${tip.ref}: a policy that was tightened since would not be seen.`, { hint: 'Name a protected branch of the remote, as origin/main, or leave it out.' });
}

/** Whether all of `commit` is in what `tip` builds on. */
async function isBehind(repository: GitRepository, commit: string, tip: string, signal: AbortSignal): Promise<boolean> {
  return commit !== tip && (await repository.log({ from: [commit, `^${tip}`], limit: 1 }, signal)).length === 0;
}

/** Its commits that the protected branch has not, and whether `commit` has one of them. */
async function holdsChange(repository: GitRepository, commit: string, head: string, tip: string | null, signal: AbortSignal): Promise<boolean> {
  if (tip === null) return commit === head || (await repository.log({ from: [commit] }, signal)).includes(head);
  const change = new Set(await repository.log({ from: [head, `^${tip}`] }, signal));
  return change.size > 0 && (await repository.log({ from: [commit, `^${tip}`] }, signal)).some((one) => change.has(one));
}

async function named(tools: RefTools, repository: GitRepository, remote: string | null, asked: string, fetches: boolean, signal: AbortSignal): Promise<TrustedRef> {
  const short = asked.replace(/^refs\/remotes\//, '');
  const branch = remote !== null && short.startsWith(`${remote}/`) ? short.slice(remote.length + 1) : undefined;
  if (remote !== null && branch !== undefined) {
    const tip = fetches ? tipIn(await tools.branches.look(repository.root, remote, [branch], signal), remote, branch) : await fetchedTip(repository, remote, branch, signal);
    if (tip !== null) return tip;
    throw fail('notFound', `${remote} has no branch ${branch}.`, { hint: 'Name the protected branch that holds the policy.' });
  }
  const full = asked.startsWith('refs/') ? [asked] : [`refs/heads/${asked}`, `refs/tags/${asked}`];
  const found = (await repository.refs(full, signal)).find(({ name }) => full.includes(name));
  const commit = found?.peeledSha ?? found?.sha;
  if (found && commit !== undefined) return { ref: found.name, commit, warning: remote === null ? unprotected : `${found.name} is of this clone only: nothing protects it.` };
  const [object] = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(asked) ? await repository.objects([asked], signal) : [];
  if (object?.type === 'commit') return { ref: asked, commit: asked, warning: 'A commit was named in place of a branch: what changes there later is not seen.' };
  throw fail('notFound', `There is no ref ${JSON.stringify(asked.slice(0, 200))} here.`, { hint: 'Name a protected branch: --policy-ref origin/main.' });
}

/** Null where the remote has no such branch. A ledger is nobody's policy. */
function tipIn({ branches }: RemoteLook, remote: string, branch: string | null): TrustedRef | null {
  const commit = branch === null || branch === ledgerBranch ? null : (branches.get(branch)?.tip ?? null);
  return commit === null ? null : { ref: `refs/remotes/${remote}/${branch}`, commit, warning: null };
}

async function fetchedTip(repository: GitRepository, remote: string, branch: string | null, signal: AbortSignal): Promise<TrustedRef | null> {
  const refs = await repository.refs([`refs/remotes/${remote}`, `refs/mlops/remotes/${remote}`], signal);
  const byName = new Map(refs.map(({ name, sha }) => [name, sha]));
  const names = branch === null ? ['main', 'master', 'HEAD'] : [branch];
  for (const name of names) {
    for (const place of ['refs/mlops/remotes', 'refs/remotes']) {
      const commit = byName.get(`${place}/${remote}/${name}`);
      if (commit !== undefined) return { ref: `refs/remotes/${remote}/${name}`, commit, warning: null };
    }
  }
  return null;
}

const unprotected = 'This repository has no remote, so nothing protects its policy and roster from whoever writes here.';

/** Without a remote: `main` or `master`, else the branch that is checked out. */
async function localTip(repository: GitRepository, signal: AbortSignal): Promise<TrustedRef | null> {
  const refs = await repository.refs(['refs/heads/main', 'refs/heads/master'], signal);
  const found = ['refs/heads/main', 'refs/heads/master'].flatMap((name) => refs.find((one) => one.name === name) ?? [])[0];
  if (found) return { ref: found.name, commit: found.sha, warning: unprotected };
  const { sha, ref } = await repository.head(signal);
  return sha === null || ref === null ? null : { ref, commit: sha, warning: unprotected };
}

function ofTheChange(asked: string, why: string): Error {
  return fail('invalid', `--policy-ref ${asked} ${why}: a change cannot bring the policy it is judged by.`, { hint: 'Name a protected branch of the remote, as origin/main, or leave it out.' });
}

/** Git's repository that holds a folder, with the folder's place in it. */
export async function repositoryOf(git: Git, folder: string, signal: AbortSignal): Promise<{ readonly repository: GitRepository; readonly prefix: string }> {
  const repository = await git.open(folder, signal);
  if (!repository) throw fail('notFound', `${folder} is in no git repository.`, { hint: 'Approvals live on a branch of one: run git init first.' });
  const below = folder.replaceAll('\\', '/').slice(repository.root.length).replace(/^\/+|\/+$/g, '');
  return { repository, prefix: below };
}

