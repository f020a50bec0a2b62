import { fail } from '../../core/base/fault.ts';
import { commentOn, revocation, withdrawal, type Prepared } from '../../services/governance/approvalsEntries.ts';
import { eraseText } from '../../services/governance/ledgerSync.ts';
import { syncTools } from '../../services/governance/writeEntry.ts';
import type { Desk } from '../../services/governance/approvalsDesk.ts';
import { textValue, type Answer, type Context } from '../noun.ts';
import { requirePerson } from './person.ts';
import { queuedProblems, signAt, takeSeat } from './seat.ts';
import { writtenAnswer } from './written.ts';

export function comment(context: Context): Promise<Answer> {
  const reason = textValue(context.values, 'reason');
  if (reason === undefined) throw fail('invalid', 'The comment has no text.', { hint: 'Add --reason "…".' });
  return about(context, (desk, digest) => commentOn(desk, digest, reason), 'commented on');
}

export function withdraw(context: Context): Promise<Answer> {
  requirePerson(context.workbench.machine.env, 'withdraw');
  return about(context, (desk, digest) => withdrawal(desk, digest, textValue(context.values, 'reason')), 'withdrew');
}

export function revoke(context: Context): Promise<Answer> {
  requirePerson(context.workbench.machine.env, 'revoke');
  return about(context, (desk, digest) => revocation(desk, digest, textValue(context.values, 'reason')), 'revoked');
}

async function about(context: Context, prepare: (desk: Desk, digest: string) => Prepared, past: string): Promise<Answer> {
  const digest = named(context, 'DIGEST');
  const seat = await takeSeat(context);
  const prepared = prepare(seat.desk, digest);
  return writtenAnswer(await signAt(context, seat, prepared), `${past} ${digest.slice(0, 12)}`, { by: seat.desk.person.id });
}

/** Empties a text that stands beside an entry. The entry stays, and so does every verdict. */
export async function erase(context: Context): Promise<Answer> {
  const { workbench, signal } = context;
  const id = named(context, 'TEXT-ID');
  if (!/^[0-9a-f]{32}$/.test(id)) throw fail('invalid', `“${id}” is no id of a text.`, { hint: 'mlops approvals list --all --json shows them.' });
  const { repository } = await workbench.governance.place(signal);
  const synced = await eraseText(syncTools(workbench.machine), repository.root, id, signal);
  return {
    data: { text: id, state: 'erased', synced },
    problems: queuedProblems(synced),
    text: (style) => `${style.good('erased')}  text ${id}\n${style.dim('Its entry stays. Commits of the branch before this one still hold the text, and so do clones that have them.')}`,
  };
}

function named({ positionals }: Context, what: string): string {
  const [verb = '', value] = positionals;
  if (value === undefined) throw fail('invalid', `${what} is missing.`, { hint: `mlops approvals ${verb} ${what}` });
  return value.toLowerCase();
}
