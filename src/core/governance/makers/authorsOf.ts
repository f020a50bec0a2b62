import { toFault } from '../../base/fault.ts';
import type { Signatures } from '../../port/signatures.ts';
import type { Makers } from '../policy/rules/finding.ts';
import type { Roster } from '../roster/roster.ts';
import { isSignatureGood } from '../signature/checkSignature.ts';
import { decodeSignature } from '../signature/sshSignature.ts';
import { commitNamespace, signedCommit } from './signedCommit.ts';

export interface CommitBytes {
  readonly sha: string;
  readonly bytes: Uint8Array;
}

/**
 * Everybody of the roster who wrote, committed, helped with or signed one of these commits. One commit that is not signed with a key
 * of the roster, or names somebody who is not in it, makes the whole unknown: it may be anybody's. A revoked key is nobody's any more.
 */
export function authorsOf(commits: Iterable<CommitBytes>, roster: Roster, signatures: Signatures): Makers['authors'] {
  const people = new Set<string>();
  for (const { sha, bytes } of commits) {
    const short = sha.slice(0, 7);
    const { emails, signature, content } = signedCommit(bytes);
    if (signature === null) return { unknown: `Commit ${short} is not signed with an SSH key, so its author may be anybody.` };
    const signer = signerOf(signature, content, roster, signatures);
    if (typeof signer === 'string') return { unknown: `Commit ${short}: ${signer}` };
    people.add(signer.id);
    for (const email of emails) {
      const person = roster.owner(email);
      if (person === undefined) return { unknown: `Commit ${short} names ${email}, which is nobody's address in the roster.` };
      people.add(person.id);
    }
  }
  return { people: [...people].sort() };
}

function signerOf(armoured: Uint8Array, content: Uint8Array, roster: Roster, signatures: Signatures): { readonly id: string } | string {
  try {
    const signature = decodeSignature(armoured, commitNamespace);
    const signer = roster.signer(signature.key.fingerprint);
    if (signer === undefined) return `it is signed with ${signature.key.fingerprint}, which is not in the roster.`;
    if (signer.key.isRevoked) return `it is signed with ${signature.key.fingerprint} of ${signer.person.id}, which is revoked, so its author may be anybody.`;
    return isSignatureGood(signatures, { ...signature, key: signer.key.key }, content, commitNamespace) ? signer.person : 'its signature is not good.';
  } catch (error) {
    return toFault(error).message;
  }
}
