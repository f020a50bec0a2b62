import type { GitRepository } from '../../core/port/git.ts';
import type { LedgerFile } from '../../core/governance/ledger/ledgerFile.ts';
import { LedgerReader } from './ledgerReader.ts';

/** An orphan branch: protected as branches are, cloned as branches are, and beside everybody's code. */
export const ledgerBranch = 'mlops-ledger';
export const ledgerRef = `refs/heads/${ledgerBranch}`;
/** What was fetched of it. */
export const fetchedLedger = (remote: string) => `refs/mlops/remotes/${remote}/${ledgerBranch}`;

export const entryPath = (digest: string) => `entries/${digest.slice(0, 2)}/${digest}.json`;
export const signaturePath = (digest: string) => `${entryPath(digest)}.sig`;
export const textsFolder = 'texts/';
export const textPath = (id: string) => `${textsFolder}${id}`;

export interface LedgerTip {
  readonly ref: string;
  readonly commit: string;
}

/** The local branch and what was fetched, as far as they are there. */
export async function ledgerTips(repository: GitRepository, signal: AbortSignal): Promise<LedgerTip[]> {
  const refs = await repository.refs([ledgerRef, 'refs/mlops/remotes'], signal);
  return refs.filter(({ name, type }) => type === 'commit' && (name === ledgerRef || name.endsWith(`/${ledgerBranch}`))).map(({ name, sha }) => ({ ref: name, commit: sha }));
}

/** Every entry of a ledger's tip with its signature. */
export function ledgerFiles(repository: GitRepository, commit: string, signal: AbortSignal): Promise<readonly LedgerFile[]> {
  return new LedgerReader(repository, signal).files(commit);
}

/** One of each name; where tips differ in a signature the one that is first in `lists` is taken. */
export function united(lists: ReadonlyArray<readonly LedgerFile[]>): LedgerFile[] {
  const all = new Map<string, LedgerFile>();
  for (const file of lists.flat()) if (!all.has(file.name)) all.set(file.name, file);
  return [...all.values()];
}
