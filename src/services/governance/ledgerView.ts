import type { Digest, Entry } from '../../core/governance/ledger/entry.ts';
import { weigh, type Weighed } from '../../core/governance/ledger/weigh.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import { ledgerFiles, ledgerTips, united, type LedgerTip } from './ledgerFiles.ts';
import type { LedgerMemory } from './ledgerMemory.ts';
import { fetchLedger } from './ledgerSync.ts';
import type { Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';

export interface ViewOptions {
  /** Entries that were seen elsewhere, as `--anchor` names them. */
  readonly anchor?: readonly string[];
  /** Ask the remote; else what was fetched last is read. */
  readonly fetches: boolean;
  /** Whether this entry's signature is checked at once; default: of all. */
  readonly mustCheck?: (entry: Entry) => boolean;
}

/**
 * The ledger with what counts of it: the local branch and the remote's, united. What cannot be trusted is in `weighed.broken`; a
 * remote that does not answer throws, because a ledger that was not read must not look like one without rejections.
 */
export async function ledgerView(machine: Pick<Machine, 'branches' | 'signatures'>, memory: LedgerMemory, repository: GitRepository, trusted: Pick<Trusted, 'policy' | 'roster'>, { anchor = [], fetches, mustCheck }: ViewOptions, signal: AbortSignal): Promise<LedgerView | Ungoverned> {
  const { genesis } = trusted.policy;
  if (genesis === null) return { unknown: 'The policy pins no ledger.', hint: 'Add the line “genesis: …” that “mlops approvals init” printed to .mlops/policy.yaml, and commit it.' };
  const before = await ledgerTips(repository, signal);
  const fetched = fetches ? await fetchLedger(machine, repository.root, signal) : null;
  const tips = fetched === null ? before : await ledgerTips(repository, signal);
  const lists = await Promise.all(tips.map(async ({ ref, commit }) => ({ ref, files: await ledgerFiles(repository, commit, signal) })));
  const remembered = await memory.heads(repository.root, genesis);
  const weighed = weigh(united(lists.map(({ files }) => files)), { roster: trusted.roster, signatures: machine.signatures, genesis, anchor: [...new Set([...anchor, ...remembered])], ...(mustCheck ? { mustCheck } : {}) });
  const remote = lists.find(({ ref }) => isRemote(ref));
  const there = new Set((remote ?? lists[0])?.files.map(({ name }) => name));
  const broken: Array<Weighed['broken'][number]> = [...weighed.broken];
  if (lists.length === 0) broken.unshift({ kind: 'rewound', message: 'The policy pins a ledger, and there is no branch mlops-ledger.' });
  else if (fetched?.tip === null) broken.unshift({ kind: 'rewound', message: `The policy pins a ledger, and there is no branch mlops-ledger on ${fetched.remote}: only this clone has one.` });
  else {
    const gone = remembered.find((name) => !there.has(name));
    if (gone !== undefined) broken.unshift(await lost(gone, remote === undefined ? 'this clone' : 'the remote', there, before.find(({ ref }) => isRemote(ref)), repository, signal));
  }
  if (broken.length === 0) {
    const heads = weighed.heads.filter((name) => there.has(name));
    if (heads.some((name) => !remembered.includes(name))) await memory.remember(repository.root, genesis, heads);
  }
  return { weighed: { ...weighed, broken }, genesis, anchor: [...new Set([...anchor, ...remembered])] };
}

const isRemote = (ref: string) => ref.startsWith('refs/mlops/remotes/');

/** What was remembered is not there: cut off, or another history in its place, as what was fetched last tells. */
async function lost(gone: Digest, where: string, there: ReadonlySet<Digest>, last: LedgerTip | undefined, repository: GitRepository, signal: AbortSignal): Promise<Weighed['broken'][number]> {
  const known = new Set((last === undefined ? [] : await ledgerFiles(repository, last.commit, signal)).map(({ name }) => name));
  const isOther = known.has(gone) && [...there].some((name) => !known.has(name));
  const words = `Entry ${gone.slice(0, 8)} was in the ledger of ${where} when it was last read here, and is gone`;
  return isOther ? { kind: 'forked', message: `${words}; another history stands in its place.` } : { kind: 'rewound', message: `${words}.` };
}
