import * as vscode from 'vscode';
import { caseOf } from '../../../core/governance/ledger/caseOf.ts';
import type { Candidate } from '../../../core/governance/ledger/entry.ts';
import type { Deployment } from '../../../core/governance/ledger/running.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import type { MetricDirections } from '../../../core/compare/direction.ts';
import type { ApprovalMetric } from '../../../protocol/approval.ts';
import type { DeployOptions, ReadyMove } from '../../../services/governance/deployments.ts';
import { isTouched, signingKey } from '../../../services/governance/keys.ts';
import { environmentsFor, waysBack } from '../../../services/governance/standings.ts';
import type { LedgerView, Trusted } from '../../../services/governance/trusted.ts';
import { readDirections } from '../../../services/metricsFile.ts';
import type { Workbench } from '../../../services/workbench.ts';
import { alone, askText, choose, settled } from '../../forms/steps.ts';
import { askPassphrase } from '../../panels/approval/editor.ts';
import { metricRows, toldBy } from '../../panels/approval/measured.ts';
import type { Product } from '../../product.ts';
import { plain } from '../../views/rows/text.ts';
import type { DeployBench, DeployUi, MoveKind, Ready } from './bench.ts';
import { doneText, environmentText, moveConfirmText, refusedText, targetText, wayBackText } from './words.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);
/** A field that was moved by hand is taken over: the dialog says so before anything is signed. */
const options: Omit<DeployOptions, 'plansOnly'> = { fetches: true, adopts: true };

/** The workbench as moving versions sees it. */
export function deployBench(workbench: Workbench): DeployBench {
  const { machine, governance, deployments, catalog } = workbench;
  const directionsNow = (): Promise<MetricDirections> => readDirections(machine, catalog.folders, []);
  const ready = async (kind: MoveKind, { plan, gated: { trusted, view }, moved, blocking, unread, by }: ReadyMove, signal: AbortSignal): Promise<Ready> => {
    if (by === null || trusted === null || view === null) return { report: plan.report, blocking };
    const key = await signingKey(machine, trusted.root, undefined, signal);
    const move = await by({ key, passphrase: askPassphrase });
    const warnings = [
      ...(moved === null ? [] : [`${moved.field} points to ${moved.version ?? 'nothing'}, which no decision explains: somebody moved it by hand. This takes it over.`]),
      ...plan.problems.filter(({ severity }) => severity !== 'info').map(({ message }) => message),
    ];
    const sets = [
      ...plan.pointers.map(({ field, source, version }) => `${field} of ${sourceLabel(workbench, source)} (${version === null ? 'nowhere yet' : `now ${version}`})`),
      ...unread.map(({ field, source }) => `${field} of ${sourceLabel(workbench, source)} (not known now)`),
    ];
    const { from, to, report } = plan;
    const facts = { kind, from, to, metrics: from === null ? [] : metricsOf({ trusted, view }, to, from, await directionsNow(), machine.clock.nowMs()), verdict: report.decision, verdictReason: report.reason, person: move.person.id, fingerprint: key.publicKey.fingerprint, needsTouch: isTouched(key), sets, reason: '', warnings };
    return { facts, sign: (reason) => move.make({ reason: kind === 'rollBack' ? reason : undefined, waited: true }) };
  };
  return {
    environments: ({ reference, model }, signal) => environmentsFor({ machine, governance }, reference, model, signal),
    waysBack: async (model, signal) => {
      const { ways, ...read } = await waysBack({ machine, governance }, model, signal);
      const directions = await directionsNow();
      const targetOf = (running: Candidate) => ({ entry: { candidate, claimedAt }, signer }: Deployment) => ({ candidate, deployedAt: claimedAt, by: signer.id, metrics: metricsOf(read, candidate, running, directions, machine.clock.nowMs()) });
      return ways.flatMap(({ env, running, targets }) => (running === null || targets.length === 0 ? [] : [{ env, running: running.entry.candidate, targets: targets.map(targetOf(running.entry.candidate)) }]));
    },
    readyPromotion: async (reference, env, signal) => ready('promote', await deployments.readyPromotion(reference, env, options, signal), signal),
    readyRollback: async (model, env, to, signal) => ready('rollBack', await deployments.readyRollback(model, env, to, options, signal), signal),
  };
}

/** The editor as moving versions sees it. */
export function deployUi(product: Product): DeployUi {
  const { workbench } = product;
  const context = () => ({ t, nowMs: workbench.machine.clock.nowMs() });
  return {
    working: async (title, canEnd, work) =>
      vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: plain(title, 200), cancellable: canEnd }, (_, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return work(AbortSignal.any([controller.signal, product.signal]));
      }),
    chooseEnvironment: async ({ model, version }, environments) => {
      if (environments.length === 1) return environments[0]!.env;
      const next = environments.find(({ running, gate, skips }) => skips === null && 'report' in gate && gate.report.decision === 'pass' && running?.entry.candidate.version !== version);
      return settled(await choose(alone(t('Promote to Environment')), environments.map((one) => ({ ...environmentText(one, version, context()), value: one.env, picked: one === next })), { placeholder: t('Where {0} {1} is to go', plain(model, 60), plain(version, 40)) }));
    },
    chooseWayBack: async (model, ways) => settled(await choose(alone(t('Roll Back Environment')), ways.map((one) => ({ ...wayBackText(one), value: one })), { placeholder: t('Which environment of {0} is to go back', plain(model, 60)) })),
    chooseTarget: async ({ env, running, targets }, suggested) =>
      settled(await choose(alone(t('Roll Back {0}', plain(env, 40))), targets.map((one) => ({ ...targetText(one, running, context()), value: one, picked: one.candidate.version === suggested })), { placeholder: t('It runs {0}. What it is to go back to', plain(running.version, 40)) })),
    askReason: async ({ candidate: { version, env } }) =>
      settled(await askText(alone(t('Roll {0} Back to {1}', plain(env, 40), plain(version, 40))), { prompt: t('What went wrong, with a link to the incident. It is signed, and can be erased later'), check: (text) => (text.trim() === '' ? t('Say why.') : undefined) })).trim(),
    confirm: async (facts) => {
      const { message, detail, button } = moveConfirmText(facts);
      return (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button;
    },
    refused: (kind, report, blocking) => {
      const open = t('Open Approval');
      const { model, version, env } = report;
      void vscode.window.showErrorMessage(refusedText(kind, report, blocking), open).then((chosen) => (chosen === open ? product.panels.openApproval({ reference: version === null ? model : `${model}:${version}`, env }, { fetches: false }) : undefined));
    },
    done: (kind, deployed) => {
      product.approvals.changed();
      for (const { source } of deployed.pointers) workbench.refresh.soon(source);
      for (const view of ['mlops.models', 'mlops.approvals'] as const) product.trees[view].refreshSoon();
      for (const { message } of deployed.problems) product.output.warn(`${kind}: ${message}`);
      const { message, isWhole } = doneText(kind, deployed, (source) => sourceLabel(workbench, source));
      void (isWhole ? vscode.window.showInformationMessage(message) : vscode.window.showWarningMessage(message));
    },
  };
}

/** What the ledger has measured of both, those that a rule asks for first. */
function metricsOf({ trusted, view }: { readonly trusted: Trusted; readonly view: LedgerView }, candidate: Candidate, running: Candidate, directions: MetricDirections, nowMs: number): readonly ApprovalMetric[] {
  const { model, env } = candidate;
  const told = (one: Candidate) => toldBy(caseOf(view.weighed, one, nowMs).evidence, trusted.policy.models.get(model), env);
  const chosen = rulesFor(trusted.policy, model, env);
  return metricRows(told(candidate), told(running), directions, 'unknown' in chosen ? [] : chosen.rules.map(({ check }) => check));
}

function sourceLabel({ catalog }: Workbench, id: string): string {
  return catalog.current.find(({ config }) => config.id === id)?.config.label ?? id;
}
