import { fromBase64 } from '../../base/base64.ts';
import { decodePublicKey, type PublicKey } from './publicKey.ts';
import { isSame, WireReader } from './wire.ts';

const armour = /^-----BEGIN OPENSSH PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END OPENSSH PRIVATE KEY-----\s*$/;
const magic = new TextEncoder().encode('openssh-key-v1\0');

/**
 * The public half of a private key file as OpenSSH writes it: it stands there in clear, whether the private half has a passphrase or
 * not. Undefined for other kinds of files. Throws `corrupt` or `unsupported` as `decodePublicKey` does.
 */
export function publicHalf(file: string): PublicKey | undefined {
  const base64 = armour.exec(file)?.[1];
  const blob = base64 === undefined ? undefined : fromBase64(base64.replace(/\s/g, ''));
  if (blob === undefined) return undefined;
  const reader = new WireReader(blob);
  if (!isSame(reader.take(magic.length), magic)) return undefined;
  for (const _ of ['cipher', 'derivation', 'its options']) reader.string();
  if (reader.uint32() !== 1) return undefined;
  return decodePublicKey(reader.string());
}
