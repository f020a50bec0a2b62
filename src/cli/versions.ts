import { toFault } from '../core/base/fault.ts';
import type { Page, PageRequest } from '../core/capability/page.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import { allPages } from '../services/gather.ts';

/** Asked at once: enough to hide the latency of a server, few enough not to flood it. */
const lanes = 4;

/** Each item with its versions, newest first. One whose versions cannot be read keeps `null` and becomes a problem. */
export async function withVersions<T extends { readonly source: string }, V extends { readonly id: string }>(
  items: readonly T[],
  isWanted: boolean,
  ask: (item: T, request: PageRequest) => Promise<Page<V>>,
): Promise<{ items: Array<T & { versions?: readonly V[] | null }>; problems: Problem[]; failed: string[] }> {
  if (!isWanted) return { items: [...items], problems: [], failed: [] };
  const problems: Problem[] = [];
  const failed = new Set<string>();
  const full = items.map((item): T & { versions?: readonly V[] | null } => ({ ...item, versions: null }));
  let at = 0;
  const lane = async (): Promise<void> => {
    for (let index = at++; index < items.length; index = at++) {
      const item = items[index] as T;
      try {
        const versions = await allPages((request) => ask(item, request));
        full[index] = { ...item, versions: versions.items };
        problems.push(...versions.problems);
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        problems.push(problemOf(item.source, fault));
        failed.add(item.source);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { items: full, problems, failed: [...failed] };
}
