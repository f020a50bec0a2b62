import { compareData } from '../../../core/compare/compareData.ts';
import { compareParams } from '../../../core/compare/compareRuns.ts';
import type { MetricDirections } from '../../../core/compare/direction.ts';
import { caseOf, liveEntries, type Case } from '../../../core/governance/ledger/caseOf.ts';
import type { ReadText } from '../../../core/governance/ledger/freeText.ts';
import type { Happened } from '../../../core/governance/ledger/history.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import type { Makers } from '../../../core/governance/policy/rules/finding.ts';
import type { RuleCheck } from '../../../core/governance/policy/rules/kinds.ts';
import { problemOf } from '../../../core/model/problem.ts';
import type { Run } from '../../../core/model/run.ts';
import type { ApprovalPicture, ApprovalRule, ApprovalSubject, CauseKind } from '../../../protocol/approval.ts';
import type { Gated } from '../../../services/governance/governance.ts';
import type { Me } from '../../../services/governance/inbox.ts';
import { shownId } from '../../../services/governance/shownId.ts';
import { driftRow, metricRows, sliceRows, takenFrom, toldBy, type Told } from './measured.ts';
import { movesOf } from './moves.ts';
import { actionsOf, deciders } from './people.ts';
import { saidRows } from './said.ts';

/** Everything that one picture is made of. */
export interface Looked {
  readonly subject: ApprovalSubject;
  readonly gated: Gated;
  readonly makers: Makers;
  readonly me: Me;
  /** With signatures that were checked. */
  readonly history: readonly Happened[];
  readonly texts: ReadonlyMap<string, ReadText>;
  readonly championRun: Run | null;
  readonly directions: MetricDirections;
}

export function pictureOf({ subject, gated, makers, me, history, texts, championRun, directions }: Looked): ApprovalPicture {
  const { report: { rules: _, ...report }, decision, found, trusted, view, problems } = gated;
  const nobody = 'nobody' in me ? me.nobody : null;
  const base = {
    id: shownId(gated),
    subject,
    report,
    me: 'person' in me ? { id: me.person.id, roles: me.person.roles } : null,
    nobody: nobody === null ? '' : [nobody.message, nobody.hint].filter(Boolean).join(' '),
    problems: [...problems],
  };
  if (decision === null || found === null || trusted === null || view === null) return { ...base, ...nothingKnown };
  const { candidate, run } = found;
  const { about } = decision;
  const model = trusted.policy.models.get(candidate.model);
  const told = toldBy(about.evidence, model, candidate.env);
  const isTaken = takenFrom(model, candidate.env);
  const { champion, running } = about;
  const before = champion === null ? new Map<string, Told>() : toldBy(caseOf(view.weighed, champion.entry.candidate, Date.parse(report.evaluatedAt)).evidence, model, candidate.env);
  const runs = [run, championRun].flatMap((one) => one ?? []);
  const [request] = about.requests;
  const chosen = rulesFor(trusted.policy, candidate.model, candidate.env);
  const checks = 'unknown' in chosen ? [] : chosen.rules.map(({ check }) => check);
  const drift = driftRow(told, checks);
  const rejected = about.rejections.map(({ entry, signer }) => problemOf('', { code: 'conflict', message: `${signer.id} ${entry.kind === 'reject' ? 'rejected it' : 'asked for changes'}, which blocks it until another request answers that.` }, 'warning'));
  return {
    ...base,
    // The page is about this version: to name it by its id beside what is said of it would only be longer.
    problems: [...problems, ...rejected].map((one) => (one.source === found.version.id ? { ...one, source: '' } : one)),
    commit: candidate.commit,
    request: request === undefined ? null : { digest: request.entry.digest, by: request.signer.id, claimedAt: request.entry.claimedAt },
    changed: request === undefined ? (about.otherRequests[0]?.changed ?? []) : [],
    rules: ruleRows(gated),
    running: running === null ? null : deployedOf(running),
    champion: champion === null ? null : deployedOf(champion),
    isRunning: running !== null && champion?.entry.digest !== running.entry.digest,
    metrics: metricRows(told, before, directions, checks),
    params: compareParams(runs),
    data: compareData(runs),
    hasRuns: { candidate: run !== null, champion: championRun !== null },
    hasCard: about.evidence.some(({ entry }) => entry.items.some(({ kind }) => kind === 'card')),
    slices: sliceRows(told, checks),
    drift: drift === null ? null : { ...drift, canOpen: told.get('drift.report') !== undefined },
    history: saidRows(history, texts, new Set(about.flagged), base.me?.id ?? null),
    people: deciders({ trusted, about, makers, me }),
    evidence: about.evidence.flatMap(({ entry, signer }) => entry.items.map(({ kind, digest, from, asOf }) => ({ kind, digest, from, asOf, signer: signer.id, entry: entry.digest, counts: isTaken(signer) }))),
    actions: { ...actionsOf({ trusted, about, makers, me }), ...movesOf({ report, candidate, live: liveEntries(view.weighed, Date.parse(report.evaluatedAt)), me }) },
  };
}

function deployedOf({ entry: { candidate: { version, artifact, commit }, claimedAt } }: NonNullable<Case['running']>): NonNullable<ApprovalPicture['running']> {
  return { version, artifact, since: claimedAt, commit };
}

const nothingKnown = {
  commit: null,
  request: null,
  changed: [],
  rules: [],
  running: null,
  champion: null,
  isRunning: false,
  metrics: [],
  params: [],
  data: [],
  hasRuns: { candidate: false, champion: false },
  hasCard: false,
  slices: [],
  drift: null,
  history: [],
  people: [],
  evidence: [],
  actions: { approve: 'There is nothing to decide on.', reject: 'There is nothing to decide on.', comment: 'There is nothing to comment on.', request: null, promote: 'There is nothing to promote.', rollBack: 'There is nothing to roll back.' },
} as const;

const causeOf: Readonly<Record<RuleCheck['kind'], CauseKind>> = {
  metric: 'run',
  champion: 'run',
  expr: 'run',
  slice_gap: 'run',
  reproduce: 'run',
  drift: 'drift',
  card: 'card',
  columns: 'data',
  pinned: 'code',
  approvals: 'history',
};

function ruleRows({ report, trusted, decision }: Gated): ApprovalRule[] {
  const kinds = new Map(trusted?.policy.rules.map(({ id, check }) => [id, check.kind]));
  const { waivers = null } = trusted?.policy ?? {};
  const isAsked = (decision?.about.requests.length ?? 0) > 0;
  const isRejected = (decision?.about.rejections.length ?? 0) > 0;
  return report.rules.map((rule) => {
    const kind = kinds.get(rule.id);
    const isOpen = rule.outcome === 'fail' || rule.outcome === 'unknown';
    return { ...rule, cause: kind === undefined ? null : causeOf[kind], canWaive: isAsked && isOpen && waivers !== null && !waivers.notWaivable.includes(rule.id) && !(kind === 'approvals' && isRejected) };
  });
}
