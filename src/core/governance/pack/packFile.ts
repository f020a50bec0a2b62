import type { Digest } from '../ledger/entry.ts';

/** A file of an audit pack. `path` is below the pack's folder, `/` between. */
export interface PackFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Digests of every file but itself and its signature. Its own digest is the pack's root. */
export const sumsPath = 'SHA256SUMS';
export const rootSignaturePath = 'SHA256SUMS.sig';
export const scriptPath = 'verify.sh';
export const signersPath = 'allowed_signers';
/** Names of the entries that counted, a line each. */
export const countedPath = 'counted.txt';
/** What was decided from: see `PackRecord`. */
export const recordPath = 'decision.json';
/** What `mlops gate` answered. */
export const gatePath = 'gate.json';
export const policyPath = 'policy.yaml';
export const rosterPath = 'roster.yaml';
export const bomPath = 'bom.json';
export const cardPath = 'card.md';
export const resultPath = (digest: Digest) => `evidence/${digest}.json`;
export const textPath = (id: string) => `texts/${id}`;

const part = '[A-Za-z0-9][A-Za-z0-9._-]*';
const safe = new RegExp(`^${part}(?:/${part})*$`);

/** Whether a path is one that a pack may have: no shell, no file system and no terminal reads anything else into it. */
export function isPackPath(path: string): boolean {
  return path.length <= 200 && safe.test(path);
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
