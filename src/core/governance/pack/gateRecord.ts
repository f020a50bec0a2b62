import { exact, list, oneOf, orNull, refuse, text, whole, type Decoder } from '../../base/decode.ts';
import { fail } from '../../base/fault.ts';
import type { GateReport, GateRule } from '../../model/gate.ts';
import type { TextRange } from '../../model/pipeline.ts';
import type { Decision } from '../decision/decide.ts';
import type { Digest } from '../ledger/entry.ts';
import { digest, time } from '../ledger/statement.ts';
import { parsedJson, type PackRecord } from './record.ts';

const place: Decoder<TextRange['start']> = exact<TextRange['start']>({ line: whole(0, 1e9), character: whole(0, 1e9) });
/** May be empty. */
const said: Decoder<string> = (value, where) => (typeof value === 'string' && value.length <= 100_000 ? value : refuse(where, 'a text'));
const word = text(10_000);

const rule = exact<GateRule>({
  id: word,
  outcome: oneOf('pass', 'fail', 'unknown', 'waived'),
  expected: said,
  observed: said,
  reason: said,
  at: orNull(exact<NonNullable<GateRule['at']>>({ path: word, range: exact<TextRange>({ start: place, end: place }) })),
});

const gate = exact<GateReport>({
  decision: oneOf('pass', 'fail', 'unknown'),
  reason: said,
  model: word,
  version: orNull(word),
  env: word,
  modelDigest: orNull(digest),
  rules: list(rule, 10_000),
  policyDigest: orNull(digest),
  policyCommit: orNull(word),
  policyRef: orNull(word),
  rosterDigest: orNull(digest),
  evidenceDigest: orNull(digest),
  ledgerHead: orNull(text(10_000_000)),
  anchor: orNull(text(10_000_000)),
  evaluatedAt: time,
});

/** Throws `schema` for anything else than an answer of the gate. */
export function decodeGate(bytes: Uint8Array): GateReport {
  return gate(parsedJson(bytes, 'gate.json'), 'gate.json');
}

interface Remade extends PackRecord {
  readonly decided: NonNullable<PackRecord['decided']>;
  readonly policyDigest: Digest;
  readonly rosterDigest: Digest;
}

/**
 * The answer as it was recorded, with its rules as they come out now. Throws `integrity` where anything of it comes out otherwise, naming
 * the first: then what was recorded is not what policy, roster and ledger of the pack say.
 */
export function againstRecorded(recorded: GateReport, remade: Decision, about: Remade): GateReport {
  const { candidate, now } = about.decided;
  same('model', recorded.model, candidate.model);
  same('version', recorded.version, candidate.version);
  same('env', recorded.env, candidate.env);
  same('modelDigest', recorded.modelDigest, candidate.artifact);
  same('policyDigest', recorded.policyDigest, about.policyDigest);
  same('rosterDigest', recorded.rosterDigest, about.rosterDigest);
  same('policyCommit', recorded.policyCommit, about.commit);
  same('policyRef', recorded.policyRef, about.ref);
  same('ledgerHead', recorded.ledgerHead, about.heads.join(','));
  same('anchor', recorded.anchor ?? '', about.anchor.join(','));
  same('evaluatedAt', recorded.evaluatedAt, now);
  same('decision', recorded.decision, remade.decision);
  same('rules', recorded.rules.map(({ id }) => id).join(', '), remade.rules.map(({ id }) => id).join(', '));
  recorded.rules.forEach((one, at) => {
    for (const part of ['outcome', 'expected', 'observed', 'reason'] as const) same(`${part} of rule ${one.id}`, one[part], remade.rules[at]![part]);
  });
  same('reason', recorded.reason, remade.reason);
  return recorded;
}

function same(what: string, recorded: string | null, remade: string | null): void {
  if (recorded === remade) return;
  throw fail('integrity', `Another decision comes out than was recorded: ${what} was ${JSON.stringify(recorded)?.slice(0, 300)}, and now is ${JSON.stringify(remade)?.slice(0, 300)}.`, {
    hint: 'Either the record was not made from this policy, roster and ledger, or by another version of mlops: ask who made the pack.',
  });
}
