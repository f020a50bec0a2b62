import { sha256 } from '../../base/sha256.ts';
import { escapeMarkdown } from '../../compare/markdown.ts';
import type { GateReport } from '../../model/gate.ts';
import { findingsOf, gateTitle, isBlocking, type GateFinding } from './findings.ts';

/** A comment may be 65,536 characters long; escaped text is up to five times as long as what it says. */
const longest = { missing: 20_000, rows: 30_000, cell: 240 };

const words: Readonly<Record<GateFinding['outcome'], string>> = { pass: '✅ pass', fail: '❌ **fail**', unknown: '❓ **unknown**', waived: '⚠️ waived' };

/** First line of the comment of a gate, invisible: by it the comment of an earlier run is found and written anew. */
export function gateMarker({ model, env }: Pick<GateReport, 'model' | 'env'>): string {
  return `<!-- mlops-gate:${sha256(JSON.stringify([model, env])).slice(0, 16)} -->`;
}

/** A gate as the comment of a pull request: the verdict, what is missing and what to do, every rule, and what it rests on. Text from outside stays text. */
export function gateMarkdown(report: GateReport): string {
  const findings = [...findingsOf(report)].sort((a, b) => Number(isBlocking(b)) - Number(isBlocking(a)));
  const missing = within(longest.missing, findings.filter(isBlocking).map((finding) => `- **${cell(finding.id)}**${placeOf(finding)}: ${cell(finding.reason)} ${nextStep(finding)}`), (more) => `- and ${more} more`);
  const rows = within(longest.rows, findings.map(({ id, outcome, expected, observed }) => `| ${cell(id)} | ${words[outcome]} | ${cell(expected)} | ${cell(observed)} |`), (more) => `| and ${more} more | | | |`);
  const parts = [
    `${gateMarker(report)}\n## ${words[report.decision]}: ${cell(gateTitle(report))}\n\n${cell(report.reason)}`,
    missing === '' ? '' : `### What is missing\n\n${missing}`,
    `### Rules\n\n| rule | result | expected | observed |\n| --- | --- | --- | --- |\n${rows}`,
    factsOf(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Lines up to a length in all, and how many more there are. */
function within(most: number, lines: readonly string[], rest: (more: number) => string): string {
  let length = 0;
  const shown = lines.filter((line) => (length += line.length) <= most);
  return [...shown, ...(shown.length < lines.length ? [rest(lines.length - shown.length)] : [])].join('\n');
}

function nextStep({ outcome, id }: GateFinding): string {
  if (id === 'gate') return 'Look at the log of the gate: no rule was held against the evidence.';
  return outcome === 'unknown' ? 'Nobody knows whether it holds: bring the evidence, then run the gate again.' : 'Mend it, or ask for a waiver where the policy allows one.';
}

function factsOf(report: GateReport): string {
  const rows: Array<[name: string, value: string | null]> = [
    ['model', report.modelDigest?.slice(0, 16) ?? null],
    ['policy', report.policyCommit === null ? null : `${report.policyCommit.slice(0, 12)}${report.policyRef === null ? '' : ` of ${report.policyRef}`}`],
    ['evidence', report.evidenceDigest?.slice(0, 16) ?? null],
    ['ledger', report.ledgerHead === null ? null : report.ledgerHead.split(',').map((head) => head.slice(0, 16)).join(', ')],
    ['at', report.evaluatedAt],
  ];
  return rows.filter(([, value]) => value !== null && value !== '').map(([name, value]) => `${name} ${cell(value ?? '')}`).join(' · ');
}

function placeOf({ at }: GateFinding): string {
  return at === null ? '' : ` (${cell(at.path)}:${at.range.start.line + 1})`;
}

function cell(text: string): string {
  // A hostile text may be long: as many units hold at least the characters that are shown.
  const characters = [...text.slice(0, 2 * longest.cell + 2)];
  return escapeMarkdown(characters.length > longest.cell ? `${characters.slice(0, longest.cell - 1).join('')}…` : text);
}
