import { toFault } from '../../base/fault.ts';
import { entriesOf, keyOf as nameOf } from '../../pipeline/syntaxNodes.ts';
import { Fields, type WrittenText } from '../../written/fields.ts';
import { parsePublicKey, type PublicKey } from '../signature/publicKey.ts';
import type { RosterKey } from './roster.ts';

const digest = /^[0-9a-f]{64}$/;
/** As other tools have them, and as people try. */
const time = /^(?:valid|valid[-_]?(?:from|to|until|after|before)|from|to|since|until|expires|(?:retired|revoked)[-_](?:at|on))$/i;

/** The keys of a person: the line of a `.pub` file, or a map `{ key, retired_at_heads, revoked }`. `take` hears of each, with its place. */
export function decodeKeys(person: Fields, take: (key: RosterKey, at: { readonly start: number; readonly end: number }) => void): RosterKey[] {
  return person.listOrTexts('keys').flatMap((one) => {
    const key = one instanceof Fields ? keyOf(one) : plainKey(one, person);
    if (key !== undefined) take(key, one instanceof Fields ? one.map : one);
    return key ?? [];
  });
}

/** Times are claims: whoever has the key writes any. A key ends at a place in the ledger. */
export function noClaimedTimes(fields: Fields): void {
  for (const key of entriesOf(fields.map).map(nameOf).filter((one) => time.test(one) && fields.has(one))) {
    fields.refuse(key, `“${key}” is not used: a time is claimed by whoever signs, so no time makes a key good or bad.`, 'To end a key write “retired_at_heads:” with the heads that “mlops approvals verify” prints; for one that was stolen “revoked: true”.');
  }
}

function keyOf(fields: Fields): RosterKey | undefined {
  const line = fields.neededText('key', 'Paste the line of the .pub file: ssh-ed25519 AAAA….');
  const heads = fields.texts('retired_at_heads') ?? null;
  const isRevoked = fields.flag('revoked') ?? false;
  noClaimedTimes(fields);
  fields.finish();
  if (heads !== null && (heads.length === 0 || !heads.every((one) => digest.test(one)))) fields.refuse('retired_at_heads', 'a key is retired at digests of entries.', 'Write the heads that “mlops approvals verify” prints.');
  const key = line === undefined ? undefined : parsed(line, (message, hint) => fields.refuse('key', message, hint));
  return key && { key, retiredAtHeads: heads, isRevoked };
}

function plainKey({ text }: WrittenText, person: Fields): RosterKey | undefined {
  const key = parsed(text, (message, hint) => person.refuse('keys', message, hint, { text, start: 0, end: text.length }));
  return key && { key, retiredAtHeads: null, isRevoked: false };
}

function parsed(line: string, refuse: (message: string, hint: string) => undefined): PublicKey | undefined {
  try {
    return parsePublicKey(line);
  } catch (error) {
    const { message, hint } = toFault(error);
    return refuse(message, hint ?? 'Paste the line of the .pub file again.');
  }
}
