import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSignatureGood } from '../../../src/core/governance/signature/checkSignature.ts';
import { parsePublicKey } from '../../../src/core/governance/signature/publicKey.ts';
import { decodeSignature, encodeSignature, ledgerNamespace } from '../../../src/core/governance/signature/sshSignature.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';

const kinds = [
  ['ed25519'],
  ['ecdsa', '-b', '256'],
  ['ecdsa', '-b', '384'],
  ['ecdsa', '-b', '521'],
  ['rsa', '-b', '3072'],
  ['rsa', '-b', '4096'],
] as const;
const signatures = nodeSignatures();
const message = new TextEncoder().encode('{"kind":"approve"}');
let folder = '';
const at = (name: string) => path.join(folder, name);

function keygen(args: readonly string[], input?: Uint8Array): string {
  return execFileSync('ssh-keygen', args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** A key file of its own, and what ssh-keygen signs with it. */
function signed(name: string, namespace = ledgerNamespace, more: readonly string[] = []): Uint8Array {
  writeFileSync(at(`${name}.txt`), message);
  rmSync(at(`${name}.txt.sig`), { force: true });
  keygen(['-Y', 'sign', '-q', '-n', namespace, '-f', at(name), ...more, at(`${name}.txt`)]);
  return readFileSync(at(`${name}.txt.sig`));
}

const publicKey = (name: string) => readFileSync(at(`${name}.pub`), 'utf8');

describe('signatures and ssh-keygen', () => {
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlops-sign-'));
    for (const [type, ...size] of kinds) keygen(['-q', '-t', type, ...size, '-N', '', '-C', 'someone', '-f', at([type, ...size].join(''))]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(kinds.map((kind) => kind.join('')))('takes what ssh-keygen signs with %s, reads its key as it does, and no other message', (name) => {
    const signature = decodeSignature(signed(name));
    expect(isSignatureGood(signatures, signature, message)).toBe(true);
    expect(isSignatureGood(signatures, signature, new TextEncoder().encode('{"kind":"reject"}'))).toBe(false);
    const key = parsePublicKey(publicKey(name));
    expect(key.fingerprint).toBe(keygen(['-l', '-f', at(`${name}.pub`)]).split(' ')[1]);
    expect(signature.key.fingerprint).toBe(key.fingerprint);
  });

  it.each(kinds.map((kind) => kind.join('')))('writes a signature of %s byte for byte as ssh-keygen, which takes it', (name) => {
    const bytes = signed(name);
    const written = encodeSignature(decodeSignature(bytes));
    expect(Buffer.from(written).equals(bytes)).toBe(true);
    writeFileSync(at('allowed'), `someone ${publicKey(name)}`);
    writeFileSync(at('again.sig'), written);
    expect(keygen(['-Y', 'verify', '-f', at('allowed'), '-I', 'someone', '-n', ledgerNamespace, '-s', at('again.sig')], message)).toContain('Good');
  });

  it('finds one changed bit in every byte of a signature', () => {
    for (const [type, ...size] of kinds.filter(([type]) => type !== 'rsa')) {
      const bytes = signed([type, ...size].join(''));
      const taken: number[] = [];
      bytes.forEach((_, place) => {
        const changed = Uint8Array.from(bytes);
        changed[place]! ^= 1;
        if (isTaken(changed)) taken.push(place);
      });
      expect(taken).toEqual([]);
    }
  });

  it('refuses other namespaces, other hashes, short RSA keys and SHA-1', () => {
    expect(() => decodeSignature(signed('ed25519', 'git'))).toThrow(/made for “git”/);
    expect(() => decodeSignature(signed('ed25519', ledgerNamespace, ['-O', 'hashalg=sha256']))).toThrow(/not over sha512/);
    keygen(['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', at('short')]);
    expect(() => decodeSignature(signed('short'))).toThrow(/2048 bits is too short/);
    expect(() => parsePublicKey(publicKey('short'))).toThrow(/too short/);
  });

  it('refuses keys that are no keys', () => {
    for (const line of ['', 'ssh-ed25519', 'ssh-ed25519 AAAA', `ssh-rsa ${publicKey('ed25519').split(' ')[1]}`, `${publicKey('ed25519').slice(0, -20)}`]) expect(() => parsePublicKey(line)).toThrow();
    const dsa = `ssh-dss ${Buffer.from('\0\0\0\x07ssh-dss').toString('base64')}`;
    expect(() => parsePublicKey(dsa)).toThrow(/not taken/);
  });
});

function isTaken(bytes: Uint8Array): boolean {
  try {
    return isSignatureGood(signatures, decodeSignature(bytes), message);
  } catch {
    return false;
  }
}
