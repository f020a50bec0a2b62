import { fail } from '../../base/fault.ts';

/** A commit as git signs it. */
export interface SignedCommit {
  /** Of author, committer and co-authors, lower case, each once. */
  readonly emails: readonly string[];
  /** As `ssh-keygen` writes it; null for a commit that is not signed so. */
  readonly signature: Uint8Array | null;
  /** What was signed: the commit without its signature. */
  readonly content: Uint8Array;
}

/** Of every signature that git makes of a commit. */
export const commitNamespace = 'git';

const decoder = new TextDecoder('latin1');

/** Reads the bytes of a commit object. Throws `corrupt` for one without author or committer. */
export function signedCommit(bytes: Uint8Array): SignedCommit {
  // One character a byte, so that cutting the text cuts the bytes.
  const text = latin(bytes);
  const headEnd = text.indexOf('\n\n');
  const head = headEnd < 0 ? text : text.slice(0, headEnd);
  const kept: string[] = [];
  const signature: string[] = [];
  let inSignature = false;
  for (const line of head.split('\n')) {
    const isMore = line.startsWith(' ');
    if (!isMore) inSignature = /^gpgsig(?:-sha256)? /.test(line);
    if (inSignature) signature.push(isMore ? line.slice(1) : line.slice(line.indexOf(' ') + 1));
    else kept.push(line);
  }
  const people = kept.flatMap((line) => /^(?:author|committer) .*<([^<>]*)> -?\d+ [-+]\d{4}$/.exec(line)?.[1] ?? []);
  if (people.length !== 2) throw fail('corrupt', 'The commit has no author and committer.');
  const message = decoder.decode(bytes.subarray(headEnd < 0 ? bytes.length : headEnd + 2));
  const helpers = [...message.matchAll(/^co-authored-by:[^<\n]*<([^<>\n]*)>[ \t]*$/gim)].map(([, email = '']) => email);
  const armoured = signature.filter((line, at) => line !== '' || at < signature.length - 1).join('\n');
  return {
    emails: [...new Set([...people, ...helpers].map((one) => one.trim().toLowerCase()))],
    signature: armoured.startsWith('-----BEGIN SSH SIGNATURE-----') ? new TextEncoder().encode(`${armoured}\n`) : null,
    content: fromLatin(`${kept.join('\n')}${headEnd < 0 ? '' : text.slice(headEnd)}`),
  };
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function fromLatin(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
