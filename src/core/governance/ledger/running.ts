import type { Entry } from './entry.ts';
import type { CountedEntry } from './weigh.ts';

/** Who may say what an environment runs. What runs is the champion, and its commit is where authorship begins: not everybody may move it. */
export const deployRoles: readonly string[] = ['ci', 'deployer', 'admin'];

interface Deployed extends CountedEntry {
  readonly entry: Entry<'deploy' | 'rollback'>;
}

/** Deploys and rollbacks of a model in an environment by those who may, the last first. */
export function deploysIn(entries: Iterable<CountedEntry>, model: string, env: string): Deployed[] {
  return [...entries]
    .filter((one): one is Deployed => (one.entry.kind === 'deploy' || one.entry.kind === 'rollback') && one.entry.candidate.model === model && one.entry.candidate.env === env && one.signer.roles.some((role) => deployRoles.includes(role)))
    .sort((a, b) => b.entry.seq - a.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1));
}

/** What an environment runs by its last deploy or rollback; null before the first. */
export function runningIn(entries: Iterable<CountedEntry>, model: string, env: string): Deployed | null {
  return deploysIn(entries, model, env)[0] ?? null;
}
