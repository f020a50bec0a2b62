import { toFault } from '../../../core/base/fault.ts';
import { historyOf } from '../../../core/governance/ledger/history.ts';
import type { Candidate } from '../../../core/governance/ledger/entry.ts';
import { problemOf } from '../../../core/model/problem.ts';
import type { Run } from '../../../core/model/run.ts';
import type { ApprovalSubject } from '../../../protocol/approval.ts';
import { textsOf } from '../../../services/governance/approvalsTexts.ts';
import { findVersion } from '../../../services/governance/findVersion.ts';
import type { Gated } from '../../../services/governance/governance.ts';
import { whoSigns } from '../../../services/governance/inbox.ts';
import { makersOf } from '../../../services/governance/makers.ts';
import { readDirections } from '../../../services/metricsFile.ts';
import type { Workbench } from '../../../services/workbench.ts';
import type { ApprovalLook } from './bench.ts';
import { pictureOf } from './picture.ts';

/** Reads everything for one picture. Nothing is run but git, and nothing is written but what was seen of the ledger. */
export async function lookAt(workbench: Workbench, subject: ApprovalSubject, { fetches }: { readonly fetches: boolean }, signal: AbortSignal): Promise<ApprovalLook> {
  const { machine, governance } = workbench;
  const gated = await gateFor(workbench, subject, fetches, signal);
  const { found, trusted, view, decision } = gated;
  const none = { makers: { authors: { people: [] }, trainer: null }, me: { nobody: { code: 'notFound', message: 'Nobody may sign here yet.' } } as const, history: [], texts: new Map(), championRun: null, directions: new Map() };
  if (found === null || trusted === null || view === null || decision === null) return { picture: pictureOf({ subject, gated, ...none }), ledger: view?.genesis ?? null, runs: { candidate: null, champion: null } };
  const { repository } = await governance.place(signal);
  const { base, champion } = decision.about;
  const history = historyOf(view.weighed, found.candidate);
  const [makers, me, championRun, directions] = await Promise.all([
    makersOf(machine, repository, { candidate: found.candidate, base: base?.entry.candidate ?? null, run: found.run, trusted, fetches: false }, signal),
    whoSigns(machine, trusted, signal),
    champion === null ? null : runOf(workbench, champion.entry.candidate, signal),
    readDirections(machine, workbench.catalog.folders, []),
  ]);
  const texts = await textsOf(repository, history.map(({ one }) => one), signal);
  const picture = pictureOf({ subject, gated, makers, me, history, texts, championRun, directions });
  return { picture, ledger: view.genesis, runs: { candidate: found.run?.id ?? null, champion: championRun?.id ?? null } };
}

/** Every byte is read where that is asked for and they are here; else the version is taken to be what was asked for, and that is said. */
async function gateFor({ governance }: Workbench, { reference, env }: ApprovalSubject, fetches: boolean, signal: AbortSignal): Promise<Gated> {
  if (!fetches) return governance.gate(reference, env, { fetches, trustsRequest: true }, signal);
  try {
    return await governance.gate(reference, env, { fetches }, signal);
  } catch (error) {
    const fault = toFault(error);
    if (fault.code !== 'notPulled') throw error;
    const gated = await governance.gate(reference, env, { fetches, trustsRequest: true }, signal);
    return { ...gated, problems: [...gated.problems.filter(({ code }) => code !== 'notPulled'), problemOf('', fault, 'warning')] };
  }
}

/** Null where its version or its run is not known here: then there is nothing to compare with. */
async function runOf({ models, runs, machine }: Workbench, { model, version }: Candidate, signal: AbortSignal): Promise<Run | null> {
  try {
    const found = await findVersion(models, `${model}:${version}`, signal);
    return found.version.runId === null ? null : await runs.run(found.version.runId, signal);
  } catch (error) {
    signal.throwIfAborted();
    machine.log.warn(`approval panel: the run of ${model} ${version} is not shown: ${toFault(error).message}`);
    return null;
  }
}
