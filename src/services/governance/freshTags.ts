import type { Machine } from '../../core/port/machine.ts';
import { remoteOf } from './ledgerSync.ts';

/**
 * A registry that lives in git has its fields in tags: a clone that fetched the ledger and not the tags would take a decision for a field
 * that was moved by hand. False where there is no remote.
 */
export async function freshTags({ branches }: Pick<Machine, 'branches'>, root: string, signal: AbortSignal): Promise<boolean> {
  const remote = await remoteOf(branches, root, signal);
  if (remote !== null) await branches.fetchTags(root, remote, signal);
  return remote !== null;
}
