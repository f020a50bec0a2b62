import { findingsOf, gateTitle, isBlocking } from '../core/governance/report/findings.ts';
import type { GateReport, GateRule } from '../core/model/gate.ts';
import { clean, type Style } from './style.ts';
import { shortTime } from './table.ts';

/** A gate for a person: each rule, why what does not pass does not, and what the decision rests on. */
export function gateText(report: GateReport, style: Style): string {
  const findings = findingsOf(report);
  const width = Math.max(...findings.map(({ id }) => [...clean(id)].length));
  const lines = findings.flatMap((finding) => {
    const { id, outcome, expected, observed, reason, at } = finding;
    const head = `${word(outcome, style)}${' '.repeat(8 - outcome.length)}${style.bold(clean(id))}${' '.repeat(width - [...clean(id)].length)}  ${clean(observed)} ${style.dim(`(expected: ${clean(expected)})`)}`;
    if (outcome === 'pass') return [head];
    const place = at === null || !isBlocking(finding) ? '' : style.dim(`  ${clean(at.path)}:${at.range.start.line + 1}`);
    return [head, `        ${clean(reason)}${place}`];
  });
  const facts = [
    ['model', report.modelDigest],
    ['policy', report.policyCommit === null ? null : `${report.policyCommit} ${report.policyRef ?? ''}`.trim()],
    ['evidence', report.evidenceDigest],
    ['ledger', report.ledgerHead],
    ['at', shortTime(report.evaluatedAt)],
  ].flatMap(([name = '', value]) => (value === null || value === undefined || value === '' ? [] : [style.dim(`${(name ?? '').padEnd(8)} ${clean(value)}`)]));
  return [`${style.bold(clean(gateTitle(report)))}\n`, ...lines, '', ...facts, '', `${style.bold('decision')} ${word(report.decision, style)}: ${clean(report.reason)}`].join('\n');
}

function word(outcome: GateRule['outcome'], style: Style): string {
  if (outcome === 'pass') return style.good(outcome);
  return outcome === 'fail' ? style.bad(outcome) : style.warn(outcome);
}
