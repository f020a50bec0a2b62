import type { GitRepository } from '../../core/port/git.ts';
import type { LedgerFile } from '../../core/governance/ledger/standing.ts';
import { maxEntryBytes } from '../../core/governance/ledger/statement.ts';

/** An orphan branch: protected as branches are, cloned as branches are, and beside everybody's code. */
export const ledgerBranch = 'mlops-ledger';
export const ledgerRef = `refs/heads/${ledgerBranch}`;
/** What was fetched of it. */
export const fetchedLedger = (remote: string) => `refs/mlops/remotes/${remote}/${ledgerBranch}`;

const entryName = /^([0-9a-f]{64})\.json$/;
const plainFile = '100644';

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

/**
 * Every entry of a ledger's tip with its signature. Only plain files under their own name are entries: links, folders and other
 * names are none. An entry above the largest size comes without bytes, and so counts for nothing.
 */
export async function ledgerFiles(repository: GitRepository, commit: string, signal: AbortSignal): Promise<LedgerFile[]> {
  const root = await repository.tree(commit, signal);
  const entries = root.find(({ name, type }) => name === 'entries' && type === 'tree');
  if (!entries) return [];
  const shelves = (await repository.tree(entries.sha, signal)).filter(({ name, type }) => type === 'tree' && /^[0-9a-f]{2}$/.test(name));
  const found: Array<{ readonly name: string; readonly entry: string; readonly signature: string | null }> = [];
  const trees = await Promise.all(shelves.map(({ sha }) => repository.tree(sha, signal)));
  for (const [at, shelf] of shelves.entries()) {
    const files = trees[at]!.filter(({ mode }) => mode === plainFile);
    const bySignature = new Map(files.map(({ name, sha }) => [name, sha]));
    for (const { name, sha } of files) {
      const digest = entryName.exec(name)?.[1];
      if (digest?.startsWith(shelf.name)) found.push({ name: digest, entry: sha, signature: bySignature.get(`${name}.sig`) ?? null });
    }
  }
  const shas = found.flatMap(({ entry, signature }) => (signature === null ? [entry] : [entry, signature]));
  const objects = await repository.objects(shas, signal, { maxBytes: maxEntryBytes });
  const bytes = new Map(objects.flatMap((object) => (object ? [[object.sha, object.bytes] as const] : [])));
  return found.map(({ name, entry, signature }) => ({ name, bytes: bytes.get(entry) ?? new Uint8Array(), signature: signature === null ? null : (bytes.get(signature) ?? new Uint8Array()) }));
}

/** One of each name; where tips differ in a signature the one that is first in `lists` is taken. */
export function united(lists: ReadonlyArray<readonly LedgerFile[]>): LedgerFile[] {
  const all = new Map<string, LedgerFile>();
  for (const file of lists.flat()) if (!all.has(file.name)) all.set(file.name, file);
  return [...all.values()];
}
