import type { Person } from '../roster/roster.ts';
import { withAncestors } from './ancestors.ts';
import type { Digest, Entry, Place } from './entry.ts';
import { forged, Inspection, type InspectionRules } from './inspection.ts';
import type { LedgerFile } from './ledgerFile.ts';
import { inOrder } from './inOrder.ts';
import { unknownKey, type Standing } from './standing.ts';

export interface CountedEntry {
  readonly entry: Entry;
  readonly signer: Person;
  readonly fingerprint: string;
}

export interface Weighed {
  /** Where one model was asked for: without entries about other models, and comments on those. */
  readonly counted: ReadonlyMap<Digest, CountedEntry>;
  /** Of everything that has one, whatever it is about, each after all that it builds on: what counts, and what was signed before its key was revoked; where one model was asked for, of others also what nobody checked. */
  readonly places: ReadonlyMap<Digest, Place>;
  /** Listed, never counted. Nothing that builds on one counts, but for what a key signed before it was revoked. */
  readonly quarantined: ReadonlyArray<{ readonly name: Digest; readonly reason: string }>;
  /** The ledger cannot be trusted at all. */
  readonly broken: ReadonlyArray<{ readonly kind: 'incomplete' | 'forged' | 'rewound' | 'forked'; readonly message: string }>;
  /** Counted entries that no counted one builds on, in order. */
  readonly heads: readonly Digest[];
}

export interface Scales extends InspectionRules {
  /** Heads that were seen before: they and all they build on must still be there. */
  readonly anchor: readonly Digest[];
}

export function weigh(files: readonly LedgerFile[], scales: Scales): Weighed {
  return weighInspected(files, new Inspection(scales), scales.anchor);
}

/** `anchor`: see `Scales`. */
export function weighInspected(files: readonly LedgerFile[], inspection: Inspection, anchor: Scales['anchor']): Weighed {
  const quarantined = new Map<Digest, string>();
  const standing = new Map<Digest, Standing>();
  for (const file of files) {
    const found = inspection.of(file);
    if (typeof found === 'string') quarantined.set(file.name, found);
    else standing.set(file.name, found);
  }
  const broken: Array<Weighed['broken'][number]> = [];
  const placed = new Map<Digest, Standing>();
  const beforeRetirement = new Retirements(standing);
  const incomplete = new Set<Digest>();
  for (const one of inOrder(standing)) {
    const { place } = one;
    const reason = misplaced(place, placed, standing, quarantined) ?? (beforeRetirement.has(one) ? undefined : retired);
    const lacking = place.prev.find((name) => incomplete.has(name) || (!standing.has(name) && !quarantined.has(name)));
    if (reason !== undefined) quarantined.set(place.digest, reason);
    else if (lacking === undefined) placed.set(place.digest, one);
    // Whoever has a stolen key could brick the ledger with one entry that builds on nothing.
    else if (one.key.isRevoked) quarantined.set(place.digest, `${revoked}, and builds on what is not there`);
    else if (one.isSignatureGood()) {
      incomplete.add(place.digest);
      broken.push({ kind: 'incomplete', message: `Entry ${short(place.digest)} builds on ${short(lacking)}, which is ${incomplete.has(lacking) ? 'incomplete itself' : 'not there'}.` });
    } else quarantined.set(place.digest, forged);
  }
  const heads = goodHeads(placed, quarantined);
  broken.push(...againstAnchor(anchor, placed, quarantined, incomplete), ...withoutRetirement(standing, quarantined));
  // Others built on it while its key was good: it keeps its place and loses its weight.
  const counted = new Map<Digest, CountedEntry>();
  const places = new Map<Digest, Place>();
  for (const [name, { place, entry, signer, key, fingerprint }] of placed) {
    places.set(name, place);
    if (key.isRevoked) quarantined.set(name, revoked);
    else if (entry !== null) counted.set(name, { entry, signer, fingerprint });
  }
  addComments(counted, placed);
  return {
    counted,
    places,
    quarantined: [...quarantined].map(([name, reason]) => ({ name, reason })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    broken,
    heads,
  };
}

/** Comments that stood aside, of what counts: thousands may lie in a ledger, and they change no decision. */
function addComments(counted: Map<Digest, CountedEntry>, placed: ReadonlyMap<Digest, Standing>): void {
  for (const one of placed.values()) {
    if (one.about === null || !counted.has(one.about) || one.key.isRevoked) continue;
    const whole = one.whole();
    if (whole?.entry) counted.set(one.place.digest, { entry: whole.entry, signer: whole.signer, fingerprint: whole.fingerprint });
  }
}

const revoked = 'it is signed with a revoked key';
const retired = 'it is signed with a key that was retired before';
/**
 * What the roster's own change makes of an entry, or of one that it builds on; anything else is the work of somebody who writes to the
 * branch by other means. Whoever is gone from the roster takes their own entries along, and not what others built on them.
 */
export const isTakenByRoster = (reason: string) => reason.endsWith(retired) || reason.endsWith(revoked) || reason === unknownKey;
/** Its own bytes and signature may be good. */
export const standsOnBad = (reason: string) => reason.startsWith('it builds on ');
const unsound = 'its number does not follow from what it builds on';

/** Why an entry can have no place among those that count; undefined where it may have one. */
function misplaced({ prev, seq }: Place, placed: ReadonlyMap<Digest, Standing>, standing: ReadonlyMap<Digest, Standing>, quarantined: ReadonlyMap<Digest, string>): string | undefined {
  const bad = prev.find((name) => quarantined.has(name));
  if (bad !== undefined) return `it builds on ${short(bad)}, which does not count${rootOf(quarantined.get(bad)!)}`;
  let highest = -1;
  for (const name of prev) highest = Math.max(highest, standing.get(name)?.place.seq ?? -1);
  if (highest >= seq) return unsound;
  return seq !== 1 + highest && prev.every((name) => placed.has(name)) ? unsound : undefined;
}

/** The first cause, once: a chain of entries would name every link. */
function rootOf(reason: string): string {
  const [, cause = reason] = reason.match(/does not count(: .*)$/) ?? [];
  return cause.startsWith(': ') ? cause : `: ${cause}`;
}

/** Whose keys still counted when an entry was written: told by what builds on what, never by a time. */
class Retirements {
  readonly #standing: ReadonlyMap<Digest, Standing>;
  readonly #before = new Map<string, ReadonlySet<Digest>>();

  constructor(standing: ReadonlyMap<Digest, Standing>) {
    this.#standing = standing;
  }

  has({ place, key, fingerprint }: Standing): boolean {
    if (key.retiredAtHeads === null) return true;
    let before = this.#before.get(fingerprint);
    if (before === undefined) this.#before.set(fingerprint, (before = withAncestors(key.retiredAtHeads, (name) => this.#standing.get(name)?.place)));
    return before.has(place.digest);
  }
}

/** Takes out heads whose signature turns out not to be good, or whose key is revoked, until all that are left count. */
function goodHeads(placed: Map<Digest, Standing>, quarantined: Map<Digest, string>): Digest[] {
  const builders = new Map<Digest, number>();
  for (const { place } of placed.values()) for (const name of place.prev) builders.set(name, (builders.get(name) ?? 0) + 1);
  const open = [...placed.values()].filter(({ place }) => !builders.has(place.digest));
  const heads: Digest[] = [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { digest, prev } = one.place;
    const isGood = one.isSignatureGood();
    if (isGood && !one.key.isRevoked) {
      heads.push(digest);
      continue;
    }
    placed.delete(digest);
    quarantined.set(digest, isGood ? revoked : forged);
    for (const name of prev) {
      const left = builders.get(name)! - 1;
      builders.set(name, left);
      const below = placed.get(name);
      if (left === 0 && below !== undefined) open.push(below);
    }
  }
  return heads.sort();
}

/** What was seen once is there for good, signed as it was. */
function againstAnchor(anchor: readonly Digest[], placed: ReadonlyMap<Digest, Standing>, quarantined: ReadonlyMap<Digest, string>, incomplete: ReadonlySet<Digest>): Weighed['broken'] {
  return anchor.flatMap((name): Array<Weighed['broken'][number]> => {
    if (placed.has(name) || incomplete.has(name)) return [];
    const reason = quarantined.get(name);
    if (reason !== undefined && isTakenByRoster(reason)) return [];
    if (reason !== undefined) return [{ kind: 'forged', message: `Entry ${short(name)} was seen here before, and now does not count: ${reason}.` }];
    return [{ kind: 'rewound', message: `Entry ${short(name)} was seen here before and is gone; the ledger ends at number ${lastOf(placed)} now.` }];
  });
}

/** A roster that retires a key at entries that are not there knows a later ledger than this one: everything of that key would fall. */
function withoutRetirement(standing: ReadonlyMap<Digest, Standing>, quarantined: ReadonlyMap<Digest, string>): Weighed['broken'] {
  const retiredAt = new Set([...standing.values()].flatMap(({ key }) => key.retiredAtHeads ?? []));
  return [...retiredAt].flatMap((name) => (standing.has(name) || quarantined.has(name) ? [] : [{ kind: 'rewound' as const, message: `The roster retires a key at entry ${short(name)}, which this ledger has not: it ends earlier than the roster knows.` }]));
}

const lastOf = (placed: ReadonlyMap<Digest, Standing>) => [...placed.values()].reduce((last, { place }) => Math.max(last, place.seq), -1);

const short = (digest: Digest) => digest.slice(0, 8);
