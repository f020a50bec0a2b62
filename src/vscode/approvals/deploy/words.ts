import type { Candidate } from '../../../core/governance/ledger/entry.ts';
import { movedParts, shortDigest } from '../../../core/governance/ledger/movedParts.ts';
import type { GateReport, GateRule } from '../../../core/model/gate.ts';
import type { ApprovalMetric } from '../../../protocol/approval.ts';
import type { Deployed } from '../../../services/governance/deployments.ts';
import { gatePreviewText } from '../../../services/governance/lensText.ts';
import type { EnvironmentStanding } from '../../../services/governance/standings.ts';
import { joined, type RowContext } from '../../views/rows/row.ts';
import { age, plain, value } from '../../views/rows/text.ts';
import { detailText } from '../detailText.ts';
import type { MoveFacts, MoveKind, Target, WayBack } from './bench.ts';

interface ChoiceText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const mostMetrics = 6;

/** An environment among the others: what runs there, and whether the gate lets the version through. */
export function environmentText({ env, running, gate, skips }: EnvironmentStanding, version: string, context: RowContext): ChoiceText {
  const runs = running === null ? 'nothing runs there yet' : running.entry.candidate.version === version ? `runs this version, deployed ${age(running.entry.claimedAt, context)}` : `runs ${plain(running.entry.candidate.version, 40)}, deployed ${age(running.entry.claimedAt, context)}`;
  if ('fault' in gate) return { label: `$(warning) ${plain(env, 80)}`, description: runs, detail: `cannot be judged: ${plain(gate.fault.message, 160)}` };
  const open = gate.report.rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').map(({ id }) => plain(id, 40));
  const verdict = joined([`the gate ${gatePreviewText(gate)}`, open.join(', ')], ' – ');
  const isFree = gate.report.decision === 'pass' && skips === null;
  return { label: `$(${isFree ? 'pass' : 'circle-slash'}) ${plain(env, 80)}`, description: runs, detail: skips === null ? verdict : `must run in ${plain(skips, 40)} first` };
}

export function wayBackText({ env, running, targets }: WayBack): ChoiceText {
  const [last] = targets;
  return { label: plain(env, 80), description: `runs ${plain(running.version, 40)}`, detail: `before it ran ${targets.length === 1 ? plain(last!.candidate.version, 40) : `${plain(last!.candidate.version, 40)}, and ${targets.length - 1} more`}` };
}

/** A version to go back to: when it came, and what would change. */
export function targetText({ candidate, deployedAt, by, metrics }: Target, running: Candidate, context: RowContext): ChoiceText {
  const changes = changeWords(running, candidate);
  return { label: plain(candidate.version, 80), description: `deployed ${age(deployedAt, context)} by ${plain(by, 40)}`, detail: joined([...metricWords(metrics).slice(0, 2), changes === '' ? 'nothing but the version changes' : `${changes} change`]) };
}

const partWords = { version: 'version', artifact: 'model files', commit: 'commit', data: 'data', params: 'params', metrics: 'metrics' } as const;

function changeWords(from: Candidate | null, to: Candidate): string {
  const words = movedParts(from, to).flatMap(({ part, changes }) => (changes && part !== 'version' ? [partWords[part]] : []));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** `auc 0.91 → 0.905`: what runs now first. */
function metricWords(metrics: readonly ApprovalMetric[]): string[] {
  return metrics.filter(({ candidate, champion }) => candidate !== null && champion !== null && candidate !== champion).map(({ name, candidate, champion, unit }) => `${plain(name, 40)} ${value(champion)} → ${value(candidate)}${unit === null ? '' : ` ${plain(unit, 12)}`}`);
}

/** What the editor's own dialog says: exactly what is signed, from what the host read just now. */
export function moveConfirmText({ kind, from, to, metrics, verdict, verdictReason, person, fingerprint, needsTouch, sets, reason, warnings }: MoveFacts): { readonly message: string; readonly detail: string; readonly button: string } {
  const [model, version, env] = [plain(to.model, 60), plain(to.version, 40), plain(to.env, 40)];
  const moves = movedParts(from, to).filter(({ part, changes }) => changes && part !== 'version' && part !== 'artifact');
  const measured = metricWords(metrics);
  return {
    message: kind === 'promote' ? `Promote ${model} ${version} to ${env}?` : `Roll ${env} of ${model} back to ${version}?`,
    detail: detailText({
      lines: [
        ['Model', `${to.model} ${to.version}`],
        ['Environment', to.env],
        ['Digest', `${to.artifact.slice(0, 16)}…`],
        ['', to.artifact],
        ...(to.commit === null ? [] : [['Commit', shortDigest(to.commit)] as const]),
        ['Replaces', from === null ? 'nothing yet' : from.artifact === to.artifact ? `${from.version}, with the same files` : `${from.version}, digest ${from.artifact.slice(0, 16)}…`],
        ...moves.map(({ part, now, then }) => [`Changes ${partWords[part]}`, `${shortDigest(now ?? '–')} → ${shortDigest(then ?? '–')}`] as const),
        ...(measured.length === 0 ? [] : [['Measured', joined([...measured.slice(0, mostMetrics), measured.length > mostMetrics && `${measured.length - mostMetrics} more`])] as const]),
        ['Sets', sets.length === 0 ? 'no field of a registry' : sets.join(', ')],
        ...(reason === '' ? [] : [['Reason', reason] as const]),
        ['You', person],
        ['Key', fingerprint],
        ['Gate now', `${verdict}: ${verdictReason}`],
      ],
      warnings,
      needsTouch,
    }),
    button: kind === 'promote' ? 'Sign Promotion' : 'Sign Roll-Back',
  };
}

/** Why it was not done: each rule that holds it back, with what was seen. */
export function refusedText(kind: MoveKind, { model, version, env, reason }: GateReport, blocking: readonly GateRule[]): string {
  const name = `${plain(model, 60)} ${plain(version ?? '', 40)}`.trim();
  const rules = blocking.map(({ id, observed, outcome }) => `${plain(id, 60)} (${outcome === 'fail' ? 'failed' : 'unknown'}: ${plain(observed, 80)})`);
  const why = rules.length === 0 ? plain(reason, 200) : rules.join('; ');
  return kind === 'promote' ? `The gate does not let ${name} go to ${plain(env, 40)}: ${why}.`.replace(/\.+$/, '.') : `${name} may not come back to ${plain(env, 40)}, because its approval does not hold: ${why}.`.replace(/\.+$/, '.');
}

/** What is done, what registries say now, and what is still to do. `labelOf`: of a source. */
export function doneText(kind: MoveKind, { to, from, entry, pointers, notSet, synced, problems }: Deployed, labelOf: (source: string) => string): { readonly message: string; readonly isWhole: boolean } {
  const env = plain(to.env, 40);
  const moved = kind === 'promote' ? `${plain(to.model, 60)} ${plain(to.version, 40)} runs in ${env}` : `${env} of ${plain(to.model, 60)} is back at ${plain(to.version, 40)}`;
  const failed = new Set(notSet.map(({ source }) => source));
  const unanswered = problems.filter(({ severity, source }) => severity === 'error' && !failed.has(source));
  const set = pointers.filter(({ source }) => !failed.has(source)).map(({ field, source, version }) => `${plain(field, 60)} of ${plain(labelOf(source), 40)} points to ${plain(version ?? 'nothing', 40)}`);
  return {
    message: [
      `${moved}${from === null || from.version === to.version ? '' : `, after ${plain(from.version, 40)}`}: entry ${(entry ?? '').slice(0, 8)} is signed.`,
      ...(set.length === 0 ? [] : [`${set.join(', ')}.`]),
      ...notSet.map(({ field, source, fault }) => `${plain(field, 60)} of ${plain(labelOf(source), 40)} was not set: ${plain(fault.message, 160)}`),
      ...unanswered.slice(0, 2).map(({ source, message }) => `${plain(labelOf(source), 40)} was not asked or did not answer, so what it holds may be old: ${plain(message, 160)}`),
      ...(synced?.queued ? [`It is kept here and not pushed yet: ${plain(synced.queued.message, 160)}`] : []),
    ].join(' '),
    isWhole: notSet.length === 0 && unanswered.length === 0 && !synced?.queued,
  };
}
