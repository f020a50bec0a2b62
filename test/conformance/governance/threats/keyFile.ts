import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parsePublicKey } from '../../../../src/core/governance/signature/publicKey.ts';
import { joined, WireReader } from '../../../../src/core/governance/signature/wire.ts';
import { sshSign, type Signer } from '../../../unit/governance/ledgers.ts';

const head = 'openssh-key-v1\0';

/** Signs as whoever has this file (ed25519, without a passphrase, as ssh-keygen wrote it), without a program being started. */
export function signerOf(id: string, file: string): Signer {
  const base64 = readFileSync(file, 'utf8').split('\n').filter((line) => !line.startsWith('-----')).join('');
  const outer = new WireReader(Buffer.from(base64, 'base64').subarray(head.length));
  for (const _ of ['cipher', 'derivation', 'its options']) outer.string();
  outer.uint32();
  outer.string();
  const inner = new WireReader(outer.string());
  inner.take(8);
  inner.string();
  const point = inner.string();
  const seed = inner.string().subarray(0, 32);
  // The head of PKCS #8 for a key of this kind.
  const der = joined(Buffer.from('302e020100300506032b657004220420', 'hex'), seed);
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  const key = parsePublicKey(readFileSync(`${file}.pub`, 'utf8'));
  if (key.kind !== 'ed25519' || !Buffer.from(point).equals(Buffer.from(key.point))) throw new Error(`${file} is no ed25519 key`);
  return { id, key, sign: (bytes) => sshSign(bytes, key, privateKey) };
}
