import type { Candidate } from '../../core/governance/ledger/entry.ts';
import { authorsOf } from '../../core/governance/makers/authorsOf.ts';
import { trainerOf } from '../../core/governance/makers/trainerOf.ts';
import type { Makers } from '../../core/governance/policy/rules/finding.ts';
import type { Run } from '../../core/model/run.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import { remoteOf } from './ledgerSync.ts';
import type { Trusted } from './trusted.ts';

const mostCommits = 20_000;

export interface MakersInput {
  readonly candidate: Candidate;
  /** What ran before it: see `Case.base`; null where nothing did. */
  readonly base: Candidate | null;
  readonly run: Run | null;
  readonly trusted: Pick<Trusted, 'policy' | 'roster'>;
  /** May the remote be asked for history that a shallow clone lacks? */
  readonly fetches: boolean;
}

/** Who made a candidate: by every commit since its base, and by the run that trained it. */
export async function makersOf(machine: Pick<Machine, 'branches' | 'files' | 'signatures'>, repository: GitRepository, input: MakersInput, signal: AbortSignal): Promise<Makers> {
  return { authors: await authors(machine, repository, input, signal), trainer: trainerOf(input.run?.user ?? null, input.trusted.roster) };
}

async function authors(machine: Pick<Machine, 'branches' | 'files' | 'signatures'>, repository: GitRepository, input: MakersInput, signal: AbortSignal): Promise<Makers['authors']> {
  const { candidate: { commit, model }, base, trusted: { policy, roster }, fetches } = input;
  if (commit === null) return { unknown: 'It is not known which commit the model was made from.' };
  if (fetches && (await isCut(machine, repository))) {
    const remote = await remoteOf(machine.branches, repository.root, signal);
    if (remote !== null) await machine.branches.deepen(repository.root, remote, signal);
  }
  const since = base?.commit ?? policy.models.get(model)?.authorsSince ?? null;
  const hint = base === null && since === null ? fromTheStart : '';
  const needed = [commit, ...(since === null ? [] : [since])];
  const missing = (await repository.commits(needed, signal)).findIndex((one) => one === null);
  if (missing >= 0) return { unknown: `Commit ${needed[missing]!.slice(0, 7)} is not in this clone.` };
  if (await isCut(machine, repository)) return { unknown: 'The history is cut off: fetch all of it (fetch-depth: 0).' };
  const shas = await repository.log({ from: [commit, ...(since === null ? [] : [`^${since}`])], limit: mostCommits + 1 }, signal);
  if (shas.length > mostCommits) return { unknown: `There are more than ${mostCommits} commits since ${since === null ? 'the start' : base === null ? '“authors_since”' : 'what ran before it'}.${hint}` };
  // The base is of the same commit: whoever made that made this.
  const looked = shas.length === 0 ? [commit] : shas;
  const objects = await repository.objects(looked, signal);
  const commits = objects.flatMap((object) => (object?.type === 'commit' ? [{ sha: object.sha, bytes: object.bytes }] : []));
  if (commits.length < looked.length) return { unknown: 'Some commits cannot be read in this clone.' };
  const found = authorsOf(commits, roster, machine.signatures);
  return 'unknown' in found ? { unknown: `${found.unknown}${hint}` } : found;
}

/** Also of a version that is gone back to: what the policy said when it first went there may have been taken away since. */
const fromTheStart = ' Nothing ran before this version, so all of history counts; where older commits are not signed, name the last of them under the model in the policy: “authors_since: …”.';

async function isCut({ files }: Pick<Machine, 'files'>, repository: GitRepository): Promise<boolean> {
  return (await files.stat(`${repository.commonDir}/shallow`)) !== undefined;
}
