import { sha256 } from '../../../src/core/base/sha256.ts';
import type { ApprovalPicture, ApprovalRule } from '../../../src/protocol/approval.ts';

const at = (line: number) => ({ path: '.mlops/policy.yaml', range: { start: { line, character: 4 }, end: { line, character: 20 } } });
const rule = (id: string, outcome: ApprovalRule['outcome'], cause: ApprovalRule['cause'], line: number, expected: string, observed: string, reason: string, canWaive = false): ApprovalRule => ({ id, outcome, cause, expected, observed, reason, at: at(line), canWaive });

const request = sha256('request');
const artifact = sha256('weights');
const six = { version: '6', artifact: sha256('weights 6'), since: '2026-01-02T09:00:00.000Z', commit: 'b'.repeat(40) };

/** Churn 7 on its way to production: one of two has approved, the drift report is old. */
export function approvalPicture(more: Partial<ApprovalPicture> = {}): ApprovalPicture {
  return {
    id: sha256('shown'),
    subject: { reference: 'churn:7', env: 'production' },
    report: {
      decision: 'fail',
      reason: '1 of 5 rules failed: two-people.',
      model: 'churn',
      version: '7',
      env: 'production',
      modelDigest: artifact,
      policyDigest: sha256('policy'),
      policyCommit: 'c'.repeat(40),
      policyRef: 'refs/remotes/origin/main',
      rosterDigest: sha256('roster'),
      evidenceDigest: sha256('evidence'),
      ledgerHead: sha256('head'),
      anchor: sha256('anchor'),
      evaluatedAt: '2026-02-01T12:00:00.000Z',
    },
    commit: 'a'.repeat(40),
    request: { digest: request, by: 'alice', claimedAt: '2026-01-30T12:00:00.000Z' },
    changed: [],
    rules: [
      rule('beats-champion', 'pass', 'run', 7, 'auc on test higher by at least 0.005', 'auc 0.912, 0.901 runs', 'Better by 0.011.'),
      rule('calm-inputs', 'unknown', 'drift', 12, 'psi of every column at most 0.2, data at most 7d old', '9 days old', 'The data of the drift report ended 9 days ago.', true),
      rule('fair-across-groups', 'waived', 'run', 15, 'recall differs by at most 0.05', '0.08', 'The gap is 0.08. Waived by rita until 2026-02-20.'),
      rule('two-people', 'fail', 'history', 20, '1 × ml-lead, 1 × risk, not the author, requester', '1 of 2 approvals', '1 of 2 approvals. alice is the requester.'),
      rule('pinned-inputs', 'pass', 'code', 30, 'data by dvc, a clean commit, params, a lock file', 'all pinned', 'Everything that went in is kept.'),
    ],
    running: six,
    champion: six,
    isRunning: false,
    metrics: [
      { name: 'auc', candidate: 0.912, champion: 0.901, delta: 0.011, direction: 'maximize', unit: null, samples: 6000 },
      { name: 'logloss', candidate: 0.31, champion: 0.29, delta: 0.02, direction: 'minimize', unit: null, samples: 6000 },
      { name: 'p95', candidate: 'NaN', champion: 80, delta: null, direction: null, unit: 'ms', samples: null },
    ],
    params: [
      { key: 'lr', values: [0.05, 0.1], differs: true },
      { key: 'depth', values: [6, 6], differs: false },
    ],
    data: [{ name: 'data/train.csv', values: ['md5:1111aaaa', 'md5:2222bbbb'], differs: true }],
    hasRuns: { candidate: true, champion: true },
    hasCard: true,
    slices: [{ metric: 'recall', column: 'region', gap: 0.08, isAsked: true, asOf: '2026-01-29T00:00:00.000Z', groups: [{ value: 'north', metric: 0.81, samples: 900 }, { value: 'south', metric: 0.73, samples: 640 }] }],
    drift: { verdict: 'no-drift', shareDrifted: 0.08, columns: 24, largest: [{ measure: 'psi', value: 0.11 }], asOf: '2026-01-23T00:00:00.000Z', from: 'reports/drift.json', canOpen: true },
    history: [
      { digest: sha256('comment'), kind: 'comment', by: 'rita', role: null, claimedAt: '2026-02-01T09:00:00.000Z', about: 'on the request by alice', text: { state: 'there', text: 'Is the drift report from before the campaign?\nPlease run it again.' }, isTakenBack: false, isFlagged: false, canWithdraw: false },
      { digest: sha256('approve'), kind: 'approve', by: 'bob', role: 'ml-lead', claimedAt: '2026-01-31T10:00:00.000Z', about: '', text: { state: 'erased', text: '' }, isTakenBack: false, isFlagged: false, canWithdraw: false },
      { digest: sha256('mine'), kind: 'comment', by: 'carol', role: null, claimedAt: '2026-01-31T09:00:00.000Z', about: 'on the request by alice', text: { state: 'there', text: 'Looking at it.' }, isTakenBack: false, isFlagged: true, canWithdraw: true },
      { digest: request, kind: 'request', by: 'alice', role: null, claimedAt: '2026-01-30T12:00:00.000Z', about: '', text: { state: 'there', text: 'Better on every segment but the south.' }, isTakenBack: false, isFlagged: false, canWithdraw: false },
      { digest: sha256('evidence'), kind: 'evidence', by: 'pipe', role: null, claimedAt: '2026-01-30T11:00:00.000Z', about: 'artifact, metrics, drift', text: { state: 'none', text: '' }, isTakenBack: false, isFlagged: false, canWithdraw: false },
    ],
    people: [
      { id: 'alice', roles: ['ml-lead'], isMe: false, state: 'barred', why: 'wrote it and asked for it' },
      { id: 'bob', roles: ['ml-lead'], isMe: false, state: 'approved', why: '' },
      { id: 'carol', roles: ['risk'], isMe: true, state: 'may', why: '' },
    ],
    me: { id: 'carol', roles: ['risk'] },
    nobody: '',
    evidence: ['artifact', 'metrics', 'drift', 'card'].map((kind) => ({ kind, digest: sha256(kind), from: kind === 'card' ? 'CARD.md' : `dvc:${'a'.repeat(40)}`, asOf: '2026-01-29T00:00:00.000Z', signer: 'pipe', entry: sha256('evidence'), counts: kind !== 'card' })),
    actions: { approve: null, reject: null, comment: null, request: null, promote: 'The gate does not let it through.', rollBack: null },
    problems: [],
    ...more,
  };
}

const bad = '<img src=x onerror="window.__pwned=1">\u202e[x](javascript:alert(1))';

/** Every text that people or registries write holds markup. */
export function hostilePicture(): ApprovalPicture {
  const plain = approvalPicture();
  return {
    ...plain,
    report: { ...plain.report, model: bad, version: bad, env: bad, reason: bad },
    request: { ...plain.request!, by: bad },
    rules: plain.rules.map((one) => ({ ...one, id: `${one.id}${bad}`, expected: bad, observed: bad, reason: bad })),
    running: { ...plain.running!, version: bad },
    champion: { ...plain.champion!, version: bad },
    metrics: plain.metrics.map((one) => ({ ...one, name: `${one.name}${bad}`, candidate: bad, unit: bad })),
    params: [{ key: bad, values: [bad, bad], differs: false }],
    data: [{ name: bad, values: [bad, bad], differs: true }],
    slices: [{ ...plain.slices[0]!, metric: bad, column: bad, groups: [{ value: bad, metric: bad, samples: null }] }],
    drift: { ...plain.drift!, verdict: bad, from: bad, largest: [{ measure: bad, value: 1 }] },
    history: plain.history.map((one) => ({ ...one, by: bad, about: bad, role: bad, text: { state: 'there', text: `${bad}\n<script>window.__pwned=2</script>` } })),
    people: plain.people.map((one, place) => ({ ...one, id: `${place}${bad}`, roles: [bad], why: bad })),
    evidence: plain.evidence.map((one) => ({ ...one, kind: one.kind, from: bad, signer: bad })),
    problems: [{ source: bad, severity: 'warning', code: 'corrupt', message: bad, hint: bad }],
  };
}

export const hostileCard = `# ${bad}\n\n<script>window.__pwned=3</script>\n\n<iframe src="https://example.org"></iframe>`;
