import { fromBase64, toBase64 } from '../../base/base64.ts';
import { fail } from '../../base/fault.ts';
import { decodePublicKey, type PublicKey } from './publicKey.ts';
import { isSame, joined, WireReader, wireString, wireUint32 } from './wire.ts';

/** Of every signature in a ledger: one made for something else is none here. */
export const ledgerNamespace = 'mlops-ledger@v1';

const magic = new TextEncoder().encode('SSHSIG');
const version = 1;
const hash = 'sha512';
const [begin, end] = ['-----BEGIN SSH SIGNATURE-----', '-----END SSH SIGNATURE-----'];
const lineLength = 70;
const maxBytes = 16 * 1024;
/** One letter a byte; what is no ASCII is no armour either. */
const letters = new TextDecoder('latin1');

export interface SshSignature {
  readonly key: PublicKey;
  /** `ssh-ed25519`, `rsa-sha2-512` … */
  readonly format: string;
  readonly value: Uint8Array;
  /** What a security key says with its signature. */
  readonly touch: { readonly flags: number; readonly counter: number } | null;
}

/**
 * A signature as `ssh-keygen -Y sign` writes it, armour and all. Only one spelling of each is taken: other namespaces and hashes,
 * other line lengths, reserved bytes and text around it are refused with `corrupt`, so that no byte can change unseen. `known`: keys
 * that were decoded before, by their bytes; few keys sign many entries.
 */
export function decodeSignature(armoured: Uint8Array, wanted = ledgerNamespace, known = new Map<string, PublicKey>()): SshSignature {
  if (armoured.length > maxBytes) throw fail('corrupt', 'The signature is larger than any is.');
  const text = letters.decode(armoured);
  const lines = text.split('\n');
  const base64 = lines.slice(1, -2).join('');
  const blob = lines[0] === begin ? fromBase64(base64) : undefined;
  if (blob === undefined || armourOf(base64) !== text) throw fail('corrupt', 'This is no signature as ssh-keygen writes it.');
  const reader = new WireReader(blob);
  if (!isSame(reader.take(magic.length), magic) || reader.uint32() !== version) throw fail('corrupt', 'This is no SSH signature of version 1.');
  const key = keyOf(reader.string(), known);
  const namespace = reader.text();
  if (namespace !== wanted) throw fail('corrupt', `The signature was made for “${namespace.slice(0, 40)}”, not for “${wanted}”.`);
  if (reader.string().length > 0) throw fail('corrupt', 'The signature has reserved bytes.');
  if (reader.text() !== hash) throw fail('corrupt', `The signature is not over ${hash}.`);
  const inner = new WireReader(reader.string());
  reader.end();
  const format = inner.text();
  const value = inner.string();
  const touch = key.application === null ? null : { flags: inner.byte(), counter: inner.uint32() };
  inner.end();
  if (!formatsOf(key).includes(format)) throw fail('corrupt', `A key of this kind does not sign as ${format.slice(0, 40)}.`);
  return { key, format, value, touch };
}

/** What the key signs in place of a message: its SHA-512 with all that the signature is for. */
export function signedContent(messageSha512: Uint8Array, namespace = ledgerNamespace): Uint8Array<ArrayBuffer> {
  return joined(magic, wireString(namespace), wireString(''), wireString(hash), wireString(messageSha512));
}

/** The signature with its armour, byte for byte as `ssh-keygen -Y sign` writes it. */
export function encodeSignature({ key, format, value, touch }: SshSignature): Uint8Array<ArrayBuffer> {
  const inner = joined(wireString(format), wireString(value), ...(touch === null ? [] : [Uint8Array.of(touch.flags), wireUint32(touch.counter)]));
  return encodeArmour(joined(signatureStart(key), wireString(ledgerNamespace), wireString(''), wireString(hash), wireString(inner)));
}

/** What every signature by a key begins with. */
export function signatureStart(key: PublicKey): Uint8Array<ArrayBuffer> {
  return joined(magic, wireUint32(version), wireString(key.blob));
}

function keyOf(blob: Uint8Array, known: Map<string, PublicKey>): PublicKey {
  const name = String.fromCharCode(...blob);
  const key = known.get(name) ?? decodePublicKey(blob);
  known.set(name, key);
  return key;
}

function encodeArmour(blob: Uint8Array): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(armourOf(toBase64(blob)));
}

const line = new RegExp(`.{1,${lineLength}}`, 'g');

/** The first lines of a signature that begins with these letters. */
export function armourStart(base64: string): string {
  return [begin, ...(base64.match(line) ?? [])].join('\n');
}

function armourOf(base64: string): string {
  return `${armourStart(base64)}\n${end}\n`;
}

/** SHA-1, as the bare `ssh-rsa`, is not among them. */
function formatsOf(key: PublicKey): readonly string[] {
  if (key.kind === 'rsa') return ['rsa-sha2-512', 'rsa-sha2-256'];
  return [new WireReader(key.blob).text()];
}
