import { fromBase64, toBase64 } from '../../base/base64.ts';
import { fail } from '../../base/fault.ts';
import { sha256 } from '../../base/sha256.ts';
import { WireReader } from './wire.ts';

export type Curve = 'nistp256' | 'nistp384' | 'nistp521';

interface KeyBase {
  /** The key as SSH writes it, without base64. */
  readonly blob: Uint8Array;
  /** `SHA256:…`, as `ssh-keygen -l` names it. */
  readonly fingerprint: string;
}

/**
 * A public key of SSH. `application` is there for a key that lives in a security key (FIDO): its owner touches the device for
 * each signature.
 */
export type PublicKey = KeyBase &
  (
    | { readonly kind: 'ed25519'; readonly point: Uint8Array; readonly application: Uint8Array | null }
    | { readonly kind: 'ecdsa'; readonly curve: Curve; readonly point: Uint8Array; readonly application: Uint8Array | null }
    | { readonly kind: 'rsa'; readonly exponent: Uint8Array; readonly modulus: Uint8Array; readonly application: null }
  );

const leastRsaBits = 3072;
const pointBytes: Readonly<Record<Curve, number>> = { nistp256: 65, nistp384: 97, nistp521: 133 };

/** `ssh-ed25519 AAAA… comment`, as in a `.pub` file. Throws `invalid`, `corrupt` or `unsupported`. */
export function parsePublicKey(line: string): PublicKey {
  const [name, base64] = line.trim().split(/\s+/);
  const blob = base64 === undefined ? undefined : fromBase64(base64);
  if (blob === undefined) throw fail('invalid', 'This is no public SSH key.', { hint: 'Paste the one line of the .pub file: ssh-ed25519 AAAA… name.' });
  const key = decodePublicKey(blob);
  if (new WireReader(blob).text() !== name) throw fail('corrupt', `The key says it is ${name}, but it is another kind.`, { hint: 'Paste the whole line of the .pub file again.' });
  return key;
}

/** Throws `corrupt` for bytes that are no key, `unsupported` for kinds that are too weak or no longer in use. */
export function decodePublicKey(blob: Uint8Array): PublicKey {
  const reader = new WireReader(blob);
  const name = reader.text();
  const base = { blob, fingerprint: fingerprintOf(blob) };
  const key = ((): PublicKey => {
    switch (name) {
      case 'ssh-ed25519':
        return { ...base, kind: 'ed25519', point: sized(reader.string(), 32), application: null };
      case 'sk-ssh-ed25519@openssh.com':
        return { ...base, kind: 'ed25519', point: sized(reader.string(), 32), application: reader.string() };
      case 'ecdsa-sha2-nistp256':
      case 'ecdsa-sha2-nistp384':
      case 'ecdsa-sha2-nistp521':
        return { ...base, kind: 'ecdsa', ...curvePoint(reader, name.slice('ecdsa-sha2-'.length)), application: null };
      case 'sk-ecdsa-sha2-nistp256@openssh.com':
        return { ...base, kind: 'ecdsa', ...curvePoint(reader, 'nistp256'), application: reader.string() };
      case 'ssh-rsa':
        return { ...base, kind: 'rsa', exponent: reader.number(), modulus: longEnough(reader.number()), application: null };
      default:
        throw fail('unsupported', `Keys of the kind ${name.slice(0, 60)} are not taken.`, { hint: 'Use ed25519, ECDSA or RSA; certificates are not taken.' });
    }
  })();
  reader.end();
  return key;
}

/** In a security key. */
export function isTouchKey(key: PublicKey): boolean {
  return key.application !== null;
}

function curvePoint(reader: WireReader, expected: string): { curve: Curve; point: Uint8Array } {
  const curve = reader.text();
  if (curve !== expected) throw fail('corrupt', `The key names two curves, ${expected} and ${curve.slice(0, 20)}.`);
  const point = sized(reader.string(), pointBytes[curve as Curve]);
  if (point[0] !== 4) throw fail('unsupported', 'The point of the key is compressed.');
  return { curve: curve as Curve, point };
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw fail('corrupt', `A part of the key has ${bytes.length} bytes, not ${length}.`);
  return bytes;
}

function longEnough(modulus: Uint8Array): Uint8Array {
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < leastRsaBits) throw fail('unsupported', `An RSA key of ${bits} bits is too short.`, { hint: `Use ed25519, or RSA of at least ${leastRsaBits} bits.` });
  return modulus;
}

function fingerprintOf(blob: Uint8Array): string {
  const bytes = Uint8Array.from(sha256(blob).match(/../g)!, (hex) => Number.parseInt(hex, 16));
  return `SHA256:${toBase64(bytes).replace(/=+$/, '')}`;
}
