import { canonicalJson } from '../../base/canonicalJson.ts';
import { exact, list, oneOf, orNull, refuse, text, whole, type Decoder } from '../../base/decode.ts';
import { fail } from '../../base/fault.ts';
import type { GateReport, GateRule } from '../../model/gate.ts';
import type { TextRange } from '../../model/pipeline.ts';
import { digest, time } from '../ledger/statement.ts';
import { parsedJson } from './record.ts';

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

/** Throws `integrity` where two answers differ, naming the first part: then what was recorded is not what the pack says. */
export function requireSame(recorded: GateReport, remade: GateReport): void {
  for (const part of Object.keys(remade) as ReadonlyArray<keyof GateReport>) if (part !== 'rules' && part !== 'reason') same(part, recorded[part], remade[part]);
  same('rules', recorded.rules.map(({ id }) => id), remade.rules.map(({ id }) => id));
  remade.rules.forEach((one, at) => {
    for (const part of Object.keys(one) as ReadonlyArray<keyof GateRule>) same(`${part} of rule ${one.id}`, recorded.rules[at]![part], one[part]);
  });
  same('reason', recorded.reason, remade.reason);
}

function same(what: string, recorded: unknown, remade: unknown): void {
  const [before, now] = [canonicalJson(recorded), canonicalJson(remade)];
  if (before === now) return;
  throw fail('integrity', `Another decision comes out than was recorded: ${what} was ${before.slice(0, 300)}, and now is ${now.slice(0, 300)}.`, {
    hint: 'Either the record was not made from this policy, roster and ledger, or by another version of mlops: ask who made the pack.',
  });
}
