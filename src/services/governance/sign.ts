import { fail } from '../../core/base/fault.ts';
import { isSignatureGood } from '../../core/governance/signature/checkSignature.ts';
import { decodeSignature, encodeSignature, ledgerNamespace } from '../../core/governance/signature/sshSignature.ts';
import { isSame } from '../../core/governance/signature/wire.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { SignRequest } from '../../core/port/signing.ts';
import type { SigningKey } from './keys.ts';

/** Who signs, and how a passphrase is asked for. */
export interface Signer {
  readonly key: SigningKey;
  readonly passphrase: SignRequest['passphrase'];
}

/**
 * A signature for the ledger, held against our own reader before anything is kept: made by this key, over these bytes, in the one form
 * that signatures have. Throws what `Signing.sign` throws, and `corrupt` where the program gave something else.
 */
export async function signForLedger({ signing, signatures }: Pick<Machine, 'signing' | 'signatures'>, bytes: Uint8Array, { key, passphrase }: Signer, signal: AbortSignal): Promise<Uint8Array> {
  const armoured = await signing.sign({ key: key.key, namespace: ledgerNamespace, bytes, passphrase }, signal);
  const signature = decodeSignature(armoured);
  const isOurs = isSame(signature.key.blob, key.publicKey.blob) && isSame(encodeSignature(signature), armoured) && isSignatureGood(signatures, signature, bytes);
  if (!isOurs) throw fail('corrupt', `What was signed with ${key.from} does not hold against its public key.`, { hint: 'The .pub file may be that of another key; write it anew with ssh-keygen -y, and try again.' });
  return armoured;
}
