import type { Makers } from '../policy/rules/finding.ts';
import type { Roster } from '../roster/roster.ts';

/**
 * By the account that the tracker noted: a claim, which can bar somebody and lets nobody in. Null where the roster has no accounts to
 * tell it by. Where it has some, a run of nobody's account, or of none because somebody took its name away, makes it unknown.
 */
export function trainerOf(account: string | null, roster: Pick<Roster, 'runner' | 'hasAccounts'>): Makers['trainer'] {
  const person = account === null ? undefined : roster.runner(account);
  if (person !== undefined) return person.id;
  if (!roster.hasAccounts) return null;
  return { unknown: account === null ? 'It is not noted who ran the training, and the roster has accounts to tell it by.' : `The run was made by “${account}”, which is nobody's account in the roster.` };
}
