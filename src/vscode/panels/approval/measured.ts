import type { Direction } from '../../../core/compare/comparison.ts';
import { guessDirection, type MetricDirections } from '../../../core/compare/direction.ts';
import type { Said } from '../../../core/governance/ledger/caseOf.ts';
import type { EvidenceItem } from '../../../core/governance/ledger/entry.ts';
import type { PolicyModel, Policy } from '../../../core/governance/policy/policy.ts';
import { asNumber } from '../../../core/model/value.ts';
import type { ApprovalDrift, ApprovalMetric, ApprovalSlice } from '../../../protocol/approval.ts';

type Value = EvidenceItem['values'] extends ReadonlyMap<string, infer R> ? R : never;

/** A value as it was last said, with when. */
export interface Told extends Value {
  readonly asOf: string;
  readonly from: string;
}

/** What counts for this environment, by path; what was said later replaces what was said before. */
export function toldBy(evidence: ReadonlyArray<Said<'evidence'>>, model: PolicyModel | undefined, env: string): ReadonlyMap<string, Told> {
  const from = model?.evidenceFrom.get(env);
  const told = new Map<string, Told>();
  for (const { entry } of evidence.filter(({ signer }) => from === undefined || signer.roles.some((role) => from.includes(role))).toSorted((a, b) => a.entry.seq - b.entry.seq)) {
    for (const item of entry.items) for (const [path, value] of item.values) told.set(path, { ...value, asOf: item.asOf, from: item.from });
  }
  return told;
}

const setForm = /^(train|training|val|valid|validation|dev|test|eval|evaluation|holdout|oot)\.(.+)$/;
const isInterval = (path: string) => /\.(lower95|upper95)$/.test(path);

/** One row a metric. A metric that stands under several names stands once: by its set, where it has one. */
export function metricRows(candidate: ReadonlyMap<string, Told>, champion: ReadonlyMap<string, Told>, directions: MetricDirections, policy: Policy): ApprovalMetric[] {
  const names = [...new Set([...candidate.keys(), ...champion.keys()])].filter((path) => path.startsWith('metrics.') && !isInterval(path)).map((path) => path.slice('metrics.'.length));
  const inSets = names.filter((name) => setForm.test(name));
  const kept = [...inSets, ...names.filter((name) => !setForm.test(name) && !inSets.some((one) => name.endsWith(setForm.exec(one)![2]!)))];
  const isOnly = new Set(inSets.map((name) => setForm.exec(name)![1])).size <= 1;
  return kept
    .map((name): ApprovalMetric => {
      const [own, other] = [candidate.get(`metrics.${name}`), champion.get(`metrics.${name}`)];
      const [now, before] = [asNumber(own?.value), asNumber(other?.value)];
      const plain = setForm.exec(name)?.[2] ?? name;
      return {
        name: isOnly ? plain : name,
        candidate: shownValue(own),
        champion: shownValue(other),
        delta: now === undefined || before === undefined || !Number.isFinite(now - before) ? null : now - before,
        direction: directionOf(name, plain, directions, policy),
        unit: own?.unit ?? other?.unit ?? null,
        samples: own?.samples ?? null,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function directionOf(name: string, plain: string, directions: MetricDirections, { rules }: Policy): Direction | null {
  const ruled = rules.flatMap(({ check }) => (check.kind === 'champion' && check.metric === plain ? [check.direction === 'higher' ? ('maximize' as const) : ('minimize' as const)] : []))[0];
  return ruled ?? directions.get(name) ?? directions.get(plain) ?? guessDirection(plain);
}

function shownValue(told: Told | undefined): number | string | null {
  if (told === undefined) return null;
  return typeof told.value === 'boolean' ? String(told.value) : told.value;
}

/** By metric and column: the largest gaps first, in each the lowest group. */
export function sliceRows(told: ReadonlyMap<string, Told>): ApprovalSlice[] {
  const groups = new Map<string, { readonly metric: string; readonly column: string; readonly asOf: string; readonly groups: Array<ApprovalSlice['groups'][number]> }>();
  for (const [path, one] of told) {
    const parts = path.split('.');
    if (parts[0] !== 'slices' || parts.length < 4) continue;
    const metric = parts.slice(1, -2).join('.');
    const [column, value] = parts.slice(-2).map((part) => part.replaceAll('%2E', '.').replaceAll('%25', '%'));
    const key = JSON.stringify([metric, column]);
    const group = groups.get(key) ?? { metric, column: column ?? '', asOf: one.asOf, groups: [] };
    group.groups.push({ value: value ?? '', metric: shownValue(one) ?? '', samples: one.samples });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ groups: all, ...rest }): ApprovalSlice => {
      const numbers = all.map(({ metric }) => metric).filter((value) => typeof value === 'number');
      return { ...rest, groups: all.toSorted((a, b) => (typeof a.metric === 'number' && typeof b.metric === 'number' ? a.metric - b.metric : 0)), gap: numbers.length < 2 ? null : Math.max(...numbers) - Math.min(...numbers) };
    })
    .sort((a, b) => (b.gap ?? -1) - (a.gap ?? -1) || (a.metric < b.metric ? -1 : 1));
}

export function driftRow(told: ReadonlyMap<string, Told>): Omit<ApprovalDrift, 'canOpen'> | null {
  const verdict = told.get('drift.verdict');
  if (verdict === undefined) return null;
  const numberOf = (path: string) => asNumber(told.get(path)?.value) ?? null;
  const largest = [...told].flatMap(([path, { value }]) => (path.startsWith('drift.largest.') && typeof value === 'number' ? [{ measure: path.slice('drift.largest.'.length), value }] : []));
  return { verdict: String(verdict.value), shareDrifted: numberOf('drift.shareDrifted'), columns: numberOf('drift.columns'), largest, asOf: verdict.asOf, from: verdict.from };
}
