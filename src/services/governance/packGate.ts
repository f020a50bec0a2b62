import { fail, toFault } from '../../core/base/fault.ts';
import { sha256 } from '../../core/base/sha256.ts';
import { decide } from '../../core/governance/decision/decide.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import { readText } from '../../core/governance/ledger/freeText.ts';
import { decodeEntry } from '../../core/governance/ledger/statement.ts';
import { weigh, type Weighed } from '../../core/governance/ledger/weigh.ts';
import { parseAllowedSigners } from '../../core/governance/pack/allowedSigners.ts';
import { broken, checkPack, needed, type CheckedPack, type Outside } from '../../core/governance/pack/checkPack.ts';
import { decodeGate, requireSame } from '../../core/governance/pack/gateRecord.ts';
import { countedPath, gatePath, policyPath, recordPath, rosterPath, rootSignaturePath, textPath } from '../../core/governance/pack/packFile.ts';
import { decodeRecord, type PackRecord } from '../../core/governance/pack/record.ts';
import { decodePolicy } from '../../core/governance/policy/decodePolicy.ts';
import type { Policy } from '../../core/governance/policy/policy.ts';
import { decodeRoster } from '../../core/governance/roster/decodeRoster.ts';
import type { Roster } from '../../core/governance/roster/roster.ts';
import type { GateReport } from '../../core/model/gate.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Machine } from '../../core/port/machine.ts';
import { gateReport } from './gate.ts';
import { readPackFolder } from './packFolder.ts';

export interface PackGateInput {
  /** Absolute. */
  readonly folder: string;
  /** As it was printed when the pack was made; 64 hex digits. */
  readonly root?: string | undefined;
  /** An allowed_signers file, absolute, outside the pack. */
  readonly allowedSigners?: string | undefined;
}

export interface PackVerdict {
  /** As it was recorded, with the rules held against the evidence once more; null for a pack of a whole ledger. */
  readonly gate: GateReport | null;
  readonly root: Digest;
  /** Files that SHA256SUMS covers. */
  readonly files: number;
  readonly counted: number;
  /** Who signed the root: an id of the pack's roster, or the key's fingerprint. */
  readonly signedBy: string;
  readonly problems: readonly Problem[];
}

type PackMachine = Pick<Machine, 'files' | 'signatures' | 'parseYaml'>;

/**
 * Makes the decision of an audit pack anew, from the pack alone. Throws `integrity` where a byte was changed, an entry is missing, a
 * signature does not hold or another decision comes out than was recorded; `invalid` for a root or signers that are none, or that are
 * the pack's own. Without root and signers from outside it tells so: a pack that somebody made from scratch holds in itself as well.
 */
export async function packGate(machine: PackMachine, { folder, root, allowedSigners }: PackGateInput): Promise<PackVerdict> {
  const outside = await outsideOf(machine, folder, root, allowedSigners);
  const pack = checkPack(await readPackFolder(machine.files, folder), outside, machine.signatures);
  return { ...(await judgePack(machine, pack, outside)), problems: missingTrust(outside) };
}

/** Everything about a pack whose bytes are those that were signed. */
export async function judgePack(machine: Pick<Machine, 'signatures' | 'parseYaml'>, pack: CheckedPack, outside: Outside): Promise<Omit<PackVerdict, 'problems'>> {
  const record = readable(recordPath, () => decodeRecord(needed(pack.files, recordPath)));
  const { policy, policyDigest, roster, rosterDigest } = await governing(machine, pack);
  if (policy.genesis !== null && policy.genesis !== record.genesis) throw broken(recordPath, 'names another ledger than the policy does');
  const signer = roster.signer(pack.signedBy);
  if (outside.signers === null && (signer === undefined || signer.key.isRevoked)) throw broken(rootSignaturePath, `is by a key that is not in the roster (${pack.signedBy})`);
  const weighed = weigh(pack.ledger, { roster, signatures: machine.signatures, genesis: record.genesis, anchor: [] });
  requireWhole(pack, record, weighed, outside);
  requireTexts(pack);
  const summary = { root: pack.root, files: pack.files.size - 2, counted: weighed.counted.size, signedBy: signer?.person.id ?? pack.signedBy };
  if (record.decided === null) return { ...summary, gate: null };
  const recorded = readable(gatePath, () => decodeGate(needed(pack.files, gatePath)));
  const { candidate, now } = record.decided;
  const decision = decide({ policy, ...record.decided, weighed, anchor: record.anchor });
  const trusted = { root: '', ref: record.ref, commit: record.commit, policy, policyDigest, roster, rosterDigest };
  const view = { weighed, genesis: record.genesis, sure: weighed.heads, anchor: record.anchor };
  const gate = gateReport({ model: candidate.model, version: candidate.version, env: candidate.env, trusted, view, candidate, now }, decision, folderOf(recorded));
  requireSame(recorded, gate);
  return { ...summary, gate };
}

/** Of the policy below the root of its repository, as the record tells: nothing is decided by it. */
function folderOf({ rules }: GateReport): string {
  return rules[0]?.at?.path.replace(/\/?[^/]*\/[^/]*$/, '') ?? '';
}

/** The ledger of the pack is the one that was weighed: nothing was left out, added or counted otherwise. */
function requireWhole({ counted, ledger }: CheckedPack, record: PackRecord, weighed: Weighed, { signers }: Outside): void {
  const [fault] = weighed.broken;
  if (fault !== undefined) throw fail('integrity', fault.message, { hint: 'The pack does not hold the whole ledger that the decision was made on.' });
  const missing = [...counted].find((name) => !weighed.counted.has(name));
  if (missing !== undefined) throw broken(countedPath, `lists ${missing.slice(0, 8)}, which does not count${reasonOf(weighed, missing)}`);
  const added = [...weighed.counted.keys()].find((name) => !counted.has(name));
  if (added !== undefined) throw broken(countedPath, `does not list ${added.slice(0, 8)}, which counts`);
  if (weighed.heads.join() !== record.heads.join()) throw broken(recordPath, 'names other heads of the ledger than there are');
  const listed = new Set(record.notCounted.map(({ name }) => name));
  const there = new Set(ledger.map(({ name }) => name));
  const gone = record.anchor.find((name) => !there.has(name) && !listed.has(name));
  if (gone !== undefined) throw broken(recordPath, `was held against ${gone.slice(0, 8)}, of which the pack does not tell`);
  const stray = ledger.find(({ name }) => !counted.has(name) && !listed.has(name));
  if (stray !== undefined) throw broken(recordPath, `does not tell of ${stray.name.slice(0, 8)}, which does not count`);
  if (signers === null) return;
  const strange = [...weighed.counted.values()].find(({ fingerprint }) => !signers.has(fingerprint));
  if (strange !== undefined) throw fail('integrity', `Entry ${strange.entry.digest.slice(0, 8)} counted, and the key of ${strange.signer.id} is not among the allowed signers (${strange.fingerprint}).`, { hint: 'Ask somebody else than who gave you the pack whether that key may decide.' });
}

/** Every text that is there is the one that was signed with its entry. */
function requireTexts({ files, ledger }: CheckedPack): void {
  const signed = new Map(ledger.flatMap(({ name, bytes }) => {
    const { text } = decodeEntry(bytes, name);
    return text === null ? [] : [[textPath(text.id), text] as const];
  }));
  for (const [path, bytes] of files) {
    if (!path.startsWith('texts/')) continue;
    const text = signed.get(path);
    if (text === undefined) throw broken(path, 'belongs to no entry');
    if (readText(text, bytes).state !== 'there') throw broken(path, 'is not the text that was signed');
  }
}

function reasonOf({ quarantined }: Weighed, name: Digest): string {
  const found = quarantined.find((one) => one.name === name);
  return found === undefined ? ': it is not there' : `: ${found.reason}`;
}

async function governing({ parseYaml }: Pick<Machine, 'parseYaml'>, { files }: CheckedPack): Promise<{ policy: Policy; policyDigest: Digest; roster: Roster; rosterDigest: Digest }> {
  const [policyText, rosterText] = [policyPath, rosterPath].map((path) => readable(path, () => new TextDecoder('utf-8', { fatal: true }).decode(needed(files, path)))) as [string, string];
  const { policy, problems } = decodePolicy(await parseYaml(policyText));
  if (policy === null) throw broken(policyPath, `cannot be read: ${problems[0]?.message ?? 'it is none'}`);
  const { roster, problems: others } = decodeRoster(await parseYaml(rosterText));
  if (roster === null) throw broken(rosterPath, `cannot be read: ${others[0]?.message ?? 'it is none'}`);
  return { policy, policyDigest: sha256(policyText), roster, rosterDigest: sha256(rosterText) };
}

/** What cannot be read in a pack whose bytes hold was never right: the pack is at fault, not who reads it. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const fault = toFault(error);
    throw fault.code === 'integrity' ? error : broken(path, `cannot be read: ${fault.message}`);
  }
}

async function outsideOf({ files }: Pick<Machine, 'files'>, folder: string, root: string | undefined, signers: string | undefined): Promise<Outside> {
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root)) throw fail('invalid', '--root is not 64 hex digits.', { hint: 'Give the root that was printed when the pack was made.' });
  if (signers === undefined) return { root: root ?? null, signers: null };
  const [real, inside] = [await files.realPath(signers), await files.realPath(folder)];
  const own = fail('invalid', '--allowed-signers is a file of the pack itself.', { hint: 'A pack cannot vouch for itself: take the file from somewhere else.' });
  if (real === inside || real.startsWith(`${inside}/`) || real.startsWith(`${inside}\\`)) throw own;
  const text = await files.readText(signers, { maxBytes: 16 * 1024 * 1024 });
  // A second name of the same file is the same file.
  const [twin, copy] = [await files.stat(signers, { followLinks: true }), await files.stat(`${folder}/allowed_signers`)];
  if (copy?.kind === 'file' && twin?.inode === copy.inode && twin.modifiedMs === copy.modifiedMs && twin.sizeBytes === copy.sizeBytes) throw own;
  return { root: root ?? null, signers: parseAllowedSigners(text) };
}

function missingTrust({ root, signers }: Outside): Problem[] {
  const missing = [...(root === null ? ['--root'] : []), ...(signers === null ? ['--allowed-signers'] : [])];
  if (missing.length === 0) return [];
  return [problemOf('', { code: 'untrusted', message: 'The pack holds in itself; whether it is the one that was given out, nothing from outside says.', hint: `Give ${missing.join(' and ')}, from somebody else than who gave you the pack.` }, 'warning')];
}
