import { fail, toFault, type Fault } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { GitRepository } from '../../core/port/git.ts';
import { openDesk, write, type Desk } from '../../services/governance/approvalsDesk.ts';
import type { Prepared } from '../../services/governance/approvalsEntries.ts';
import type { Governance } from '../../services/governance/governance.ts';
import { isTouched } from '../../services/governance/keys.ts';
import { ledgerRef, ledgerTips } from '../../services/governance/ledgerFiles.ts';
import { pushLedger, remoteOf, type Synced } from '../../services/governance/ledgerSync.ts';
import type { Ungoverned } from '../../services/governance/readTrusted.ts';
import type { LedgerView, Trusted } from '../../services/governance/trusted.ts';
import { pipelineOf } from '../../services/governance/pipeline.ts';
import { refuseUnmerged } from '../../services/governance/unmerged.ts';
import { syncTools, type Written } from '../../services/governance/writeEntry.ts';
import { textValue, type Context } from '../noun.ts';

/** What every verb reads first. */
export interface Reading {
  readonly governance: Governance;
  readonly repository: GitRepository;
  readonly trusted: Trusted;
  readonly view: LedgerView;
  readonly problems: readonly Problem[];
  /** Whether the remote answered. */
  readonly isOnline: boolean;
}

export interface Seat extends Reading {
  readonly desk: Desk;
}

/**
 * Policy, roster and ledger, asked of the remote. Where it does not answer, `offline: 'refuse'` throws; else what was fetched last is
 * taken and said. Throws `invalid` where nothing governs the folder.
 */
export async function readGoverned(context: Context, { offline, anchor = [] }: { readonly offline: 'refuse' | 'take'; readonly anchor?: readonly string[] }): Promise<Reading> {
  const { signal, values, workbench } = context;
  const { governance } = workbench;
  const { repository } = await governance.place(signal);
  const problems: Problem[] = [];
  const read = async (fetches: boolean): Promise<Pick<Reading, 'trusted' | 'view'>> => {
    const { trusted, ref } = await governance.trusted({ policyRef: textValue(values, 'policy-ref'), fetches }, signal);
    if (ref.warning !== null) problems.push(problemOf(ref.ref, { code: 'unsupported', message: ref.warning }, 'warning'));
    const governed = governedBy(trusted);
    return { trusted: governed, view: governedBy(await governance.ledger(governed, { fetches, fetched: ref.ledger, anchor }, signal)) };
  };
  let isOnline = true;
  const found = await read(true).catch((error: unknown) => {
    const fault = toFault(error);
    if (offline === 'refuse' || !isAway(fault)) throw error;
    isOnline = false;
    problems.length = 0;
    problems.push(problemOf('', { ...fault, message: `The remote does not answer, so what was fetched last is taken: ${fault.message}` }, 'warning'));
    return read(false);
  });
  return { governance, repository, problems, isOnline, ...found };
}

/** As `readGoverned`, with the person who writes. */
export async function takeSeat(context: Context): Promise<Seat> {
  const reading = await readGoverned(context, { offline: 'take' });
  const { machine } = context.workbench;
  const desk = await openDesk(machine, reading.trusted, reading.view, { key: textValue(context.values, 'key'), passphrase: passphraseOf(context) }, context.signal);
  await refuseUnmerged(reading.repository, reading.trusted, desk.person, context.signal);
  return { ...reading, desk };
}

/** In a terminal ssh-keygen asks by itself. */
export function passphraseOf({ workbench: { machine } }: Context): 'terminal' | 'never' {
  const { env } = machine;
  const isAsked = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY === true) || env['SSH_ASKPASS'] !== undefined;
  return isAsked && pipelineOf(env) === undefined ? 'terminal' : 'never';
}

export interface Signed {
  readonly written: Written;
  readonly problems: readonly Problem[];
}

export async function signAt(context: Context, { desk, problems }: Seat, { entries, warnings }: Prepared): Promise<Signed> {
  const { machine } = context.workbench;
  if (isTouched(desk.signer.key)) context.say('Touch your security key when it blinks.');
  const written = await write(machine, desk, entries, context.signal);
  return { written, problems: [...problems, ...warnings.map((message) => problemOf('', { code: 'invalid', message }, 'warning')), ...queuedProblems(written.synced)] };
}

/** What is here only. */
export function queuedProblems({ remote, queued }: Synced): Problem[] {
  if (queued === null || remote === null) return [];
  return [problemOf(remote, { ...queued, message: `Signed and kept here, not pushed to ${remote} yet: ${queued.message}`, hint: `${queued.hint ?? 'Look at the network.'} It goes with the next “mlops approvals” call.` }, 'warning')];
}

/** Brings what was queued before to the remote; nothing where there is no such thing. */
export async function retryPush(context: Context, repository: GitRepository): Promise<Problem[]> {
  const { signal, workbench } = context;
  const tips = await ledgerTips(repository, signal);
  const own = tips.find(({ ref }) => ref === ledgerRef);
  if (own === undefined || tips.every(({ commit }) => commit === own.commit && tips.length > 1)) return [];
  const remote = await remoteOf(workbench.machine.branches, repository.root, signal);
  return remote === null ? [] : queuedProblems(await pushLedger(syncTools(workbench.machine), repository.root, remote, signal));
}

function governedBy<T extends object>(found: T | Ungoverned): T {
  if ('unknown' in found) throw fail('invalid', found.unknown, { hint: found.hint });
  return found;
}

function isAway({ code }: Fault): boolean {
  return code === 'unreachable' || code === 'auth' || code === 'timeout';
}
