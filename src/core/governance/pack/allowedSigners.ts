import { fail, toFault } from '../../base/fault.ts';
import { toBase64 } from '../../base/base64.ts';
import type { Roster } from '../roster/roster.ts';
import { parsePublicKey } from '../signature/publicKey.ts';
import { ledgerNamespace } from '../signature/sshSignature.ts';
import { WireReader } from '../signature/wire.ts';

/** Fingerprint of a key → the principals it stands for. */
export type AllowedSigners = ReadonlyMap<string, readonly string[]>;

/**
 * The roster as `ssh-keygen -Y verify` reads it. Revoked keys are not in it: they count for nothing. Retired ones are, for what they
 * signed before; how far back that is ssh-keygen cannot tell, `mlops gate --pack` does.
 */
export function allowedSignersOf(roster: Roster): string {
  const lines = roster.people.flatMap(({ id, keys }) =>
    keys.filter(({ isRevoked }) => !isRevoked).map(({ key }) => `${principalOf(id)} namespaces="${ledgerNamespace}" ${new WireReader(key.blob).text()} ${toBase64(key.blob)}\n`),
  );
  return lines.join('');
}

/** A person's id as one principal: what is a pattern, a list or a comment to ssh-keygen is written in hex. */
export function principalOf(id: string): string {
  return [...new TextEncoder().encode(id)].map((byte) => (plain.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`)).join('');
}

const plain = /[A-Za-z0-9._@+-]/;

/** An allowed_signers file from outside. Throws `invalid` for lines that cannot be kept to here: certificates, times, other options. */
export function parseAllowedSigners(text: string): AllowedSigners {
  const found = new Map<string, string[]>();
  text.split(/\r?\n/).forEach((line, at) => {
    if (/^\s*(?:#|$)/.test(line)) return;
    const [, principals, options, key] = /^\s*(\S+)\s+((?:[^\s"]|"[^"]*")+\s+)?((?:ssh|ecdsa|sk)-\S+\s+\S+)/.exec(line) ?? [];
    if (principals === undefined || key === undefined) throw fail('invalid', `Line ${at + 1} of the allowed signers is none.`, { hint: 'A line is: name namespaces="mlops-ledger@v1" ssh-ed25519 AAAA…' });
    const isOurs = options === undefined || isForLedgers(options.trim(), at + 1);
    if (!isOurs) return;
    const { fingerprint } = keyOf(key, at + 1);
    found.set(fingerprint, [...(found.get(fingerprint) ?? []), ...principals.split(',')]);
  });
  if (found.size === 0) throw fail('invalid', 'The file names no signer of a ledger.', { hint: 'A line is: name namespaces="mlops-ledger@v1" ssh-ed25519 AAAA…' });
  return found;
}

function isForLedgers(options: string, line: number): boolean {
  const [, namespaces] = /^namespaces="([^"]*)"$/.exec(options) ?? [];
  if (namespaces === undefined) throw fail('invalid', `Line ${line} of the allowed signers has the option ${JSON.stringify(options.slice(0, 60))}, which cannot be kept to here.`, { hint: 'Only namespaces="…" is taken: no time and no certificate decides which keys count.' });
  return namespaces.split(',').includes(ledgerNamespace);
}

function keyOf(text: string, line: number) {
  try {
    return parsePublicKey(text);
  } catch (error) {
    const { message, hint } = toFault(error);
    throw fail('invalid', `Line ${line} of the allowed signers: ${message}`, hint === undefined ? {} : { hint });
  }
}
