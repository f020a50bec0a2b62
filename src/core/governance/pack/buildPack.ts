import { byText } from '../../base/byText.ts';
import { fail } from '../../base/fault.ts';
import { sha256 } from '../../base/sha256.ts';
import { withAncestors } from '../ledger/ancestors.ts';
import type { Digest } from '../ledger/entry.ts';
import type { LedgerFile } from '../ledger/ledgerFile.ts';
import { mlBom } from '../bom/mlBom.ts';
import { mapControls } from '../controls/mapControls.ts';
import { readText } from '../ledger/freeText.ts';
import { decodeEntry } from '../ledger/statement.ts';
import { allowedSignersOf } from './allowedSigners.ts';
import { bomPath, cardPath, countedPath, gatePath, policyPath, recordPath, resultPath, rosterPath, scriptPath, signersPath, textPath, utf8, type PackFile } from './packFile.ts';
import type { PackInput } from './packInput.ts';
import { packPage } from './page/packPage.ts';
import { packView } from './packView.ts';
import { readmeOf } from './readme.ts';
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
    { path: 'README.md', bytes: utf8(readmeOf(input)) },
    ...kept.flatMap(entryFiles),
    ...textFiles(input, kept),
  ];
  const view = packView(input);
  if (judged !== null) {
    files.push({ path: gatePath, bytes: json(judged.gate) });
    for (const [digest, bytes] of judged.results) if (sha256(bytes) === digest) files.push({ path: resultPath(digest), bytes });
    if (judged.card !== null) files.push({ path: cardPath, bytes: judged.card.file });
    files.push({ path: bomPath, bytes: json(mlBom({ candidate: judged.candidate, evidence: view.evidence, files: judged.files, card: judged.card?.sections ?? new Map() })) });
  }
  const controls = mapControls({ entries: view.entries.map(({ entry }) => entry), paths: new Set(files.map(({ path }) => path)) });
  files.push({ path: 'controls.json', bytes: utf8(`${JSON.stringify(controls)}\n`) }, { path: 'report.html', bytes: utf8(packPage(view, controls)) });
  return files.sort((a, b) => byText(a.path, b.path));
}

const json = (value: unknown) => utf8(`${JSON.stringify(value, null, 1)}\n`);

/** `SHA256SUMS` of these files, and its own digest: the root. `sha256`: of bytes, as the platform makes it fastest. */
export function sumsOf(files: readonly PackFile[], digestOf: (bytes: Uint8Array) => Digest = sha256): { readonly bytes: Uint8Array<ArrayBuffer>; readonly root: Digest } {
  const bytes = encodeSums(new Map(files.map(({ path, bytes: content }) => [path, digestOf(content)])));
  return { bytes, root: digestOf(bytes) };
}

/** Those that count and all they build on: without them nobody can tell that nothing is missing. */
function keptEntries({ ledger, weighed }: PackInput): LedgerFile[] {
  const decoded = new Map(ledger.flatMap((file) => decodedOf(file)));
  const kept = withAncestors([...weighed.counted.keys()], (name) => decoded.get(name));
  return ledger.filter(({ name }) => kept.has(name));
}

function decodedOf({ name, bytes }: LedgerFile) {
  try {
    return [[name, decodeEntry(bytes, name)] as const];
  } catch {
    return []; // Junk, which nothing that counts builds on.
  }
}

function entryFiles({ name, bytes, signature }: LedgerFile): PackFile[] {
  const path = `entries/${name.slice(0, 2)}/${name}.json`;
  return signature === null ? [{ path, bytes }] : [{ path, bytes }, { path: `${path}.sig`, bytes: signature }];
}

/** Of kept entries alone, and only the text that was signed. */
function textFiles({ texts }: PackInput, kept: readonly LedgerFile[]): PackFile[] {
  return kept.flatMap(({ name, bytes }) => {
    const { text } = decodeEntry(bytes, name);
    const said = text === null ? undefined : texts.get(text.id);
    return text === null || said === undefined || readText(text, said).state !== 'there' ? [] : [{ path: textPath(text.id), bytes: said }];
  });
}

function recordOf({ governed: { ref, commit }, genesis, anchor, weighed, judged }: PackInput) {
  const decided = judged && { candidate: judged.candidate, makers: judged.makers, now: judged.gate.evaluatedAt };
  return { schemaVersion: 1, genesis, ref, commit, anchor, heads: weighed.heads, notCounted: weighed.quarantined, decided } as const;
}
