import { fail, toFault, type Fault } from '../../core/base/fault.ts';
import type { Git, GitRepository } from '../../core/port/git.ts';
import type { GitBranches, RemoteLook } from '../../core/port/gitBranches.ts';
import { fetchedLedger, ledgerBranch, ledgerRef, textPath, textsFolder } from './ledgerFiles.ts';

const mostTries = 60;
/** Longest a writer waits for others, in ms. */
const longestPauseMs = 30_000;

export interface SyncTools {
  readonly git: Git;
  readonly branches: GitBranches;
  /** Waits for about so long: writers that meet must not meet again. */
  pause(ms: number): Promise<void>;
  /** 0 to 1. */
  random(): number;
}

export interface Synced {
  /** Null where the ledger has no remote. */
  readonly remote: string | null;
  readonly tries: number;
  /** Why what was written is here only, and will be pushed another time. */
  readonly queued: Fault | null;
}

/**
 * Adds files to the ledger and brings them to its remote. Entries are a set: whoever else wrote meanwhile, theirs and ours are both
 * kept, and nothing is ever rewritten. Without network they stay on the local branch and go with the next call.
 */
export async function writeLedger(tools: SyncTools, root: string, files: ReadonlyMap<string, Uint8Array>, message: string, signal: AbortSignal): Promise<Synced> {
  const { branches } = tools;
  const remote = await remoteOf(branches, root, signal);
  await retried(tools, async () => {
    await branches.add(root, { branch: ledgerBranch, ...(await baseOf(tools.git, root, remote, signal)), files, message }, signal);
  });
  return remote === null ? { remote, tries: 0, queued: null } : pushLedger(tools, root, remote, signal);
}

/** What to write on: the later one of what is here and what was fetched, so that the push is mostly a step forward. */
async function baseOf(git: Git, root: string, remote: string | null, signal: AbortSignal): Promise<{ readonly parent: string | null; readonly replaces?: string }> {
  const own = await tipOf(git, root, ledgerRef, signal);
  const known = remote === null ? null : await tipOf(git, root, fetchedLedger(remote), signal);
  if (known === null || own === known) return { parent: own };
  if (own === null) return { parent: known };
  return (await goesOn(await opened(git, root, signal), known, own, signal)) ? { parent: known, replaces: own } : { parent: own };
}

/** Empties a text and brings that to the remote. Throws `notFound` for a text that the ledger has not. */
export async function eraseText(tools: SyncTools, root: string, id: string, signal: AbortSignal): Promise<Synced> {
  const remote = await remoteOf(tools.branches, root, signal);
  // The text may be of somebody whose entries are not here yet.
  if (remote !== null) await pushLedger(tools, root, remote, signal);
  await retried(tools, async () => {
    const parent = await tipOf(tools.git, root, ledgerRef, signal);
    const [text] = parent === null ? [] : await (await opened(tools.git, root, signal)).objects([`${parent}:${textPath(id)}`], signal);
    if (!text) throw fail('notFound', `The ledger has no text ${id}.`, { hint: 'mlops approvals list --all shows the texts of entries.' });
    if (text.bytes.length > 0) await tools.branches.add(root, { branch: ledgerBranch, parent, files: new Map(), emptied: [textPath(id)], message: `Text ${id.slice(0, 8)} erased` }, signal);
  });
  return remote === null ? { remote, tries: 0, queued: null } : pushLedger(tools, root, remote, signal);
}

/** Brings what is only here to the remote; what is only there comes here where that is needed for it. */
export async function pushLedger(tools: SyncTools, root: string, remote: string, signal: AbortSignal): Promise<Synced> {
  let tries = 0;
  try {
    const [own, known] = [await tipOf(tools.git, root, ledgerRef, signal), await tipOf(tools.git, root, fetchedLedger(remote), signal)];
    // Mostly nobody else wrote since the ledger was read: then what was read need not be asked for again.
    const isAhead = own !== null && known !== null && own !== known && (await goesOn(await opened(tools.git, root, signal), own, known, signal));
    await retried(tools, async () => {
      tries += 1;
      const theirs = isAhead && tries === 1 ? known : await tools.branches.fetch(root, remote, ledgerBranch, signal);
      if (theirs !== null && !(isAhead && tries === 1)) await onto(tools, root, theirs, signal);
      if ((await tipOf(tools.git, root, ledgerRef, signal)) !== theirs) await tools.branches.push(root, remote, ledgerBranch, signal);
    });
    return { remote, tries, queued: null };
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'cancelled') throw error;
    return { remote, tries, queued: fault };
  }
}

/** A remote's ledger as it is now. */
export interface FetchedLedger {
  readonly remote: string;
  /** Null where the remote has none. */
  readonly tip: string | null;
  /** What was fetched of it the last time. */
  readonly before: string | null;
}

/** For reading; null where there is no remote. */
export async function fetchLedger({ branches }: Pick<SyncTools, 'branches'>, root: string, signal: AbortSignal): Promise<FetchedLedger | null> {
  const remote = await remoteOf(branches, root, signal);
  return remote === null ? null : ledgerIn(remote, await branches.look(root, remote, [ledgerBranch], signal));
}

/** What a look that asked for it found of the ledger. */
export function ledgerIn(remote: string, look: RemoteLook): FetchedLedger {
  return { remote, ...(look.branches.get(ledgerBranch) ?? { tip: null, before: null }) };
}

/** Our files on their tip: a straight line, as protected branches like it. */
async function onto({ git, branches }: SyncTools, root: string, theirs: string, signal: AbortSignal): Promise<void> {
  const repository = await opened(git, root, signal);
  const own = await tipOf(git, root, ledgerRef, signal);
  if (own === theirs) return;
  if (own === null) return branches.move(root, ledgerBranch, null, theirs, signal);
  if (await goesOn(repository, own, theirs, signal)) return;
  // Entries are never changed, so what differs is ours alone, theirs alone, or erased on one side.
  const changes = await repository.changes(theirs, own, signal);
  const missing = changes.filter(({ status }) => status === 'added');
  const emptied = changes.filter(({ path, status, after }) => status === 'changed' && isErased(path, after)).map(({ path }) => path);
  if (missing.length + emptied.length === 0) return branches.move(root, ledgerBranch, own, theirs, signal);
  const objects = await repository.objects(missing.map(({ after }) => after ?? ''), signal);
  const files = new Map(missing.flatMap(({ path }, at) => (objects[at] ? [[path, objects[at].bytes] as const] : [])));
  await branches.add(root, { branch: ledgerBranch, parent: theirs, replaces: own, files, emptied, message: `Entries written meanwhile: ${files.size} files` }, signal);
}

/** Whether `own` holds all that `theirs` does. */
async function goesOn(repository: GitRepository, own: string, theirs: string, signal: AbortSignal): Promise<boolean> {
  return (await repository.log({ from: [theirs, `^${own}`], limit: 1 }, signal)).length === 0;
}

/** What is erased here stays so, though the other side still has it. */
function isErased(path: string, sha: string | null): boolean {
  return path.startsWith(textsFolder) && sha !== null && emptyBlobs.includes(sha);
}

/** git's names of an empty file, by SHA-1 and by SHA-256. */
const emptyBlobs: readonly string[] = ['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813'];

async function opened(git: Git, root: string, signal: AbortSignal): Promise<GitRepository> {
  const repository = await git.open(root, signal);
  if (!repository) throw fail('notFound', `${root} is in no git repository.`, { hint: 'The ledger is a branch of one: run git init first.' });
  return repository;
}

async function tipOf(git: Git, root: string, ref: string, signal: AbortSignal): Promise<string | null> {
  const repository = await opened(git, root, signal);
  return (await repository.refs([ref], signal)).find(({ name }) => name === ref)?.sha ?? null;
}

/** `origin`, or the only one. */
export async function remoteOf(branches: GitBranches, root: string, signal: AbortSignal): Promise<string | null> {
  const remotes = await branches.remotes(root, signal);
  return remotes.includes('origin') ? 'origin' : remotes.length === 1 ? remotes[0]! : null;
}

/** Again where somebody else was faster: after a while that grows with what one try takes here and with how often it failed. */
async function retried(tools: SyncTools, work: () => Promise<void>): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    const startedMs = Date.now();
    try {
      return await work();
    } catch (error) {
      if (toFault(error).code !== 'conflict' || turn >= mostTries) throw error;
      const tookMs = Math.max(10, Date.now() - startedMs);
      await tools.pause(Math.min(longestPauseMs, tookMs * 2 ** Math.min(turn, 6)) * tools.random());
    }
  }
}
