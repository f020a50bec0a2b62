import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignatureCheck, VerificationKey } from '../../../src/core/port/signatures.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';

const signatures = nodeSignatures();
const message = Buffer.from('what was signed');
const bytesOf = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');

const made: Readonly<Record<string, () => { readonly key: VerificationKey; readonly value: Buffer }>> = {
  ed25519() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return { key: { kind: 'ed25519', point: bytesOf(publicKey.export({ format: 'jwk' }).x) }, value: sign(null, message, privateKey) };
  },
  ecdsa() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    return { key: { kind: 'ecdsa', curve: 'nistp384', point: Buffer.concat([Buffer.of(4), bytesOf(x), bytesOf(y)]) }, value: signed('sha384', { key: privateKey, dsaEncoding: 'ieee-p1363' }) };
  },
  rsa() {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    return { key: { kind: 'rsa', modulus: bytesOf(n), exponent: bytesOf(e) }, value: signed('sha512', privateKey) };
  },
};
const signed = (hash: string, key: KeyObject | { key: KeyObject; dsaEncoding: 'ieee-p1363' }) => sign(hash, message, key);
const changed = (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 3 ? byte ^ 1 : byte)));

describe('a signature', () => {
  it.each(Object.entries(made))('of %s is judged beside other work as it is in turn', async (_, make) => {
    const { key, value } = make();
    const good: SignatureCheck = { key, message, signature: value, rsaHash: 'sha512' };
    const checks = [good, { ...good, signature: changed(value) }, { ...good, message: changed(message) }, { ...good, signature: value.subarray(1) }, { ...good, key: { ...key, ...('point' in key ? { point: key.point.subarray(1) } : { modulus: key.modulus.subarray(1) }) } }];
    expect(checks.map((one) => signatures.verify(one))).toEqual([true, false, false, false, false]);
    expect(await Promise.all(checks.map((one) => signatures.verifySoon(one)))).toEqual([true, false, false, false, false]);
  });
});
