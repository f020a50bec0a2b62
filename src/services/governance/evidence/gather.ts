import { toFault } from '../../../core/base/fault.ts';
import { evidenceItem, reading, undated } from '../../../core/governance/evidence/item.ts';
import { metricsEvidence } from '../../../core/governance/evidence/metricsEvidence.ts';
import type { EvidenceItem, Instant } from '../../../core/governance/ledger/entry.ts';
import { rulesFor } from '../../../core/governance/policy/policy.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { GitRepository } from '../../../core/port/git.ts';
import type { Machine } from '../../../core/port/machine.ts';
import type { FoundCandidate } from '../candidate.ts';
import type { Trusted } from '../trusted.ts';
import { lockEvidence } from './lockFile.ts';
import { reportEvidence } from './reports.ts';

export interface GatherContext {
  readonly machine: Pick<Machine, 'files'>;
  readonly repository: GitRepository;
  /** The folder that was opened: what relative paths start from. */
  readonly folder: string;
  /** Of the folder below the repository's root. */
  readonly prefix: string;
  readonly trusted: Trusted;
  /** The system behind a source. */
  readonly providerOf: (source: string) => string | undefined;
  readonly units: ReadonlyMap<string, string>;
  /** Files with reports that a person names. */
  readonly reports: readonly string[];
  readonly now: Instant;
}

export interface Gathered {
  readonly items: readonly EvidenceItem[];
  /** What could not be read: evidence that is then missing, and so unknown. */
  readonly problems: readonly Problem[];
}

export type Part = (found: FoundCandidate, context: GatherContext, signal: AbortSignal) => Promise<readonly EvidenceItem[]>;

/** Everything that is known of a candidate. A part that fails costs only itself. */
export async function gatherEvidence(found: FoundCandidate, context: GatherContext, parts: readonly Part[], signal: AbortSignal): Promise<Gathered> {
  const items: EvidenceItem[] = [];
  const problems: Problem[] = [];
  for (const part of [artifact, metrics, provenance, reports, ...parts]) {
    try {
      items.push(...(await part(found, context, signal)));
    } catch (error) {
      signal.throwIfAborted();
      const fault = toFault(error);
      // Named by a person, or changed after it was made: not a thing to go on without.
      if (fault.code === 'integrity' || fault.code === 'internal') throw error;
      problems.push(problemOf(fault.at?.path ?? '', fault, 'warning'));
    }
  }
  return { items, problems };
}

const artifact: Part = async ({ files, version, candidate }, { now }) => {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return [{ ...evidenceItem('artifact', files, version.id, now, new Map([['artifact.bytes', reading(bytes, { unit: 'B' })], ['artifact.files', reading(files.length)]])), digest: candidate.artifact }];
};

const metrics: Part = async ({ run }, { units }) => (run === null ? [] : [metricsEvidence(run, units)]);

/** Code, data, environment, and how far they let a person make the model anew. */
const provenance: Part = async ({ run, candidate, datasets }, { repository, prefix, providerOf }, signal) => {
  const { commit } = candidate;
  const asOf = run?.endedAt ?? run?.startedAt ?? undated;
  const items: EvidenceItem[] = [];
  const isClean = run?.dirty === false;
  if (commit !== null && isClean) items.push(evidenceItem('code', { commit }, `commit ${commit.slice(0, 7)}`, asOf, new Map([['code.isClean', reading(true)]])));
  const keepers = new Set(datasets.map(({ digest, source }) => (contentDigest.test(digest ?? '') ? (providerOf(source) ?? null) : null)));
  const [first = null] = keepers;
  const keeper = keepers.size === 1 ? first : null;
  if (candidate.data !== null) items.push({ ...evidenceItem('data', datasets, run?.id ?? '', asOf, new Map(keeper === null ? [] : [['data.pinnedBy', reading(keeper)]])), digest: candidate.data });
  const lock = commit === null ? undefined : await lockEvidence(repository, commit, prefix, asOf, signal);
  if (lock) items.push(lock);
  if (run !== null) {
    const isRestorable = isClean && commit !== null && candidate.data !== null && keeper !== null && candidate.params !== null && lock !== undefined;
    const level = isRestorable ? 'L1' : 'L0';
    items.push(evidenceItem('reproduction', { level, run: run.id }, run.id, asOf, new Map([['reproduction.level', reading(level)]])));
  }
  return items;
};

/** A digest of the whole content, as systems that keep the content write it; a fingerprint of the first rows pins nothing. */
const contentDigest = /^[a-z][a-z0-9-]*:[0-9a-f]{32,}/;

/** Reports that a person names, and those that the policy's drift rules do. */
const reports: Part = async ({ candidate }, { machine, folder, repository, trusted, reports: named, now }) => {
  const chosen = rulesFor(trusted.policy, candidate.model, candidate.env);
  const asked = 'rules' in chosen ? chosen.rules.flatMap(({ check }) => (check.kind === 'drift' && 'report' in check && typeof check.report === 'string' ? [`${repository.root}/${check.report}`] : [])) : [];
  const items: EvidenceItem[] = [];
  for (const path of named.map((one) => (/^(?:\/|[A-Za-z]:[\\/])/.test(one) ? one : `${folder}/${one}`))) items.push(...(await reportEvidence(machine.files, path, below(repository.root, path), now)));
  for (const path of asked) if (await machine.files.stat(path)) items.push(...(await reportEvidence(machine.files, path, below(repository.root, path), now)));
  return items;
};

function below(root: string, path: string): string {
  const plain = path.replaceAll('\\', '/');
  return plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : plain;
}
