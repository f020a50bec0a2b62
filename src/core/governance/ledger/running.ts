import type { Candidate, Entry } from './entry.ts';
import type { CountedEntry } from './weigh.ts';

/** Who may say what an environment runs. What runs is the champion, and its commit is where authorship begins: not everybody may move it. */
export const deployRoles: readonly string[] = ['ci', 'deployer', 'admin'];

export interface Deployment extends CountedEntry {
  readonly entry: Entry<'deploy' | 'rollback'>;
}

/** Deploys and rollbacks of a model in an environment by those who may, the last first. */
export function deploysIn(entries: Iterable<CountedEntry>, model: string, env: string): Deployment[] {
  return [...entries]
    .filter((one): one is Deployment => (one.entry.kind === 'deploy' || one.entry.kind === 'rollback') && one.entry.candidate.model === model && one.entry.candidate.env === env && one.signer.roles.some((role) => deployRoles.includes(role)))
    .sort((a, b) => b.entry.seq - a.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1));
}

/** What an environment runs by its last deploy or rollback; null before the first. */
export function runningIn(entries: Iterable<CountedEntry>, model: string, env: string): Deployment | null {
  return deploysIn(entries, model, env)[0] ?? null;
}

type Version = Pick<Candidate, 'version' | 'artifact'>;
const isOf = ({ version, artifact }: Version) => ({ entry: { candidate } }: Deployment) => candidate.version === version && candidate.artifact === artifact;

/**
 * What a version is held against: what runs, or, where it runs itself, the last other one that did. Null where there is none.
 * `deploys`: the last first.
 */
export function championOf(deploys: readonly Deployment[], version: Version): Deployment | null {
  const isSame = isOf(version);
  return deploys.find((one) => !isSame(one)) ?? null;
}

/**
 * From whose commit on commits make a version: of what ran when it first went there, and of what runs where it never did. Who made it
 * stays who made it: counted from what runs, a version that runs, or one to go back to, would be nobody's. Null where nothing ran.
 */
export function baseOf(deploys: readonly Deployment[], version: Version): Deployment | null {
  return deploys[deploys.findLastIndex(isOf(version)) + 1] ?? null;
}

/** What could be gone back to: what ran before and has other bytes than what runs now, each version once, the last first. */
export function earlierIn(entries: Iterable<CountedEntry>, model: string, env: string): Deployment[] {
  const deploys = deploysIn(entries, model, env);
  const seen = new Set<string>();
  return deploys.filter(({ entry: { candidate } }) => {
    if (candidate.artifact === deploys[0]?.entry.candidate.artifact || seen.has(candidate.version)) return false;
    seen.add(candidate.version);
    return true;
  });
}

/** No environment is skipped: the one before, in which these very bytes have never run; null where nothing is skipped. */
export function neverRanIn(entries: Iterable<CountedEntry>, environments: readonly string[], { model, env, artifact }: Candidate): string | null {
  const before = environments[environments.indexOf(env) - 1];
  return before === undefined || deploysIn(entries, model, before).some(({ entry }) => entry.candidate.artifact === artifact) ? null : before;
}
