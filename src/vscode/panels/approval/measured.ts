import type { Direction } from '../../../core/compare/comparison.ts';
import { guessDirection, type MetricDirections } from '../../../core/compare/direction.ts';
import type { Said } from '../../../core/governance/ledger/caseOf.ts';
import type { EvidenceItem } from '../../../core/governance/ledger/entry.ts';
import { isRowCount } from '../../../core/governance/evidence/metricsEvidence.ts';
import { otherNames } from '../../../core/governance/evidence/biasEvidence.ts';
import type { PolicyModel } from '../../../core/governance/policy/policy.ts';
import type { RuleCheck } from '../../../core/governance/policy/rules/kinds.ts';
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
  const isTaken = takenFrom(model, env);
  const told = new Map<string, Told>();
  for (const { entry } of evidence.filter(({ signer }) => isTaken(signer)).toSorted((a, b) => a.entry.seq - b.entry.seq)) {
    for (const item of entry.items) for (const [path, value] of item.values) told.set(path, { ...value, asOf: item.asOf, from: item.from });
  }
  return told;
}

/** Whose evidence the policy takes for this environment. */
export function takenFrom(model: PolicyModel | undefined, env: string): (signer: { readonly roles: readonly string[] }) => boolean {
  const from = model?.evidenceFrom.get(env);
  return ({ roles }) => from === undefined || roles.some((role) => from.includes(role));
}

const setForm = /^(train|training|val|valid|validation|dev|test|eval|evaluation|holdout|oot)\.(.+)$/;
const isInterval = (path: string) => /\.(lower95|upper95)$/.test(path);

/**
 * One row a metric, those that a rule asks for first. A metric that stands under several names stands once: by its set, where it has one,
 * and by the name that people know. How many rows were measured is no metric.
 */
export function metricRows(candidate: ReadonlyMap<string, Told>, champion: ReadonlyMap<string, Told>, directions: MetricDirections, checks: readonly RuleCheck[]): ApprovalMetric[] {
  const paths = new Set([...candidate.keys(), ...champion.keys()].filter((path) => path.startsWith('metrics.') && !isInterval(path)));
  const names = [...paths].map((path) => path.slice('metrics.'.length)).filter((name) => !isRowCount(name) && !isTwin(name, (other) => paths.has(`metrics.${other}`)));
  const inSets = names.filter((name) => setForm.test(name));
  const kept = [...inSets, ...names.filter((name) => !setForm.test(name) && !inSets.some((one) => name.endsWith(setForm.exec(one)![2]!)))];
  const asked = checks.flatMap((check) => (check.kind === 'champion' ? [check.metric] : check.kind === 'metric' ? [check.path.replace(/^(m|metrics)\./, '')] : []));
  const isAsked = (name: string) => asked.some((one) => one === name || (setForm.exec(one)?.[2] ?? one) === (setForm.exec(name)?.[2] ?? name));
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
        direction: directionOf(name, plain, directions, checks),
        unit: own?.unit ?? other?.unit ?? null,
        samples: own?.samples ?? null,
      };
    })
    .sort((a, b) => Number(isAsked(b.name)) - Number(isAsked(a.name)) || (a.name < b.name ? -1 : 1));
}

function directionOf(name: string, plain: string, directions: MetricDirections, checks: readonly RuleCheck[]): Direction | null {
  const ruled = checks.flatMap((check) => (check.kind === 'champion' && check.metric === plain ? [check.direction === 'higher' ? ('maximize' as const) : ('minimize' as const)] : []))[0];
  return ruled ?? directions.get(name) ?? directions.get(plain) ?? guessDirection(plain);
}

function shownValue(told: Told | undefined): number | string | null {
  if (told === undefined) return null;
  return typeof told.value === 'boolean' ? String(told.value) : told.value;
}

/** `recall` and `true_positive_rate` are one: it stands by the first of them. */
function isTwin(name: string, has: (other: string) => boolean): boolean {
  const [, start = '', last = ''] = /^(.*\.)?([^.]+)$/.exec(name) ?? [];
  const other = otherNames[last];
  return other !== undefined && has(`${start}${other}`);
}

/** By metric and column: what a rule asks for first, then the largest gaps; in each the lowest group. */
export function sliceRows(told: ReadonlyMap<string, Told>, checks: readonly RuleCheck[]): ApprovalSlice[] {
  const asked = checks.flatMap((check) => (check.kind === 'slice_gap' ? [check] : []));
  const groups = new Map<string, { readonly metric: string; readonly column: string; readonly asOf: string; readonly groups: Array<ApprovalSlice['groups'][number]> }>();
  for (const [path, one] of told) {
    const parts = path.split('.');
    if (parts[0] !== 'slices' || parts.length < 4) continue;
    const metric = parts.slice(1, -2).join('.');
    const [column, value] = parts.slice(-2).map((part) => part.replaceAll('%2E', '.').replaceAll('%25', '%'));
    if (isTwin(metric, (other) => told.has(['slices', other, ...parts.slice(-2)].join('.')))) continue;
    const key = JSON.stringify([metric, column]);
    const group = groups.get(key) ?? { metric, column: column ?? '', asOf: one.asOf, groups: [] };
    group.groups.push({ value: value ?? '', metric: shownValue(one) ?? '', samples: one.samples });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ groups: all, ...rest }): ApprovalSlice => {
      const numbers = all.map(({ metric }) => metric).filter((value) => typeof value === 'number');
      return { ...rest, isAsked: asked.some(({ metric, by }) => metric === rest.metric && by.includes(rest.column)), groups: all.toSorted((a, b) => (typeof a.metric === 'number' && typeof b.metric === 'number' ? a.metric - b.metric : 0)), gap: numbers.length < 2 ? null : Math.max(...numbers) - Math.min(...numbers) };
    })
    .sort((a, b) => Number(b.isAsked) - Number(a.isAsked) || (b.gap ?? -1) - (a.gap ?? -1) || (a.metric < b.metric ? -1 : 1));
}

/** Measures that people of the field know without a table; what a rule asks for stands besides. */
const shownMeasures = ['psi', 'ks', 'js', 'chi2'];

export function driftRow(told: ReadonlyMap<string, Told>, checks: readonly RuleCheck[]): Omit<ApprovalDrift, 'canOpen'> | null {
  const verdict = told.get('drift.verdict');
  if (verdict === undefined) return null;
  const numberOf = (path: string) => asNumber(told.get(path)?.value) ?? null;
  const shown = new Set([...checks.flatMap((check) => (check.kind === 'drift' && check.measure !== null ? [check.measure] : [])), ...shownMeasures]);
  const largest = [...told].flatMap(([path, { value }]) => (path.startsWith('drift.largest.') && typeof value === 'number' ? [{ measure: path.slice('drift.largest.'.length), value }] : [])).filter(({ measure }) => shown.has(measure));
  return { verdict: String(verdict.value), shareDrifted: numberOf('drift.shareDrifted'), columns: numberOf('drift.columns'), largest, asOf: verdict.asOf, from: verdict.from };
}
