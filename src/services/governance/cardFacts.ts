import { toFault } from '../../core/base/fault.ts';
import type { CardFacts } from '../../core/governance/card/cardFacts.ts';
import { undated } from '../../core/governance/evidence/item.ts';
import { metricsEvidence } from '../../core/governance/evidence/metricsEvidence.ts';
import type { EvidenceItem } from '../../core/governance/ledger/entry.ts';
import { modelDigest } from '../../core/governance/modelDigest.ts';
import { decodePolicy } from '../../core/governance/policy/decodePolicy.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Run } from '../../core/model/run.ts';
import type { Machine } from '../../core/port/machine.ts';
import { readUnits } from '../metricsFile.ts';
import type { Models } from '../models.ts';
import type { Runs } from '../runs.ts';
import { lockEvidence } from './evidence/lockFile.ts';
import { reportEvidence } from './evidence/reports.ts';
import { findVersion } from './findVersion.ts';
import { hashedContents } from './hashedContents.ts';
import { repositoryOf } from './trustedRef.ts';

export interface GatheredFacts {
  readonly facts: CardFacts;
  /** What could not be read: it is not on the card. */
  readonly problems: readonly Problem[];
}

export interface FactParts {
  readonly models: Models;
  readonly runs: Pick<Runs, 'run'>;
}

/**
 * What is known of a version, for its card. A part that fails costs only itself. `reports`: files of drift or bias that a person names,
 * beside those that the folder's policy does. Throws `notFound` where there is no such version.
 */
export async function gatherFacts(machine: Machine, folder: string, { models, runs }: FactParts, written: string, reports: readonly string[], signal: AbortSignal): Promise<GatheredFacts> {
  const { model, version } = await findVersion(models, written, signal);
  const problems: Problem[] = [];
  const part = async <T>(read: () => Promise<T>, none: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      problems.push(problemOf('', toFault(error), 'warning'));
      return none;
    }
  };
  const artifact = await part(async () => modelDigest(await hashedContents(await models.contents(version.id, signal), machine.signatures, signal)), null);
  const { runId } = version;
  const run = runId === null ? null : await part<Run | null>(() => runs.run(runId, signal), null);
  const twins = await Promise.all((run?.sameAs ?? []).map((id) => part<Run | null>(() => runs.run(id, signal), null)));
  const items: EvidenceItem[] = [];
  if (run !== null) items.push(metricsEvidence(run, await part(() => readUnits(machine, folder), new Map<string, string>())));
  const commit = version.commit ?? run?.commit ?? null;
  if (commit !== null) items.push(...(await part(() => lockOf(machine, folder, commit, signal), [])));
  for (const path of await reportPaths(machine, folder, reports)) items.push(...(await part(() => reportEvidence(machine.files, path.absolute, path.shown, undated), [])));
  return { facts: { model, version, artifact, run, datasets: [run, ...twins].flatMap((one) => one?.datasets ?? []), items }, problems };
}

async function lockOf(machine: Machine, folder: string, commit: string, signal: AbortSignal): Promise<EvidenceItem[]> {
  const { repository, prefix } = await repositoryOf(machine.git, folder, signal);
  const lock = await lockEvidence(repository, commit, prefix, undated, signal);
  return lock === undefined ? [] : [lock];
}

/** Those that a person names must be there; those of the policy may not be made yet. */
async function reportPaths(machine: Machine, folder: string, named: readonly string[]): Promise<Array<{ readonly absolute: string; readonly shown: string }>> {
  const absolute = (path: string) => ({ absolute: /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${folder}/${path}`, shown: path });
  const policyPath = `${folder}/.mlops/policy.yaml`;
  const text = (await machine.files.stat(policyPath)) === undefined ? undefined : await machine.files.readText(policyPath, { maxBytes: 1024 * 1024 });
  const rules = text === undefined ? [] : (decodePolicy(await machine.parseYaml(text)).policy?.rules ?? []);
  const asked: Array<{ readonly absolute: string; readonly shown: string }> = [];
  for (const { check } of rules) {
    if (check.kind !== 'drift' || !('report' in check) || typeof check.report !== 'string' || named.includes(check.report)) continue;
    const path = absolute(check.report);
    if ((await machine.files.stat(path.absolute)) !== undefined) asked.push(path);
  }
  return [...named.map(absolute), ...asked];
}
