import { toFault } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Machine } from '../../core/port/machine.ts';
import { remoteOf } from './ledgerSync.ts';

/**
 * A registry that lives in git has its fields in tags: a clone that fetched the ledger and not the tags would take a decision for a field
 * that was moved by hand. A tag that was replaced costs only itself: it is a problem, and stays what it was here.
 */
export async function freshTags({ branches }: Pick<Machine, 'branches'>, root: string, signal: AbortSignal): Promise<readonly Problem[]> {
  const remote = await remoteOf(branches, root, signal);
  if (remote === null) return [];
  try {
    await branches.fetchTags(root, remote, signal);
    return [];
  } catch (error) {
    const fault = toFault(error);
    if (fault.code !== 'conflict') throw error;
    return [problemOf(remote, fault)];
  }
}
