import { byText } from '../../base/byText.ts';
import { fail } from '../../base/fault.ts';
import { sha256 } from '../../base/sha256.ts';
import { withAncestors } from '../ledger/ancestors.ts';
import type { Digest } from '../ledger/entry.ts';
import type { LedgerFile } from '../ledger/standing.ts';
import { decodeEntry } from '../ledger/statement.ts';
import { allowedSignersOf } from './allowedSigners.ts';
import { countedPath, gatePath, policyPath, recordPath, resultPath, rosterPath, scriptPath, signersPath, utf8, type PackFile } from './packFile.ts';
import type { PackInput } from './packInput.ts';
import { encodeRecord } from './record.ts';
import { encodeSums } from './sums.ts';
import { verifyScript } from './verifyScript.ts';

/**
 * All files of a pack but `SHA256SUMS` and its signature, in the order of their paths; the same for the same input. Throws `integrity`
 * for a broken ledger: what it says of a decision cannot be handed to anyone as proof.
 */
export function buildPack(input: PackInput): PackFile[] {
  const { governed, people, weighed, judged } = input;
  const [broken] = weighed.broken;
  if (broken !== undefined) throw fail('integrity', `No pack is made of a broken ledger: ${broken.message}`, { hint: 'Find out with “mlops approvals verify” what happened to it.' });
  const kept = keptEntries(input);
  const files: PackFile[] = [
    { path: policyPath, bytes: governed.policy },
    { path: rosterPath, bytes: governed.roster },
    { path: signersPath, bytes: utf8(allowedSignersOf(people)) },
    { path: countedPath, bytes: utf8([...weighed.counted.keys()].sort().map((name) => `${name}\n`).join('')) },
    { path: recordPath, bytes: encodeRecord(recordOf(input)) },
    { path: scriptPath, bytes: utf8(verifyScript) },
    ...kept.flatMap(entryFiles),
    ...textFiles(input, kept),
  ];
  if (judged !== null) {
    files.push({ path: gatePath, bytes: utf8(`${JSON.stringify(judged.gate, null, 2)}\n`) });
    for (const [digest, bytes] of judged.results) if (sha256(bytes) === digest) files.push({ path: resultPath(digest), bytes });
    if (judged.card !== null) files.push({ path: 'card.md', bytes: judged.card.file });
  }
  return files.sort((a, b) => byText(a.path, b.path));
}

/** `SHA256SUMS` of these files, and its own digest: the root. `sha256`: of bytes, as the platform makes it fastest. */
export function sumsOf(files: readonly PackFile[], digestOf: (bytes: Uint8Array) => Digest = sha256): { readonly bytes: Uint8Array<ArrayBuffer>; readonly root: Digest } {
  const bytes = encodeSums(new Map(files.map(({ path, bytes: content }) => [path, digestOf(content)])));
  return { bytes, root: digestOf(bytes) };
}

/** Those that count and all they build on: without them nobody can tell that nothing is missing. */
function keptEntries({ ledger, weighed }: PackInput): LedgerFile[] {
  const decoded = new Map(ledger.flatMap((file) => decodedOf(file)));
  const kept = withAncestors([...weighed.counted.keys()], decoded);
  return ledger.filter(({ name }) => kept.has(name));
}

function decodedOf({ name, bytes }: LedgerFile) {
  try {
    return [[name, { entry: decodeEntry(bytes, name) }] as const];
  } catch {
    return []; // Junk, which nothing that counts builds on.
  }
}

function entryFiles({ name, bytes, signature }: LedgerFile): PackFile[] {
  const path = `entries/${name.slice(0, 2)}/${name}.json`;
  return signature === null ? [{ path, bytes }] : [{ path, bytes }, { path: `${path}.sig`, bytes: signature }];
}

/** Of kept entries alone. */
function textFiles({ texts }: PackInput, kept: readonly LedgerFile[]): PackFile[] {
  const ids = new Set(kept.flatMap(({ name, bytes }) => decodeEntry(bytes, name).text?.id ?? []));
  return [...texts].filter(([id]) => ids.has(id)).map(([id, bytes]) => ({ path: `texts/${id}`, bytes }));
}

function recordOf({ governed: { ref, commit }, genesis, anchor, weighed, judged }: PackInput) {
  const decided = judged && { candidate: judged.candidate, makers: judged.makers, now: judged.gate.evaluatedAt };
  return { schemaVersion: 1, genesis, ref, commit, anchor, heads: weighed.heads, notCounted: weighed.quarantined, decided } as const;
}
