import { fail } from '../../core/base/fault.ts';
import { decide } from '../../core/governance/decision/decide.ts';
import { caseOf } from '../../core/governance/ledger/caseOf.ts';
import type { LedgerFile } from '../../core/governance/ledger/ledgerFile.ts';
import { maxTextBytes } from '../../core/governance/ledger/freeText.ts';
import type { Weighed } from '../../core/governance/ledger/weigh.ts';
import type { PackInput } from '../../core/governance/pack/packInput.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import { gateReport } from './gate.ts';
import type { Governance, GateOptions } from './governance.ts';
import { ledgerFiles, ledgerTips, textPath, united } from './ledgerFiles.ts';
import { makersOf } from './makers.ts';
import { signedCard } from './packCard.ts';
import { keptResults } from './packResults.ts';
import { policyPath, rosterPath, type Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';

export interface PackSource {
  readonly input: PackInput;
  readonly problems: readonly Problem[];
}

/**
 * What a pack of one decision is made of. The decision is made now, as the gate makes it, with the signature of every entry checked.
 * Throws what the gate throws, and `invalid` where there was nothing to decide by.
 */
export async function decisionSource(machine: Machine, governance: Governance, model: string, env: string, options: GateOptions, signal: AbortSignal): Promise<PackSource> {
  const { repository, prefix } = await governance.place(signal);
  const { report, found, trusted, view, problems } = await governance.gate(model, env, options, signal);
  if (found === null || trusted === null || view === null) throw fail('invalid', `There is no decision to hand over: ${report.reason}`, { hint: 'A pack needs a policy, a roster and a ledger: see “mlops approvals init”.' });
  const now = report.evaluatedAt;
  const { candidate } = found;
  const all = { ...governed(await governance.ledger(trusted, { anchor: view.anchor, fetches: false }, signal)), anchor: view.anchor };
  const about = caseOf(all.weighed, candidate, Date.parse(now));
  const makers = await makersOf(machine, repository, { candidate, base: about.base?.entry.candidate ?? null, run: found.run, trusted, fetches: false }, signal);
  const decision = decide({ policy: trusted.policy, candidate, weighed: all.weighed, makers, anchor: all.anchor, now });
  const gate = gateReport({ model: candidate.model, version: candidate.version, env, trusted, view: all, candidate, now }, decision, prefix);
  const items = about.evidence.toSorted((a, b) => a.entry.seq - b.entry.seq).flatMap(({ entry }) => entry.items);
  const kept = await keptResults(machine.files, repository.root, items, found);
  const card = await signedCard(machine.files, repository.root, items);
  const input = await sourceOf(repository, prefix, trusted, all, signal);
  return { input: { ...input, judged: { gate, candidate, makers, results: kept.results, files: found.files, card } }, problems: [...problems, ...kept.problems] };
}

/** What a pack of the whole ledger is made of. */
export async function ledgerSource(governance: Governance, options: GateOptions, signal: AbortSignal): Promise<PackSource> {
  const { repository, prefix } = await governance.place(signal);
  const trusted = governed((await governance.trusted(options, signal)).trusted);
  const view = governed(await governance.ledger(trusted, { anchor: options.anchor ?? [], fetches: options.fetches }, signal));
  return { input: await sourceOf(repository, prefix, trusted, view, signal), problems: [] };
}

async function sourceOf(repository: GitRepository, prefix: string, { ref, commit, roster }: Trusted, { weighed, genesis, anchor }: LedgerView, signal: AbortSignal): Promise<PackInput> {
  const [policy, people] = await repository.objects([policyPath, rosterPath].map((path) => `${commit}:${prefix === '' ? path : `${prefix}/${path}`}`), signal);
  if (!policy || !people) throw fail('notFound', `Policy or roster is gone from ${commit.slice(0, 7)}.`, { hint: 'Fetch the protected branch, and try again.' });
  const tips = (await ledgerTips(repository, signal)).map((tip) => tip.commit);
  const ledger = united(await Promise.all(tips.map((tip) => ledgerFiles(repository, tip, signal))));
  return { governed: { ref, commit, policy: policy.bytes, roster: people.bytes }, people: roster, genesis, anchor, ledger: counting(ledger, weighed), weighed, texts: await textsOf(repository, tips, weighed, signal), judged: null };
}

/** Only what was weighed: an entry that came meanwhile is of another pack. */
function counting(ledger: readonly LedgerFile[], { counted, quarantined }: Weighed): LedgerFile[] {
  const names = new Set([...counted.keys(), ...quarantined.map(({ name }) => name)]);
  return ledger.filter(({ name }) => names.has(name));
}

const salted = 65;

/** Id → bytes, of texts that are there on every side: erased on one is erased. */
async function textsOf(repository: GitRepository, tips: readonly string[], { counted }: Weighed, signal: AbortSignal): Promise<Map<string, Uint8Array>> {
  const ids = [...counted.values()].flatMap(({ entry }) => entry.text?.id ?? []);
  const objects = await repository.objects(ids.flatMap((id) => tips.map((tip) => `${tip}:${textPath(id)}`)), signal, { maxBytes: maxTextBytes + salted });
  const texts = new Map<string, Uint8Array>();
  ids.forEach((id, at) => {
    const sides = objects.slice(at * tips.length, (at + 1) * tips.length).flatMap((object) => (object?.type === 'blob' && object.tooLarge === undefined ? [object.bytes] : []));
    const [first] = sides;
    if (first !== undefined && sides.every(({ length }) => length > 0)) texts.set(id, first);
  });
  return texts;
}

function governed<T extends object>(found: T | Ungoverned): T {
  if ('unknown' in found) throw fail('invalid', found.unknown, { hint: found.hint });
  return found;
}
