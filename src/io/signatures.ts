import { createHash, createPublicKey, hash, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { promisify } from 'node:util';
import type { SignatureCheck, Signatures, VerificationKey } from '../core/port/signatures.ts';

const curves = { nistp256: ['P-256', 'sha256'], nistp384: ['P-384', 'sha384'], nistp521: ['P-521', 'sha512'] } as const;

/** On the platform's own crypto. */
export function nodeSignatures(): Signatures {
  // One key signs many entries, and making a key costs more than a check.
  const known = new WeakMap<VerificationKey, KeyObject | null>();
  const keyOf = (key: VerificationKey): KeyObject | null => {
    const made = known.get(key);
    if (made !== undefined) return made;
    const fresh = keyObject(key);
    known.set(key, fresh);
    return fresh;
  };
  return {
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    sha256Hex: (bytes) => hash('sha256', bytes, 'hex'),
    sha512: (bytes) => createHash('sha512').update(bytes).digest(),
    sha256InPieces() {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
    verify(check) {
      const made = keyOf(check.key);
      return made !== null && verify(...argumentsOf(check, made));
    },
    verifySoon(check) {
      const made = keyOf(check.key);
      return made === null ? Promise.resolve(false) : verifyOnThreads(...argumentsOf(check, made));
    },
  };
}

const verifyOnThreads = promisify(verify);

type Arguments = readonly [hash: string | null, message: Uint8Array, key: KeyObject | VerifyKeyObjectInput, signature: Uint8Array];

function argumentsOf({ key, message, signature, rsaHash }: SignatureCheck, made: KeyObject): Arguments {
  if (key.kind === 'ecdsa') return [curves[key.curve][1], message, { key: made, dsaEncoding: 'ieee-p1363' }, signature];
  return [key.kind === 'rsa' ? rsaHash : null, message, made, signature];
}

/** Null for numbers that are no key, as a point beside the curve. */
function keyObject(key: VerificationKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk(key), format: 'jwk' });
  } catch {
    return null;
  }
}

function jwk(key: VerificationKey): Record<string, string> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  switch (key.kind) {
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: text(key.point) };
    case 'rsa':
      return { kty: 'RSA', n: text(key.modulus), e: text(key.exponent) };
    case 'ecdsa': {
      const size = (key.point.length - 1) / 2;
      return { kty: 'EC', crv: curves[key.curve][0], x: text(key.point.subarray(1, 1 + size)), y: text(key.point.subarray(1 + size)) };
    }
  }
}
