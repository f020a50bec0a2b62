import type { Digest } from '../../core/governance/ledger/entry.ts';
import { isTakenByRoster, type Weighed } from '../../core/governance/ledger/weigh.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { HeldPointer } from './mirrors.ts';
import type { LedgerView } from './trusted.ts';

const digest = /^[0-9a-f]{64}$/;
/**
 * The ledger held against what registries' own fields say it had when they were set: they are systems of their own, so they remember
 * what the ledger's remote could forget. Whoever may write such a field may write anything, so only a deployment of this model is
 * taken: a text that is no digest and an entry of another kind are told and hold nothing. A digest that the ledger has not is a rewind.
 */
export function heldAgainstRegistries(view: LedgerView, model: string, pointers: readonly HeldPointer[]): { readonly view: LedgerView; readonly problems: readonly Problem[] } {
  const anchor = new Set(view.anchor);
  const broken: Array<Weighed['broken'][number]> = [];
  const problems: Problem[] = [];
  const reasons = new Map(view.weighed.quarantined.map(({ name, reason }) => [name, reason]));
  for (const { source, field, entry } of pointers) {
    if (entry === null) continue;
    const found = judged(entry, model, `${field} of ${source}`, view.weighed, reasons);
    if (found === null) anchor.add(entry);
    else if ('broken' in found) broken.push(found.broken);
    else problems.push(problemOf(source, { code: 'corrupt', message: `${field} of ${model} says that it was set for ${found.no}.`, hint: 'Whoever may write there can write anything: see “mlops gate --audit”.' }, 'warning'));
  }
  return { view: { ...view, weighed: { ...view.weighed, broken: [...view.weighed.broken, ...broken] }, anchor: [...anchor] }, problems };
}

/** Null: the ledger is held against it. */
function judged(entry: Digest, model: string, place: string, { counted, places }: Weighed, reasons: ReadonlyMap<Digest, string>): null | { readonly broken: Weighed['broken'][number] } | { readonly no: string } {
  if (!digest.test(entry)) return { no: `${JSON.stringify(entry.slice(0, 80))}, which is no digest of an entry` };
  const short = entry.slice(0, 8);
  const body = counted.get(entry)?.entry;
  if (body !== undefined) {
    const isDeployment = body.kind === 'deploy' || body.kind === 'rollback';
    return isDeployment && body.candidate.model === model ? null : { no: `entry ${short}, which is ${isDeployment ? `a ${body.kind} of ${body.candidate.model}` : `a ${body.kind}`}` };
  }
  const reason = reasons.get(entry);
  if (reason === undefined && places.has(entry)) return { no: `entry ${short}, which is about another model` };
  if (reason === undefined) return { broken: { kind: 'rewound', message: `Entry ${short}, which ${place} names, is not in the ledger.` } };
  // Somebody changed it, or what it builds on.
  if (!isTakenByRoster(reason)) return { broken: { kind: 'forged', message: `Entry ${short}, which ${place} names, does not count: ${reason}.` } };
  // Its place is kept, so that what was deployed under a key that was stolen later still holds the ledger.
  return reason.endsWith('revoked key') && !reason.includes('builds on') ? null : { no: `entry ${short}, which does not count: ${reason}` };
}
