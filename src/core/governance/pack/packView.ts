import { caseOf } from '../ledger/caseOf.ts';
import type { Digest, Entry } from '../ledger/entry.ts';
import { readText, type ReadText } from '../ledger/freeText.ts';
import type { CountedEntry, Weighed } from '../ledger/weigh.ts';
import { Evidence } from '../policy/evidence.ts';
import type { Said } from '../ledger/caseOf.ts';
import type { PackInput } from './packInput.ts';

/** What page, inventory and map of controls are written from. */
export interface PackView {
  readonly input: PackInput;
  /** Entries that count and are about the version that was judged, what ran before it and what was said to those; all in a pack of a whole ledger. In order. */
  readonly entries: readonly CountedEntry[];
  /** The evidence that counts as said of the version; empty in a pack of a whole ledger. */
  readonly measured: ReadonlyArray<Said<'evidence'>>;
  readonly evidence: Evidence;
  /** What was written with an entry; null where nothing was. */
  readonly said: (entry: Entry) => ReadText | null;
}

export function packView(input: PackInput): PackView {
  const { weighed, judged, texts } = input;
  const measured = judged === null ? [] : caseOf(weighed, judged.candidate, Date.parse(judged.gate.evaluatedAt)).evidence.toSorted((a, b) => a.entry.seq - b.entry.seq);
  return {
    input,
    entries: [...about(weighed, input)].sort((a, b) => a.entry.seq - b.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1)),
    measured,
    evidence: new Evidence(measured.flatMap(({ entry }) => entry.items.map((item) => ({ item, entry: entry.digest })))),
    said: ({ text }) => text && readText(text, texts.get(text.id) ?? null),
  };
}

function about({ counted }: Weighed, { judged }: PackInput): Iterable<CountedEntry> {
  if (judged === null) return counted.values();
  const { model, version, env } = judged.candidate;
  const chosen = new Set<Digest>();
  for (const { entry } of [...counted.values()].sort((a, b) => a.entry.seq - b.entry.seq)) {
    const isOwn = 'candidate' in entry && entry.candidate.model === model && (entry.candidate.version === version || ((entry.kind === 'deploy' || entry.kind === 'rollback') && entry.candidate.env === env));
    const target = entry.kind === 'comment' ? entry.about : entry.kind === 'withdraw' || entry.kind === 'revoke' ? entry.entry : null;
    if (isOwn || entry.kind === 'genesis' || (target !== null && chosen.has(target))) chosen.add(entry.digest);
  }
  return [...counted.values()].filter(({ entry }) => chosen.has(entry.digest));
}
