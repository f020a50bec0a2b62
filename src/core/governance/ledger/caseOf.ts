import { canonicalJson } from '../../base/canonicalJson.ts';
import { withAncestors } from './ancestors.ts';
import type { Candidate, Digest, Entry, EntryKind } from './entry.ts';
import { baseOf, championOf, deploysIn } from './running.ts';
import type { CountedEntry, Weighed } from './weigh.ts';
import { isWithdrawnBy } from './withdrawable.ts';

export interface Said<K extends EntryKind> extends CountedEntry {
  readonly entry: Entry<K>;
}

type Decision = 'approve' | 'reject' | 'request-changes';

/** By how much two clocks may differ. */
export const skewMs = 5 * 60_000;

/** Everything the ledger says of one candidate. Withdrawn and revoked entries are left out, and so are those that claim to be of the future. */
export interface Case {
  readonly candidate: Candidate;
  /** For exactly this candidate, latest first; several where people asked at the same time. */
  readonly requests: ReadonlyArray<Said<'request'>>;
  /** For this model, version and environment, with another digest: what changed since. */
  readonly otherRequests: ReadonlyArray<{ readonly request: Said<'request'>; readonly changed: readonly string[] }>;
  readonly approvals: ReadonlyArray<Said<'approve'>>;
  /** That still block: of this version in this environment, not superseded by a request with other evidence; and of the same evidence as another version. */
  readonly rejections: ReadonlyArray<Said<'reject' | 'request-changes'>>;
  readonly waivers: ReadonlyArray<Said<'waive'>>;
  readonly evidence: ReadonlyArray<Said<'evidence'>>;
  /** What the environment runs: its last deploy or rollback; null before the first. */
  readonly running: Said<'deploy' | 'rollback'> | null;
  /** What the candidate is held against: what runs, or what ran before it where it runs itself; null where there is no other. */
  readonly champion: Said<'deploy' | 'rollback'> | null;
  /** From whose commit on its makers are counted: see `baseOf`. */
  readonly base: Said<'deploy' | 'rollback'> | null;
  /** Digests of entries whose claimed time is more than five minutes before something they build on. */
  readonly flagged: readonly Digest[];
}

/** Of each ledger the last one: a gate asks for the same several times, and a ledger of years takes a while. */
const last = new WeakMap<Weighed, { readonly of: string; readonly found: Case }>();

/** `now`: milliseconds since the epoch. */
export function caseOf(weighed: Weighed, candidate: Candidate, now: number): Case {
  const of = `${now} ${canonicalJson(candidate)}`;
  const known = last.get(weighed);
  if (known?.of === of) return known.found;
  const found = freshCase(weighed, candidate, now);
  last.set(weighed, { of, found });
  return found;
}

function freshCase(weighed: Weighed, candidate: Candidate, now: number): Case {
  const live = liveEntries(weighed, now);
  const of = <K extends EntryKind>(...kinds: readonly K[]) => live.filter((one): one is Said<K> => (kinds as readonly EntryKind[]).includes(one.entry.kind)).sort(latestFirst);
  const onSame = <K extends 'request' | Decision | 'waive' | 'evidence' | 'deploy' | 'rollback'>(...kinds: readonly K[]) => of(...kinds).filter(({ entry }) => isSamePlace(entry.candidate, candidate));
  const asked = onSame('request');
  const deploys = deploysIn(live, candidate.model, candidate.env);
  // Asking again asks anew: what was said to the question before stays with that one.
  const replaced = asked.length < 2 ? new Set<Digest>() : withAncestors(asked.flatMap(({ entry }) => entry.prev), (name) => weighed.places.get(name));
  const requests = asked.filter(({ entry }) => !replaced.has(entry.digest));
  const exact = requests.filter(({ entry }) => changedParts(entry.candidate, candidate).length === 0);
  const ids = new Set(exact.map(({ entry }) => entry.digest));
  return {
    candidate,
    requests: exact,
    otherRequests: requests.filter(({ entry }) => !ids.has(entry.digest)).map((request) => ({ request, changed: changedParts(request.entry.candidate, candidate) })),
    approvals: onSame('approve').filter(({ entry }) => ids.has(entry.request) && changedParts(entry.candidate, candidate).length === 0),
    rejections: of('reject', 'request-changes').filter(({ entry }) => (isSamePlace(entry.candidate, candidate) ? !isSuperseded(entry, candidate, asked) : isSameEvidence(entry.candidate, candidate))),
    waivers: onSame('waive').filter(({ entry }) => ids.has(entry.request)),
    evidence: of('evidence').filter(({ entry }) => isSameSubject(entry.candidate, candidate)),
    running: deploys[0] ?? null,
    champion: championOf(deploys, candidate),
    base: baseOf(deploys, candidate),
    flagged: live.filter(({ entry }) => entry.prev.some((name) => Date.parse(weighed.places.get(name)?.claimedAt ?? '') > Date.parse(entry.claimedAt) + skewMs)).map(({ entry }) => entry.digest),
  };
}

/** Counted entries but those that claim to be of the future. */
export function saidUntil(weighed: Weighed, now: number): CountedEntry[] {
  return [...weighed.counted.values()].filter(({ entry }) => Date.parse(entry.claimedAt) <= now + skewMs);
}

/** Of these what was not taken back. */
export function liveEntries(weighed: Weighed, now: number): readonly CountedEntry[] {
  const all = saidUntil(weighed, now);
  const gone = takenBack(all, weighed);
  return all.filter(({ entry }) => !gone.has(entry.digest));
}

/** Only who signed an entry withdraws it, where it can be; only an admin revokes one. Neither can be taken back: it is said anew. */
export function takenBack(all: readonly CountedEntry[], weighed: Weighed): Set<Digest> {
  const gone = new Set<Digest>();
  for (const { entry, signer } of all) {
    if (entry.kind === 'withdraw' && isWithdrawnBy(signer, weighed.counted.get(entry.entry))) gone.add(entry.entry);
    if (entry.kind === 'revoke' && signer.roles.includes('admin')) gone.add(entry.entry);
  }
  for (const { entry } of all) if (entry.kind === 'withdraw' || entry.kind === 'revoke') gone.delete(entry.digest);
  return gone;
}

/** A later request lists it, and neither that nor this candidate is what was rejected: a way round over other evidence answers nothing. */
function isSuperseded(rejection: Entry<'reject' | 'request-changes'>, candidate: Candidate, requests: ReadonlyArray<Said<'request'>>): boolean {
  return !isSameEvidence(rejection.candidate, candidate) && requests.some(({ entry }) => entry.supersedes.includes(rejection.digest) && !isSameEvidence(entry.candidate, rejection.candidate));
}

/** Of the same model for the same environment: what was rejected stays so under another version's name. */
function isSameEvidence({ version: _, rules: __, ...left }: Candidate, { version: ___, rules: ____, ...right }: Candidate): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

function isSamePlace(left: Candidate, right: Candidate): boolean {
  return left.model === right.model && left.version === right.version && left.env === right.env;
}

/** Evidence is of a version, whatever environment it is for and whatever the rules were. */
function isSameSubject(left: Candidate, right: Candidate): boolean {
  return left.model === right.model && left.version === right.version && left.artifact === right.artifact && left.commit === right.commit;
}

const bound = ['artifact', 'data', 'params', 'metrics', 'commit', 'rules'] as const;

/** What is bound and differs. */
export function changedParts(left: Candidate, right: Candidate): string[] {
  return bound.filter((part) => left[part] !== right[part]);
}

function latestFirst(left: CountedEntry, right: CountedEntry): number {
  return right.entry.seq - left.entry.seq || (left.entry.digest < right.entry.digest ? -1 : 1);
}
