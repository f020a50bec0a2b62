import type { Person } from '../roster/roster.ts';
import type { EntryKind } from './entry.ts';
import type { CountedEntry } from './weigh.ts';

/**
 * What its signer may take back: what they asked, measured or said. That a version was put somewhere is a fact, from which a rollback
 * goes back; were it taken back, what ran before would be the champion again, and its commit the beginning of authorship.
 */
export const withdrawable: ReadonlySet<EntryKind> = new Set(['request', 'evidence', 'approve', 'reject', 'request-changes', 'comment', 'waive']);

/** Whether a withdrawal by this person takes that entry back. */
export function isWithdrawnBy({ id }: Pick<Person, 'id'>, one: CountedEntry | undefined): boolean {
  return one !== undefined && one.signer.id === id && withdrawable.has(one.entry.kind);
}
