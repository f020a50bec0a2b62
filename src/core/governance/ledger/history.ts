import type { Candidate, Digest, Entry } from './entry.ts';
import type { CountedEntry, Weighed } from './weigh.ts';
import { isWithdrawnBy } from './withdrawable.ts';

/** What was said of a version in an environment, in the order in which it was said, with what was taken back since. */
export interface Happened {
  readonly one: CountedEntry;
  /** The entry that withdrew or revoked it; null where it stands. */
  readonly takenBackBy: Digest | null;
}

/** Every counted entry about this model, version and environment, evidence on the version for other environments, and all that answers those. */
export function historyOf({ counted }: Pick<Weighed, 'counted'>, { model, version, env }: Pick<Candidate, 'model' | 'version' | 'env'>): Happened[] {
  const isAbout = (entry: Entry) => 'candidate' in entry && entry.candidate.model === model && entry.candidate.version === version && (entry.kind === 'evidence' || entry.candidate.env === env);
  const found = new Map<Digest, CountedEntry>();
  const answers = new Map<Digest, CountedEntry[]>();
  for (const one of counted.values()) {
    const { entry } = one;
    if (isAbout(entry)) found.set(entry.digest, one);
    const of = answered(entry);
    if (of !== null) answers.set(of, [...(answers.get(of) ?? []), one]);
  }
  // Answers may be answered themselves.
  const open = [...found.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const one of answers.get(name) ?? []) {
      if (found.has(one.entry.digest)) continue;
      found.set(one.entry.digest, one);
      open.push(one.entry.digest);
    }
  }
  const back = new Map<Digest, Digest>();
  for (const { entry, signer } of found.values()) {
    if (entry.kind === 'withdraw' && isWithdrawnBy(signer, counted.get(entry.entry))) back.set(entry.entry, entry.digest);
    if (entry.kind === 'revoke' && signer.roles.includes('admin')) back.set(entry.entry, entry.digest);
  }
  return [...found.values()].sort((a, b) => a.entry.seq - b.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1)).map((one) => ({ one, takenBackBy: back.get(one.entry.digest) ?? null }));
}

function answered(entry: Entry): Digest | null {
  if (entry.kind === 'comment') return entry.about;
  return entry.kind === 'withdraw' || entry.kind === 'revoke' ? entry.entry : null;
}
