import type { GateReport } from '../../../../src/core/model/gate.ts';

const digest = (digit: string) => digit.repeat(64);
const place = (path: string, line: number) => ({ path, range: { start: { line, character: 2 }, end: { line: line + 1, character: 0 } } });

export const gateReport: GateReport = {
  decision: 'fail',
  reason: '1 rule fails, 1 is unknown.',
  model: 'churn',
  version: '7',
  env: 'production',
  modelDigest: digest('a'),
  rules: [
    { id: 'two-people', outcome: 'pass', expected: '2 approvals', observed: '2', reason: 'Both decided.', at: place('.mlops/policy.yaml', 9) },
    { id: 'beats-champion', outcome: 'fail', expected: 'auc at least 0.005 above', observed: '0.84', reason: 'auc is 0.01 below the champion.', at: place('conf/my params.yaml', 4) },
    { id: 'calm-inputs', outcome: 'unknown', expected: 'psi at most 0.2', observed: 'nothing', reason: 'There is no evidence of drift.', at: null },
    { id: 'reproducible', outcome: 'waived', expected: 'L3', observed: 'L1', reason: 'Waived by pia until 2026-12-01.', at: place('.mlops/policy.yaml', 20) },
  ],
  policyDigest: digest('b'),
  policyCommit: 'c'.repeat(40),
  policyRef: 'refs/remotes/origin/main',
  rosterDigest: digest('d'),
  evidenceDigest: digest('e'),
  ledgerHead: digest('f'),
  anchor: null,
  evaluatedAt: '2026-11-26T05:00:00.000Z',
};

/** No rule was held against anything. */
export const withoutPolicy: GateReport = { ...gateReport, decision: 'unknown', reason: 'There is no policy at origin/main.', rules: [], policyDigest: null, policyCommit: null, policyRef: null, evidenceDigest: null, ledgerHead: null, modelDigest: null };

const markup = '</table><script>alert(1)</script> [x](https://evil.example) ![i](javascript:x) `c` | b | @everyone --> <!-- \u001b[2J \u202e]]> \u0000 \ud800 & "quoted"\n# head\r\n| a | b |';

/** Every text of outside tries to be more than text. */
export const hostile: GateReport = {
  ...gateReport,
  reason: markup,
  model: markup,
  version: markup,
  env: markup,
  policyRef: markup,
  rules: gateReport.rules.map((rule) => ({ ...rule, id: `${rule.id} ${markup}`, expected: markup, observed: markup, reason: markup, at: rule.at && { ...rule.at, path: `../${markup}` } })),
};
