import { toFault, type Fault } from '../../core/base/fault.ts';
import { openRequests, type OpenRequest } from '../../core/governance/decision/openRequests.ts';
import type { EntryKind } from '../../core/governance/ledger/entry.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import { truthDrifts, type TruthDrift } from '../../core/governance/audit.ts';
import { liveEntries } from '../../core/governance/ledger/caseOf.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { Catalog } from '../catalog.ts';
import type { Models } from '../models.ts';
import type { Governance } from './governance.ts';
import { signingKey } from './keys.ts';
import { ledgerRef, ledgerTips } from './ledgerFiles.ts';
import { mirrorsOf, pointersOf } from './mirrors.ts';
import { pushLedger, remoteOf, type Synced } from './ledgerSync.ts';
import { policyPath, type Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';
import { syncTools } from './writeEntry.ts';

/** What people asked for and nobody has finished, over all models of a folder. */
export interface Inbox {
  readonly trusted: Trusted;
  readonly view: LedgerView;
  readonly requests: readonly OpenRequest[];
  readonly me: Me;
  /** Entries of this clone that the remote has not got yet: its name; null where there are none. */
  readonly queuedFor: string | null;
}

/** Who would sign here; the fault says why nobody would. */
export type Me = { readonly person: Person; readonly fingerprint: string } | { readonly nobody: Fault };

type InboxMachine = Pick<Machine, 'git' | 'branches' | 'signatures' | 'signing' | 'clock' | 'env' | 'files' | 'places'>;

/** Throws what reading policy, roster and ledger throws; with `fetches` also where the remote does not answer. */
export async function readInbox(machine: InboxMachine, governance: Governance, { fetches }: { readonly fetches: boolean }, signal: AbortSignal): Promise<Inbox | Ungoverned> {
  const { repository } = await governance.place(signal);
  const { trusted, ref } = await governance.trusted({ fetches }, signal);
  if ('unknown' in trusted) return trusted;
  // A fresh clone has no branch of its own: that is a ledger nobody has asked for, not one that is gone.
  if (!fetches && (await ledgerTips(repository, signal)).length === 0 && (await remoteOf(machine.branches, repository.root, signal)) !== null) return { unknown: 'The ledger was not fetched yet.', hint: 'Refresh the approvals.' };
  const view = await governance.ledger(trusted, { fetches, fetched: ref.ledger, mustCheck: ({ kind }) => !changesNothing.includes(kind) }, signal);
  if ('unknown' in view) return view;
  const now = new Date(machine.clock.nowMs()).toISOString();
  const [me, queuedFor] = await Promise.all([whoSigns(machine, trusted, signal), queuedRemote(machine, repository, signal)]);
  return { trusted, view, requests: openRequests(view.weighed, trusted.policy, now), me, queuedFor };
}

/** What an inbox is not made of: its signatures are checked where it is shown. */
const changesNothing: readonly EntryKind[] = ['evidence', 'comment', 'join', 'anchor'];

/** Whether the folder has anything to do with approvals: a policy, or a ledger. Reads refs and one file. */
export async function hasApprovals(machine: Pick<Machine, 'git' | 'files'>, folder: string, signal: AbortSignal): Promise<boolean> {
  if ((await machine.files.stat(`${folder}/${policyPath}`)) !== undefined) return true;
  const repository = await machine.git.open(folder, signal);
  return repository !== undefined && (await ledgerTips(repository, signal)).length > 0;
}

export async function whoSigns(machine: InboxMachine, { root, roster }: Pick<Trusted, 'root' | 'roster'>, signal: AbortSignal): Promise<Me> {
  try {
    const { publicKey } = await signingKey(machine, root, undefined, signal);
    const found = roster.signer(publicKey.fingerprint);
    if (found === undefined) return { nobody: { code: 'notFound', message: `Your key ${publicKey.fingerprint} is not in the roster.`, hint: 'Have it added to .mlops/roster.yaml on the protected branch.' } };
    if (found.key.isRevoked || found.key.retiredAtHeads !== null) return { nobody: { code: 'invalid', message: `Your key ${publicKey.fingerprint} is ${found.key.isRevoked ? 'revoked' : 'retired'}.`, hint: 'Sign with another key of yours.' } };
    return { person: found.person, fingerprint: publicKey.fingerprint };
  } catch (error) {
    signal.throwIfAborted();
    return { nobody: toFault(error) };
  }
}

/** Brings what is only here to the remote. Null where there is no remote. */
export async function pushQueued(machine: Pick<Machine, 'git' | 'branches' | 'clock'>, governance: Governance, signal: AbortSignal): Promise<Synced | null> {
  const { repository } = await governance.place(signal);
  const remote = await remoteOf(machine.branches, repository.root, signal);
  return remote === null ? null : pushLedger(syncTools(machine), repository.root, remote, signal);
}

async function queuedRemote({ branches }: Pick<Machine, 'branches'>, repository: GitRepository, signal: AbortSignal): Promise<string | null> {
  const tips = await ledgerTips(repository, signal);
  const own = tips.find(({ ref }) => ref === ledgerRef);
  if (own === undefined) return null;
  const remote = await remoteOf(branches, repository.root, signal);
  if (remote === null) return null;
  const theirs = tips.filter(({ ref }) => ref !== ledgerRef);
  if (theirs.some(({ commit }) => commit === own.commit)) return null;
  const ahead = await repository.log({ from: [own.commit, ...theirs.map(({ commit }) => `^${commit}`)], limit: 1 }, signal);
  return ahead.length > 0 ? remote : null;
}

/** Fields of registries that the ledger does not explain, of every model of the policy. A system that does not answer is a problem of its own. */
export async function driftsOf(parts: { readonly catalog: Catalog; readonly models: Models }, { trusted, view }: Pick<Inbox, 'trusted' | 'view'>, nowMs: number, signal: AbortSignal): Promise<{ readonly drifts: readonly TruthDrift[]; readonly problems: readonly Problem[] }> {
  if (view.weighed.broken.length > 0) return { drifts: [], problems: [] };
  const live = liveEntries(view.weighed, nowMs);
  const drifts: TruthDrift[] = [];
  const problems: Problem[] = [];
  for (const [model, { environments }] of trusted.policy.models) {
    const { mirrors, problems: unread } = await mirrorsOf(parts, model, signal);
    const held = await pointersOf(mirrors, environments, signal);
    problems.push(...unread, ...held.problems);
    drifts.push(...truthDrifts(live, model, held.pointers));
  }
  return { drifts, problems };
}
