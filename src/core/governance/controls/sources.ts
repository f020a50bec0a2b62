import type { Entry, EntryKind } from '../ledger/entry.ts';

/** What a pack holds, as far as controls ask for it. */
export interface PackFacts {
  /** Entries that count and are about what the pack is about. */
  readonly entries: readonly Entry[];
  /** Of all files. */
  readonly paths: ReadonlySet<string>;
}

interface Source {
  readonly what: string;
  /** Paths in the pack; empty where there is none. */
  readonly find: (facts: PackFacts) => readonly string[];
}

const pathOf = ({ digest }: Entry) => `entries/${digest.slice(0, 2)}/${digest}.json`;

const file = (what: string, path: string): Source => ({ what, find: ({ paths }) => (paths.has(path) ? [path] : []) });
const entries = (what: string, ...kinds: readonly EntryKind[]): Source => ({ what, find: (facts) => facts.entries.filter(({ kind }) => kinds.includes(kind)).map(pathOf) });
/** Entries with evidence at one of these paths or below it. */
const measured = (what: string, ...roots: readonly string[]): Source => ({ what, find: (facts) => facts.entries.filter((entry) => entry.kind === 'evidence' && entry.items.some(({ values }) => [...values.keys()].some((path) => roots.some((root) => path === root || path.startsWith(`${root}.`))))).map(pathOf) });
const several = (what: string, ...sources: readonly Source[]): Source => ({ what, find: (facts) => sources.flatMap((source) => source.find(facts)) });

export const sources = {
  ledger: file('signed entries, each of which names those before it', 'counted.txt'),
  policy: file('rules as code, at a protected commit', 'policy.yaml'),
  roster: file('who may decide, in which role, with which key', 'roster.yaml'),
  gate: file('the decision, rule by rule', 'gate.json'),
  bom: file('inventory of the model, its data and files (CycloneDX)', 'bom.json'),
  requests: entries('requests for approval', 'request'),
  approvals: entries('approvals by people, signed', 'approve'),
  objections: entries('rejections and demands for changes', 'reject', 'request-changes'),
  waivers: entries('rules waived, by whom and until when', 'waive'),
  withdrawals: entries('decisions withdrawn or revoked', 'withdraw', 'revoke'),
  deployments: entries('deployments', 'deploy'),
  rollbacks: entries('rollbacks', 'rollback'),
  measurements: entries('signed measurements', 'evidence'),
  metrics: measured('metrics with sample counts', 'metrics'),
  slices: measured('metrics of groups', 'slices'),
  drift: measured('drift of live data against the reference', 'drift'),
  columns: measured('columns of the data, and search for personal data (counts only)', 'columns'),
  data: measured('data versions', 'data'),
  code: measured('whether the code was committed as it ran', 'code'),
  environment: measured('lock of the environment', 'environment'),
  reproduction: measured('how far the training was reproduced', 'reproduction'),
  card: several('the model card', file('', 'card.md'), measured('', 'card')),
  use: measured('intended use, as the card tells it', 'card.intended_use', 'card.intended_uses', 'card.out_of_scope'),
  risks: measured('limitations and ethical considerations, as the card tells them', 'card.limitations', 'card.ethical_considerations', 'card.risks', 'card.bias_risks'),
  impact: measured('assessment of impact, as the card tells it', 'card.impact', 'card.impact_assessment', 'card.dpia', 'card.data_protection'),
  erasable: { what: 'entries whose texts are kept beside them and can be erased', find: (facts) => facts.entries.filter(({ text }) => text !== null).map(pathOf) },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof sources;
