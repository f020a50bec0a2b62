import type { SignatureCheck, Signatures } from '../../port/signatures.ts';
import type { Curve, PublicKey } from './publicKey.ts';
import { ledgerNamespace, signedContent, type SshSignature } from './sshSignature.ts';
import { joined, WireReader, wireUint32 } from './wire.ts';

const width: Readonly<Record<Curve, number>> = { nistp256: 32, nistp384: 48, nistp521: 66 };
const userWasPresent = 1;

/** Whether the key of `signature` has signed `message`; with a security key also whether its owner touched it. */
export function isSignatureGood(signatures: Signatures, signature: SshSignature, message: Uint8Array, namespace = ledgerNamespace): boolean {
  const check = checkOf(signatures, signature, message, namespace);
  return check !== undefined && signatures.verify(check);
}

/** The same beside other work. */
export async function isSignatureGoodSoon(signatures: Signatures, signature: SshSignature, message: Uint8Array, namespace = ledgerNamespace): Promise<boolean> {
  const check = checkOf(signatures, signature, message, namespace);
  return check !== undefined && signatures.verifySoon(check);
}

/** Undefined where it needs no arithmetic to say no. */
function checkOf(signatures: Signatures, signature: SshSignature, message: Uint8Array, namespace: string): SignatureCheck | undefined {
  const { key, format, touch } = signature;
  const content = signedContent(signatures.sha512(message), namespace);
  const value = valueOf(signature);
  if (value === undefined) return undefined;
  if (key.application === null) return { key, message: content, signature: value, rsaHash: format === 'rsa-sha2-256' ? 'sha256' : 'sha512' };
  if (touch === null || (touch.flags & userWasPresent) === 0) return undefined;
  const byDevice = joined(signatures.sha256(key.application), Uint8Array.of(touch.flags), wireUint32(touch.counter), signatures.sha256(content));
  return { key, message: byDevice, signature: value, rsaHash: 'sha512' };
}

/** As `Signatures.verify` takes it; undefined for a value that no key of this kind makes. */
function valueOf({ key, value }: SshSignature): Uint8Array | undefined {
  switch (key.kind) {
    case 'ed25519':
      return value.length === 64 ? value : undefined;
    case 'rsa':
      return value.length === key.modulus.length ? value : undefined;
    case 'ecdsa':
      return pair(value, key);
  }
}

function pair(value: Uint8Array, key: PublicKey & { kind: 'ecdsa' }): Uint8Array | undefined {
  const reader = new WireReader(value);
  const size = width[key.curve];
  try {
    const both = [reader.number(), reader.number()].map((one) => padded(one, size));
    reader.end();
    const [r, s] = both;
    return r && s && joined(r, s);
  } catch {
    return undefined; // Bytes of an attacker's choice: not a signature, and nothing more to say.
  }
}

function padded(bytes: Uint8Array, size: number): Uint8Array | undefined {
  return bytes.length > size ? undefined : joined(new Uint8Array(size - bytes.length), bytes);
}
