import { createHash } from 'node:crypto';
import { toBase64 } from '../../../../src/core/base/base64.ts';
import { decide } from '../../../../src/core/governance/decision/decide.ts';
import type { EvidenceItem } from '../../../../src/core/governance/ledger/entry.ts';
import { writeText } from '../../../../src/core/governance/ledger/freeText.ts';
import { weigh } from '../../../../src/core/governance/ledger/weigh.ts';
import { buildPack, sumsOf } from '../../../../src/core/governance/pack/buildPack.ts';
import type { PackItem } from '../../../../src/core/governance/pack/checkPack.ts';
import { rootSignaturePath, scriptPath, sumsPath } from '../../../../src/core/governance/pack/packFile.ts';
import type { PackInput } from '../../../../src/core/governance/pack/packInput.ts';
import { decodePolicy } from '../../../../src/core/governance/policy/decodePolicy.ts';
import { decodeRoster } from '../../../../src/core/governance/roster/decodeRoster.ts';
import { nodeSignatures } from '../../../../src/io/signatures.ts';
import { parseYamlSyntax } from '../../../../src/io/yamlSyntax.ts';
import { gateReport } from '../../../../src/services/governance/gate.ts';
import { candidate, signer, TestLedger, type Signer } from '../ledgers.ts';

export const signatures = nodeSignatures();
export const machine = { signatures, parseYaml: (text: string) => Promise.resolve(parseYamlSyntax(text)) };
export const digestOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

const policyText = (genesis: string) => `version: 1
genesis: ${genesis}
models:
  churn:
    environments: [staging, production]
    anchor: optional
rules:
  - id: good-enough
    env: production
    champion: { metric: auc, direction: higher, min_gain: 0.005, min_samples: 1000 }
    first_release: { min: 0.8 }
  - id: fair-across-regions
    slice_gap: { metric: recall, by: [region], max: 0.05, min_samples: 200 }
  - id: calm-inputs
    drift: { max_share_drifted: 0.3, max_age: 7d }
  - id: card-complete
    card: { required: [intended_use, limitations] }
  - id: two-people
    env: production
    approvals:
      require: [ { role: ml-lead }, { role: risk } ]
      not: [author, trainer, requester]
      expires: 90d
waivers: { max_days: 30, approved_by: risk, not_waivable: [two-people] }
`;

interface Value { value: number | string | boolean; unit: string | null; samples: number | null }
const number = (value: number, samples: number | null = 5000): Value => ({ value, unit: null, samples });
const said = (value: string): Value => ({ value, unit: null, samples: null });

export const result = new TextEncoder().encode('{"auc":0.874,"recall":{"north":0.81,"south":0.78}}\n');

const evidence: EvidenceItem[] = [
  {
    kind: 'metrics',
    digest: digestOf(result),
    from: 'metrics.json',
    asOf: '2026-01-05T00:00:00.000Z',
    values: new Map([
      ['metrics.test.auc', number(0.874)],
      ['metrics.test.auc.lower95', number(0.861)],
      ['metrics.test.auc.upper95', number(0.886)],
      ['slices.recall.region', number(2, null)],
      ['slices.recall.region.north', number(0.81, 2400)],
      ['slices.recall.region.south', number(0.78, 2600)],
    ]),
  },
  { kind: 'drift', digest: digestOf('drift'), from: 'drift.json', asOf: '2026-01-08T00:00:00.000Z', values: new Map([['drift.verdict', said('no-drift')], ['drift.columns', number(12, null)], ['drift.shareDrifted', number(0.1, 12)]]) },
  { kind: 'card', digest: digestOf('card'), from: 'MODEL_CARD.md', asOf: '2026-01-05T00:00:00.000Z', values: new Map([['card.intended_use.words', number(14, null)], ['card.limitations.words', number(22, null)]]) },
];

const rosterText = (people: readonly Signer[]) => {
  const roles = ['ml-lead, admin', 'risk', 'ml-lead', 'ci'];
  return `people:\n${people.map(({ id, key }, at) => `  ${id}:\n    roles: [${roles[at]}]\n${at === 3 ? '    bot: true\n' : ''}    keys: [{ key: ssh-ed25519 ${toBase64(key.blob)} }]\n`).join('')}`;
};

export interface Story {
  readonly input: PackInput;
  readonly people: readonly [Signer, Signer, Signer, Signer];
  readonly ledger: TestLedger;
}

/** Measured by the robot, asked for by ada, her own approval refused, approved by bo and cy, deployed. `now`: when it was judged. */
export function story({ now = '2026-01-10T00:00:00.000Z', more }: { now?: string; more?: (story: { ledger: TestLedger; people: Story['people']; request: string }) => void } = {}): Story {
  const people = ['ada', 'bo', 'cy', 'robot'].map(signer) as unknown as Story['people'];
  const [ada, bo, cy, robot] = people;
  const ledger = new TestLedger(ada);
  const text = (said_: string, seed: number) => writeText(said_, (count) => Uint8Array.from({ length: count }, (_, at) => at + seed));
  const [asks, agrees] = [text('Retrained on the January data; recall in the south is better.', 1), text('Checked the <b>slices</b> & the card.', 2)];
  ledger.add(robot, { kind: 'evidence', candidate: candidate(), items: evidence });
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [], text: asks.reference });
  ledger.add(ada, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
  ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'risk', text: agrees.reference });
  ledger.add(cy, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
  more?.({ ledger, people, request });
  const [policy, roster] = [policyText(ledger.genesis), rosterText(people)];
  const decoded = { policy: decodePolicy(parseYamlSyntax(policy)).policy!, people: decodeRoster(parseYamlSyntax(roster)).roster! };
  const weighed = weigh(ledger.files, { roster: decoded.people, signatures, genesis: ledger.genesis, anchor: [] });
  const makers = { authors: { people: ['ada'] }, trainer: 'ada' };
  const decision = decide({ policy: decoded.policy, candidate: candidate(), weighed, makers, anchor: [], now });
  const commit = 'c'.repeat(40);
  const input: PackInput = {
    governed: { ref: 'refs/remotes/origin/main', commit, policy: Buffer.from(policy), roster: Buffer.from(roster) },
    people: decoded.people,
    genesis: ledger.genesis,
    anchor: [],
    ledger: ledger.files,
    weighed,
    texts: new Map([asks, agrees].map(({ reference, bytes }) => [reference.id, bytes])),
    judged: {
      candidate: candidate(),
      makers,
      results: new Map([[digestOf(result), result]]),
      files: [{ path: 'model.pkl', size: 1234, sha256: digestOf('weights') }],
      card: { file: Buffer.from('# churn\n\n## Intended use\n\nRank customers.\n'), sections: new Map([['intended_use', 'Rank customers by how likely they leave.'], ['limitations', 'Not for customers of less than a month.'], ['ethical_considerations', 'Regions differ.']]) },
      gate: gateReport(
        {
          model: 'churn',
          version: '7',
          env: 'production',
          trusted: { root: '', ref: 'refs/remotes/origin/main', commit, policy: decoded.policy, policyDigest: digestOf(policy), roster: decoded.people, rosterDigest: digestOf(roster) },
          view: { weighed, genesis: ledger.genesis, sure: weighed.heads, anchor: [] },
          candidate: candidate(),
          now,
        },
        decision,
        '',
      ),
    },
  };
  return { input, people, ledger };
}

/** All files of a pack as they would lie in its folder, signed by `by`. */
export function packed(input: PackInput, by: Signer): { items: PackItem[]; root: string } {
  const files = buildPack(input);
  return sealed(files, by);
}

export function sealed(files: ReadonlyArray<{ path: string; bytes: Uint8Array }>, by: Signer): { items: PackItem[]; root: string } {
  const { bytes, root } = sumsOf(files, digestOf);
  const all = [...files, { path: sumsPath, bytes }, { path: rootSignaturePath, bytes: by.sign(bytes) }];
  return { items: all.map((one) => ({ ...one, kind: 'file', mode: one.path === scriptPath ? 0o755 : 0o644 })), root };
}
