import { fail, toFault } from '../../base/fault.ts';
import type { Signatures } from '../../port/signatures.ts';
import type { Digest } from '../ledger/entry.ts';
import type { LedgerFile } from '../ledger/ledgerFile.ts';
import { isSignatureGood } from '../signature/checkSignature.ts';
import { decodeSignature } from '../signature/sshSignature.ts';
import type { AllowedSigners } from './allowedSigners.ts';
import { countedPath, rootSignaturePath, scriptPath, sumsPath, type PackFile } from './packFile.ts';
import { decodeSums } from './sums.ts';

/** Something that lies in a pack's folder. */
export interface PackItem extends PackFile {
  readonly kind: 'file' | 'link' | 'other';
  /** Permission bits; null where the system has none. */
  readonly mode: number | null;
}

/** What is known of a pack from elsewhere; null where nothing was said. A pack cannot vouch for itself. */
export interface Outside {
  readonly root: Digest | null;
  readonly signers: AllowedSigners | null;
}

export interface CheckedPack {
  readonly root: Digest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Fingerprint of the key that signed the root. */
  readonly signedBy: string;
  readonly ledger: readonly LedgerFile[];
  /** Names of the entries that are said to have counted. */
  readonly counted: ReadonlySet<Digest>;
}

/** Whether a pack is what was signed, byte for byte and file for file. Throws `integrity`, naming the file, where it is not. */
export function checkPack(items: readonly PackItem[], outside: Outside, signatures: Signatures): CheckedPack {
  const files = new Map<string, Uint8Array>();
  for (const item of items) {
    const reason = oddity(item);
    if (reason !== undefined) throw broken(item.path, reason);
    files.set(item.path, item.bytes);
  }
  const sums = needed(files, sumsPath);
  const root = signatures.sha256Hex(sums);
  if (outside.root !== null && outside.root !== root) throw fail('integrity', `This is another pack: its root is ${root}, not ${outside.root}.`, { hint: 'Ask who gave you the root for the pack that belongs to it.' });
  const listed = decodeSums(sums);
  for (const path of files.keys()) if (path !== sumsPath && path !== rootSignaturePath && !listed.has(path)) throw broken(path, 'is not in SHA256SUMS');
  for (const [path, digest] of listed) if (!isDigest(signatures.sha256(needed(files, path)), digest)) throw broken(path, 'was changed');
  const signedBy = signerOf(needed(files, rootSignaturePath), sums, signatures);
  if (outside.signers !== null && !outside.signers.has(signedBy)) throw broken(rootSignaturePath, `is by a key that is not among the allowed signers (${signedBy})`);
  return { root, files, signedBy, ledger: ledgerOf(files, listed), counted: countedOf(needed(files, countedPath)) };
}

const executable = 0o111;
/** Set-user-id, set-group-id and sticky. */
const special = 0o7000;

/** Why a pack holds no such thing, as the end of a sentence. */
function oddity({ path, kind, mode }: PackItem): string | undefined {
  if (kind !== 'file') return kind === 'link' ? 'is a link' : 'is no plain file';
  if (mode === null) return undefined;
  if ((mode & special) !== 0) return 'has special permissions';
  return (mode & executable) !== 0 && path !== scriptPath ? 'is executable, and only verify.sh may be' : undefined;
}

function signerOf(armoured: Uint8Array, sums: Uint8Array, signatures: Signatures): string {
  try {
    const signature = decodeSignature(armoured);
    if (isSignatureGood(signatures, signature, sums)) return signature.key.fingerprint;
  } catch (error) {
    throw broken(rootSignaturePath, `is none: ${toFault(error).message}`);
  }
  throw broken(rootSignaturePath, 'is not of this SHA256SUMS');
}

const entryPath = /^entries\/([0-9a-f]{2})\/([0-9a-f]{64})\.json(\.sig)?$/;

function ledgerOf(files: ReadonlyMap<string, Uint8Array>, listed: ReadonlyMap<string, Digest>): LedgerFile[] {
  const found: LedgerFile[] = [];
  for (const [path, bytes] of files) {
    if (path.startsWith('evidence/') && path !== `evidence/${listed.get(path)}.json`) throw broken(path, 'is not named by its own digest');
    if (!path.startsWith('entries/')) continue;
    const [, shelf, name, isSignature] = entryPath.exec(path) ?? [];
    if (name === undefined || !name.startsWith(shelf!)) throw broken(path, 'is no entry of a ledger');
    if (isSignature === undefined && listed.get(path) !== name) throw broken(path, 'is not named by its own digest');
    if (isSignature === undefined) found.push({ name, bytes, signature: files.get(`${path}.sig`) ?? null });
    else if (!files.has(path.slice(0, -'.sig'.length))) throw broken(path, 'signs nothing that is there');
  }
  return found;
}

function countedOf(bytes: Uint8Array): Set<Digest> {
  const lines = new TextDecoder().decode(bytes).split('\n').slice(0, -1);
  const odd = lines.find((line) => !/^[0-9a-f]{64}$/.test(line));
  if (odd !== undefined) throw broken(countedPath, `has a line that is no digest: ${JSON.stringify(odd.slice(0, 80))}`);
  return new Set(lines);
}

export function needed(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw broken(path, 'is missing');
  return bytes;
}

export function broken(path: string, reason: string) {
  return fail('integrity', `${/^[\x20-\x7e]*$/.test(path) ? path : JSON.stringify(path)} ${reason}.`, { hint: 'The pack is not what was given out: ask for it again, and keep this one as evidence.' });
}

/** The value of a hex digit by its character's code. */
const digits = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(code))));

/** Without a text in between: a pack has many files, and most digests are as they should be. `digest`: 64 hex digits. */
function isDigest(bytes: Uint8Array, digest: Digest): boolean {
  for (let at = 0; at < 32; at += 1) if (bytes[at] !== digits[digest.charCodeAt(at * 2)]! * 16 + digits[digest.charCodeAt(at * 2 + 1)]!) return false;
  return true;
}
