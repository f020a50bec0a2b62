import { withAncestors } from '../../core/governance/ledger/ancestors.ts';
import type { Digest, Entry } from '../../core/governance/ledger/entry.ts';
import type { LedgerFile } from '../../core/governance/ledger/ledgerFile.ts';
import { Inspection, type Beyond } from '../../core/governance/ledger/inspection.ts';
import { Skims } from '../../core/governance/ledger/skim.ts';
import { sureHeads } from '../../core/governance/ledger/sureHeads.ts';
import { isTakenByRoster, standsOnBad, weighInspected, type Weighed } from '../../core/governance/ledger/weigh.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import { ledgerFiles, ledgerTips, united } from './ledgerFiles.ts';
import type { LedgerMemory, Remembered } from './ledgerMemory.ts';
import type { LedgerReader } from './ledgerReader.ts';
import { fetchLedger, type FetchedLedger } from './ledgerSync.ts';
import type { Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';

export interface ReadOptions {
  /** Ask the remote; else what was fetched last is read. */
  readonly fetches: boolean;
  /** What a look at the remote has just found: then it is not asked again. */
  readonly fetched?: FetchedLedger | null;
}

export interface WeighOptions {
  /** Entries that were seen elsewhere, as `--anchor` names them. */
  readonly anchor?: readonly string[];
  /** Entries about other models are looked at for their places only; default: every entry is read. */
  readonly model?: string;
  /** Whether this entry's signature is checked at once; default: of all. */
  readonly mustCheck?: (entry: Entry) => boolean;
}

/** The entries of one ledger, each by itself. */
export interface Inspected {
  readonly inspection: Inspection;
  /** Of the ledger, as the policy pins it. */
  readonly genesis: Digest;
  /** That was asked for; null: all. */
  readonly model: string | null;
}

/** So that the ledger may be remembered: all of most ledgers, and of what is new in any; of one of years that was never seen some with each look. */
const beyond: Beyond = { whole: 1_000, part: 100 };

export interface ViewOptions extends ReadOptions, WeighOptions {}

/** A ledger's entries as they lie on its branches. */
export interface LedgerRead {
  readonly lists: ReadonlyArray<{ readonly ref: string; readonly files: readonly LedgerFile[] }>;
  /** Null where the remote was not asked, or there is none. */
  readonly fetched: FetchedLedger | null;
}

/** Starts to read what is here already, while the remote is asked whether that is all; `inspected` goes on with what comes of it. */
export function readAhead({ signatures }: Pick<Machine, 'signatures'>, reader: LedgerReader, repository: GitRepository, signal: AbortSignal): Skims {
  const skims = new Skims(signatures);
  reader.each((file) => void skims.of(file));
  const reading = async () => {
    for (const { commit } of await ledgerTips(repository, signal)) await reader.files(commit);
  };
  reading().catch(() => undefined); // `readLedger` asks for the same, and tells what is wrong then.
  return skims;
}

/** A remote that does not answer throws, because a ledger that was not read must not look like one without rejections. */
export async function readLedger(machine: Pick<Machine, 'branches'>, reader: LedgerReader, repository: GitRepository, { fetches, fetched: found }: ReadOptions, signal: AbortSignal): Promise<LedgerRead> {
  const fetched = fetches ? (found ?? (await fetchLedger(machine, repository.root, signal))) : null;
  const tips = await ledgerTips(repository, signal);
  return { fetched, lists: await Promise.all(tips.map(async ({ ref, commit }) => ({ ref, files: await reader.files(commit) }))) };
}

/** Looks at the entries of `reader` as they come; undefined where the policy pins no ledger. */
export function inspected({ signatures }: Pick<Machine, 'signatures'>, reader: LedgerReader, { policy: { genesis }, roster }: Pick<Trusted, 'policy' | 'roster'>, { model, mustCheck }: Pick<WeighOptions, 'model' | 'mustCheck'>, skims?: Skims): Inspected | undefined {
  if (genesis === null) return undefined;
  const inspection = new Inspection({ roster, signatures, genesis, ...(model === undefined ? {} : { model }), ...(mustCheck ? { mustCheck } : {}) }, skims);
  reader.each((file) => inspection.look(file));
  return { inspection, genesis, model: model ?? null };
}

/**
 * The ledger with what counts of it: the local branch and the remote's, united. What cannot be trusted is in `weighed.broken`. What is
 * new since the last look is checked also where it is about other models, or only a part of it is remembered.
 */
export async function weighLedger(memory: LedgerMemory, repository: GitRepository, looked: Inspected | undefined, { lists, fetched }: LedgerRead, anchor: readonly string[], signal: AbortSignal, most = beyond): Promise<LedgerView | Ungoverned> {
  if (looked === undefined) return { unknown: 'The policy pins no ledger.', hint: 'Add the line “genesis: …” that “mlops approvals init” printed to .mlops/policy.yaml, and commit it.' };
  const { inspection, genesis, model } = looked;
  const before = await memory.read(repository.root, genesis);
  const files = united([...new Set(lists.map(({ files }) => files))]);
  await inspection.settled();
  await inspection.checkBeyond(files, before.heads.length > 0 ? before.heads : anchor, most);
  const weighed = weighInspected(files, inspection, [...new Set([...anchor, ...before.heads])]);
  const remote = lists.find(({ ref }) => isRemote(ref));
  const there = new Set((remote ?? lists[0])?.files.map(({ name }) => name));
  const broken: Array<Weighed['broken'][number]> = [...weighed.broken];
  if (lists.length === 0) broken.unshift({ kind: 'rewound', message: 'The policy pins a ledger, and there is no branch mlops-ledger.' });
  else if (fetched?.tip === null) broken.unshift({ kind: 'rewound', message: `The policy pins a ledger, and there is no branch mlops-ledger on ${fetched.remote}: only this clone has one.` });
  else {
    const glimpsed = [...new Set([...before.glimpsed.values()].flat())];
    const gone = [...before.heads, ...glimpsed].find((name) => !there.has(name));
    if (gone !== undefined) broken.unshift(await lost(gone, remote === undefined ? 'this clone' : 'the remote', there, fetched?.before ?? null, repository, signal));
    // A look at every entry checks more than any did that only glimpsed: of that nobody can say that it changed.
    const seen = inspection.isWhole ? [] : (before.glimpsed.get(model) ?? []);
    const changed = [...inspection.changedSince(files, seen), ...fallen(inspection.holdingBack(files, seen), weighed)];
    broken.push(...altered(glimpsed, changed, weighed));
  }
  const sure = sureHeads(weighed.places, (name) => inspection.isSure(name));
  if (broken.length === 0) await memory.remember(repository.root, genesis, before, remembered(weighed, sure, looked, before, there));
  return { weighed: { ...weighed, broken }, genesis, sure, anchor: [...new Set([...anchor, ...(memory.isAnchor ? before.heads : [])])] };
}

/**
 * Of what the remote has: what is written here only may yet go with another history. What was glimpsed for other models stays until it
 * is sure: this look checked nothing of theirs.
 */
function remembered({ places, heads }: Weighed, all: readonly Digest[], { inspection, model }: Inspected, before: Remembered, there: ReadonlySet<Digest>): Remembered {
  const found = all.every((name) => there.has(name)) ? all : sureHeads(places, (name) => there.has(name) && inspection.isSure(name));
  const sure = found.length > 0 ? found : before.heads;
  const isSure = withAncestors(sure, (name) => places.get(name));
  const open = (of: readonly Digest[]) => of.filter((name) => !isSure.has(name));
  const glimpsed = new Map([...before.glimpsed].map(([of, names]) => [of, open(names)] as const));
  if (!inspection.isWhole) glimpsed.set(model, open(heads.filter((name) => there.has(name))));
  return { heads: sure, glimpsed };
}

/**
 * Of what was glimpsed its own signature was good, and what it builds on about the model that the look was for (`changed`). The rest
 * nobody had looked at: that may turn out to be forged, and holds nothing.
 */
function altered(glimpsed: readonly Digest[], changed: ReadonlyArray<readonly [Digest, string]>, { quarantined }: Weighed): Weighed['broken'] {
  const reasons = new Map(quarantined.map(({ name, reason }) => [name, reason]));
  const own = glimpsed.flatMap((name) => (reasons.has(name) && !standsOnBad(reasons.get(name)!) ? [[name, reasons.get(name)!] as const] : []));
  return [...new Map([...own, ...changed])].flatMap(([name, reason]) => {
    return isTakenByRoster(reason) ? [] : [{ kind: 'forged' as const, message: `Entry ${name.slice(0, 8)} was seen here before, and now does not count: ${reason}.` }];
  });
}

/**
 * A rejection that counted, and falls now with what it builds on and nobody had looked at: to lose it would let something through. Who may
 * reject could have held the model back anyway.
 */
function fallen(names: readonly Digest[], { quarantined }: Weighed): ReadonlyArray<readonly [Digest, string]> {
  const lost = new Set(names);
  return quarantined.flatMap(({ name, reason }) => (lost.has(name) && standsOnBad(reason) ? [[name, reason] as const] : []));
}

const isRemote = (ref: string) => ref.startsWith('refs/mlops/remotes/');

/** What was remembered is not there: cut off, or another history in its place, as what was fetched last tells. */
async function lost(gone: Digest, where: string, there: ReadonlySet<Digest>, last: string | null, repository: GitRepository, signal: AbortSignal): Promise<Weighed['broken'][number]> {
  const known = new Set((last === null ? [] : await ledgerFiles(repository, last, signal)).map(({ name }) => name));
  const isOther = known.has(gone) && [...there].some((name) => !known.has(name));
  const words = `Entry ${gone.slice(0, 8)} was in the ledger of ${where} when it was last read here, and is gone`;
  return isOther ? { kind: 'forked', message: `${words}; another history stands in its place.` } : { kind: 'rewound', message: `${words}.` };
}
