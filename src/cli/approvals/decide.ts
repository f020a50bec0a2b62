import { fail } from '../../core/base/fault.ts';
import type { Candidate } from '../../core/governance/ledger/entry.ts';
import { caseOf } from '../../core/governance/ledger/caseOf.ts';
import type { Makers } from '../../core/governance/policy/rules/finding.ts';
import { decideOn, waiverOf, type DecisionKind } from '../../services/governance/approvalsEntries.ts';
import type { FoundCandidate } from '../../services/governance/candidate.ts';
import { makersOf } from '../../services/governance/makers.ts';
import { gateText } from '../gateText.ts';
import { textValue, type Answer, type Context } from '../noun.ts';
import { clean, styleFor } from '../style.ts';
import { requirePerson, requireTerminal, typeDigest } from './person.ts';
import { modelAndEnv } from './request.ts';
import { signAt, takeSeat, type Seat } from './seat.ts';
import { writtenAnswer } from './written.ts';

const deeds: Readonly<Record<DecisionKind, { readonly infinitive: string; readonly past: string }>> = {
  approve: { infinitive: 'approve', past: 'approved' },
  reject: { infinitive: 'reject', past: 'rejected' },
  'request-changes': { infinitive: 'ask for changes', past: 'asked for changes of' },
};

/**
 * A person decides on exactly what they are shown: model, version, digest, environment and the gate as it stands. An approval needs a
 * terminal; a rejection, which can only block, asks for the digest where there is one.
 */
export async function decide(context: Context, kind: DecisionKind): Promise<Answer> {
  const { workbench, signal, values } = context;
  requirePerson(workbench.machine.env, kind);
  if (kind === 'approve') requireTerminal(kind);
  const [reference, env] = modelAndEnv(context);
  const reason = reasonOf(context, kind !== 'approve');
  const seat = await takeSeat(context);
  const { found, report, problems } = await seat.governance.gate(reference, env, { fetches: seat.isOnline, read: seat }, signal);
  if (found === null) throw fail('invalid', report.reason);
  const { candidate } = found;
  const makers = await makersFor(context, seat, found);
  const { request, role, ...prepared } = decideOn(seat.desk, candidate, kind, { role: textValue(values, 'role'), reason, makers }, workbench.machine.clock.nowMs());
  const { infinitive, past } = deeds[kind];
  if (process.stdin.isTTY === true) {
    context.say(gateText(report, styleFor(process.stderr.isTTY, workbench.machine.env)));
    warn(context, [...[...seat.problems, ...problems].map(({ message }) => message), ...prepared.warnings]);
    await confirmed(context, seat, candidate, infinitive, [['asked by', `${request.signer.id}, ${request.entry.claimedAt}`], ['you', `${seat.desk.person.id} as ${role}`]]);
  }
  const signed = await signAt(context, seat, prepared);
  return writtenAnswer(signed, clean(`${past} ${candidate.model} ${candidate.version} for ${env} as ${role}`), { request: request.entry.digest, role, by: seat.desk.person.id, candidate, modelDigest: candidate.artifact });
}

/** A rule is not held against a version for a while. As a rejection it asks for the digest where there is a terminal. */
export async function waive(context: Context): Promise<Answer> {
  const { workbench, values, signal } = context;
  requirePerson(workbench.machine.env, 'waive');
  const [reference, env] = modelAndEnv(context);
  const [rule, until] = [textValue(values, 'rule'), textValue(values, 'until')];
  if (rule === undefined) throw fail('invalid', 'No rule is named.', { hint: 'Add --rule ID, as the policy has it.' });
  if (until === undefined) throw fail('invalid', 'It is not said how long.', { hint: 'Add --until 30d, or --until 2026-01-31.' });
  const reason = reasonOf(context, true);
  const seat = await takeSeat(context);
  const found = await seat.governance.candidate(reference, env, seat.trusted, signal);
  const makers = await makersFor(context, seat, found);
  const { until: end, ...prepared } = waiverOf(seat.desk, found.candidate, { rule, until, reason, makers }, workbench.machine.clock.nowMs());
  const { candidate } = found;
  if (process.stdin.isTTY === true) {
    warn(context, [...seat.problems.map(({ message }) => message), ...prepared.warnings]);
    await confirmed(context, seat, candidate, 'waive the rule', [['rule', rule], ['until', end], ['you', seat.desk.person.id]]);
  }
  const signed = await signAt(context, seat, prepared);
  return writtenAnswer(signed, clean(`waived ${rule} for ${candidate.model} ${candidate.version} in ${env} until ${end.slice(0, 16).replace('T', ' ')}`), { rule, until: end, by: seat.desk.person.id, candidate, modelDigest: candidate.artifact });
}

function warn({ workbench, say }: Context, messages: readonly string[]): void {
  const style = styleFor(process.stderr.isTTY, workbench.machine.env);
  for (const message of messages) say(`${style.warn('warning')}: ${clean(message)}`);
}

/** What is about to be signed, and the digest that the person types to sign it. */
async function confirmed({ say, signal }: Context, { desk }: Seat, { model, version, artifact, env }: Candidate, what: string, more: ReadonlyArray<readonly [name: string, value: string]>): Promise<void> {
  const rows = [['model', `${model} ${version}`], ['digest', artifact], ['environment', env], ...more, ['key', desk.signer.key.publicKey.fingerprint]] as const;
  say('');
  say(rows.map(([name, value]) => `${name.padEnd(12)}${clean(value)}`).join('\n'));
  await typeDigest(artifact, what, signal);
}

function makersFor({ workbench: { machine }, signal }: Context, { repository, view, trusted, isOnline }: Seat, { candidate, run }: FoundCandidate): Promise<Makers> {
  const base = caseOf(view.weighed, candidate, machine.clock.nowMs()).base?.entry.candidate ?? null;
  return makersOf(machine, repository, { candidate, base, run, trusted, fetches: isOnline }, signal);
}

function reasonOf({ values }: Context, isNeeded: true): string;
function reasonOf({ values }: Context, isNeeded: boolean): string | undefined;
function reasonOf({ values }: Context, isNeeded: boolean): string | undefined {
  const reason = textValue(values, 'reason');
  if (reason === undefined && isNeeded) throw fail('invalid', 'It is not said why.', { hint: 'Add --reason "…".' });
  return reason;
}
