import { fail } from '../../../core/base/fault.ts';
import type { DeployBench, DeployUi, MoveKind, MoveSubject, Ready } from './bench.ts';

/** From a version to an environment: chosen, judged, repeated, signed. Signs nothing where the gate says no. */
export async function promoteVersion(bench: DeployBench, ui: DeployUi, subject: MoveSubject): Promise<void> {
  const name = `${subject.model} ${subject.version}`;
  const env = subject.env ?? (await ui.chooseEnvironment(subject, await ui.working(`Asking how ${name} stands`, true, (signal) => bench.environments(subject, signal))));
  const ready = await ui.working(`Judging ${name} for ${env}`, true, (signal) => bench.readyPromotion(subject.reference, env, signal));
  await signed('promote', ui, ready, async () => '');
}

/** An environment back to what ran there before: chosen by what would change, judged, with a reason, repeated, signed. */
export async function rollBackEnvironment(bench: DeployBench, ui: DeployUi, { model, version, env }: MoveSubject): Promise<void> {
  const ways = await ui.working(`Reading what ran of ${model}`, true, (signal) => bench.waysBack(model, signal));
  const own = env === null ? ways : ways.filter((one) => one.env === env);
  if (own.length === 0) throw fail('notFound', `No other version of ${model} ran in ${env ?? 'any environment'}, so there is nothing to go back to.`);
  const way = own.length === 1 ? own[0]! : await ui.chooseWayBack(model, own);
  const target = await ui.chooseTarget(way, version);
  const to = target.candidate.version;
  const ready = await ui.working(`Judging ${model} ${to} for ${way.env}`, true, (signal) => bench.readyRollback(model, way.env, to, signal));
  await signed('rollBack', ui, ready, () => ui.askReason(target));
}

async function signed(kind: MoveKind, ui: DeployUi, ready: Ready, askReason: () => Promise<string>): Promise<void> {
  if ('report' in ready) return ui.refused(kind, ready.report, ready.blocking);
  const reason = await askReason();
  const facts = { ...ready.facts, reason };
  if (!(await ui.confirm(facts))) throw fail('cancelled', 'Nothing was signed.');
  ui.done(kind, await ui.working(facts.needsTouch ? 'Touch your security key when it blinks' : 'Signing', false, () => ready.sign(reason)));
}
