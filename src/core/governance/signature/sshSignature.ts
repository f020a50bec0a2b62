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
 * other line lengths, reserved bytes and text around it are refused with `corrupt`, so that no byte can change unseen.
 */
export function decodeSignature(armoured: Uint8Array, wanted = ledgerNamespace): SshSignature {
  if (armoured.length > maxBytes) throw fail('corrupt', 'The signature is larger than any is.');
  const lines = String.fromCharCode(...armoured).split('\n');
  const blob = lines[0] === begin ? fromBase64(lines.slice(1, -2).join('')) : undefined;
  if (blob === undefined || !isSame(encodeArmour(blob), armoured)) throw fail('corrupt', 'This is no signature as ssh-keygen writes it.');
  const reader = new WireReader(blob);
  if (!isSame(reader.take(magic.length), magic) || reader.uint32() !== version) throw fail('corrupt', 'This is no SSH signature of version 1.');
  const key = decodePublicKey(reader.string());
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
  return encodeArmour(joined(magic, wireUint32(version), wireString(key.blob), wireString(ledgerNamespace), wireString(''), wireString(hash), wireString(inner)));
}

function encodeArmour(blob: Uint8Array): Uint8Array<ArrayBuffer> {
  const lines = toBase64(blob).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return new TextEncoder().encode(`${[begin, ...lines, end].join('\n')}\n`);
}

/** SHA-1, as the bare `ssh-rsa`, is not among them. */
function formatsOf(key: PublicKey): readonly string[] {
  if (key.kind === 'rsa') return ['rsa-sha2-512', 'rsa-sha2-256'];
  return [new WireReader(key.blob).text()];
}
