import { sha256 } from '../../base/sha256.ts';
import type { GateReport } from '../../model/gate.ts';
import { findingsOf, gateTitle, isBlocking, type GateFinding } from './findings.ts';

const policyPath = '.mlops/policy.yaml';

/**
 * A gate as SARIF 2.1.0, one line of JSON, for the lines of a pull request. Failed and unknown rules are errors: SARIF knows no level for
 * what is not known, and anything less would be looked over. What is waived is an error that somebody accepted. Rules that pass are
 * among the tool's rules and no result: code scanning makes an alert of every result, whatever its kind says.
 */
export function gateSarif(report: GateReport): string {
  const findings = findingsOf(report);
  const { rules: _rules, ...facts } = report;
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mlops gate', rules: findings.map(ruleOf) } },
        automationDetails: { id: `mlops-gate/${uriPart(report.model)}/${uriPart(report.env)}/` },
        invocations: [{ executionSuccessful: true, endTimeUtc: report.evaluatedAt }],
        columnKind: 'utf16CodeUnits',
        results: findings.flatMap((finding, ruleIndex) => (finding.outcome === 'pass' ? [] : [resultOf(report, finding, ruleIndex)])),
        properties: facts,
      },
    ],
  };
  return `${JSON.stringify(log)}\n`;
}

function ruleOf({ id, expected }: GateFinding) {
  return { id, shortDescription: { text: `Expected: ${expected}` }, defaultConfiguration: { level: 'error' } };
}

function resultOf(report: GateReport, finding: GateFinding, ruleIndex: number) {
  const { id, outcome, expected, observed, reason } = finding;
  const word = { fail: 'Failed', unknown: 'Unknown, which blocks as a failure does', waived: 'Waived', pass: 'Passed' }[outcome];
  return {
    ruleId: id,
    ruleIndex,
    kind: 'fail',
    level: 'error',
    message: { text: `${word}: ${gateTitle(report)}, ${id}. ${reason} Expected: ${expected}. Observed: ${observed}.` },
    locations: [{ physicalLocation: placeOf(finding) }],
    partialFingerprints: { 'mlopsGate/v1': sha256(JSON.stringify([report.model, report.env, id])) },
    ...(isBlocking(finding) ? {} : { suppressions: [{ kind: 'external', status: 'accepted', justification: reason }] }),
    properties: { outcome, expected, observed },
  };
}

/** Without a place of its own a finding is shown at the head of the policy: a result that has none is not shown at all. */
function placeOf({ at }: GateFinding) {
  const path = at?.path ?? policyPath;
  return {
    artifactLocation: { uri: path.replaceAll('\\', '/').split('/').map(uriPart).join('/'), uriBaseId: '%SRCROOT%' },
    region:
      at === null
        ? { startLine: 1 }
        : { startLine: at.range.start.line + 1, startColumn: at.range.start.character + 1, endLine: at.range.end.line + 1, endColumn: at.range.end.character + 1 },
  };
}

/** Half a surrogate pair has no place in an address. */
function uriPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
