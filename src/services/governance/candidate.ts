import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { fail, toFault } from '../../core/base/fault.ts';
import { sha256 } from '../../core/base/sha256.ts';
import type { Candidate, Digest } from '../../core/governance/ledger/entry.ts';
import { modelDigest, type ModelFile } from '../../core/governance/modelDigest.ts';
import { rulesDigest } from '../../core/governance/policy/rulesDigest.ts';
import type { Run, RunDataset } from '../../core/model/run.ts';
import type { Signatures } from '../../core/port/signatures.ts';
import type { Models } from '../models.ts';
import type { Runs } from '../runs.ts';
import type { FoundVersion } from './findVersion.ts';
import { hashedContents } from './hashedContents.ts';
import type { Trusted } from './trusted.ts';

export interface FoundCandidate extends FoundVersion {
  readonly candidate: Candidate;
  /** Empty where they were not read. */
  readonly files: readonly ModelFile[];
  /** That trained it; null where the registry names none. */
  readonly run: Run | null;
  /** That went in, by the run and by what other trackers noted of the same execution; with the source that says so. */
  readonly datasets: ReadonlyArray<RunDataset & { readonly source: string }>;
}

export interface CandidateParts {
  readonly models: Models;
  readonly runs: Pick<Runs, 'run'>;
  readonly signatures: Pick<Signatures, 'sha256InPieces'>;
}

/** The digest that a version's files are said to have, for looking without reading them; null where nobody has said one. */
export type Claimed = (model: string, version: string) => Digest | null;

/** A version with all that a decision on it binds, each part digested from what its own system says now. */
export async function candidateOf({ models, runs, signatures }: CandidateParts, found: FoundVersion, env: string, { policy }: Pick<Trusted, 'policy'>, signal: AbortSignal, claimed?: Claimed): Promise<FoundCandidate> {
  const { model, version } = found;
  const said = claimed?.(model.name, version.version) ?? null;
  const files = said === null ? await hashedContents(await models.contents(version.id, signal), signatures, signal) : [];
  const run = version.runId === null ? null : await runOf(runs, version.runId, signal);
  const twins = run === null ? [] : await Promise.all(run.sameAs.map((id) => runOf(runs, id, signal)));
  const datasets = [run, ...twins].flatMap((one) => (one?.datasets ?? []).map((dataset) => ({ ...dataset, source: one?.source ?? '' })));
  const candidate: Candidate = {
    model: model.name,
    version: version.version,
    env,
    artifact: said ?? modelDigest(files),
    data: dataDigest(datasets),
    params: digestOf(run?.params ?? {}),
    metrics: digestOf(run?.metrics ?? {}),
    commit: version.commit ?? run?.commit ?? null,
    rules: rulesDigest(policy, model.name, env),
  };
  return { ...found, candidate, files, run, datasets };
}

async function runOf(runs: Pick<Runs, 'run'>, id: string, signal: AbortSignal): Promise<Run | null> {
  try {
    return await runs.run(id, signal);
  } catch (error) {
    // Its run was deleted: what hangs on it is unknown, and the version itself is still there.
    if (toFault(error).code === 'notFound') return null;
    throw error;
  }
}

/** Null where any of them has no digest: such data may be anything. */
function dataDigest(datasets: readonly RunDataset[]): Digest | null {
  const lines = datasets.map(({ name, digest, context }) => canonicalJson({ name, digest, context }));
  return datasets.length === 0 || datasets.some(({ digest }) => digest === null) ? null : sha256([...new Set(lines)].sort().join('\n'));
}

function digestOf(values: Readonly<Record<string, unknown>>): Digest | null {
  return Object.keys(values).length === 0 ? null : sha256(canonicalJson(values));
}

/** Throws `invalid` for an environment that the policy does not name for this model. A model that it does not name is told by the decision. */
export function requireEnvironment({ policy }: Pick<Trusted, 'policy'>, model: string, env: string): void {
  const named = policy.models.get(model)?.environments;
  if (named && !named.includes(env)) throw fail('invalid', `“${env}” is no environment of “${model}”.`, { hint: `One of: ${named.join(', ')}.` });
}
