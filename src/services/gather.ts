import { toFault } from '../core/base/fault.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Page, PageRequest } from '../core/capability/page.ts';

/** A list over several sources: what could be read, and one problem for each thing that could not. */
export interface Gathered<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
  /** Ids of the sources that gave nothing because they failed. */
  readonly failed: readonly string[];
}

interface Configured {
  readonly config: { readonly id: string };
}

/** Asks every source at once. One that fails becomes a problem and never empties another's part. */
export async function gather<E extends Configured, T>(
  entries: readonly E[],
  ask: (entry: E) => Promise<{ readonly items: readonly T[]; readonly problems?: readonly Problem[] }>,
): Promise<Gathered<T>> {
  const items: T[] = [];
  const problems: Problem[] = [];
  const failed: string[] = [];
  const answers = await Promise.all(
    entries.map(async (entry) => {
      try {
        return await ask(entry);
      } catch (error) {
        return toFault(error);
      }
    }),
  );
  answers.forEach((answer, index) => {
    const id = entries[index]?.config.id ?? '';
    if ('code' in answer) {
      if (answer.code === 'cancelled') return;
      failed.push(id);
      problems.push(problemOf(id, answer));
      return;
    }
    for (const item of answer.items) items.push(item);
    problems.push(...(answer.problems ?? []));
  });
  return { items, problems, failed };
}

/** Every page of a list, from first to last. Repeated rows of an offset-paged system are dropped by `id`. */
export async function allPages<T extends { readonly id: string }>(
  ask: (request: PageRequest) => Promise<Page<T>>,
  request: PageRequest = {},
): Promise<{ items: T[]; problems: Problem[] }> {
  const items = new Map<string, T>();
  const problems: Problem[] = [];
  let cursor = request.cursor;
  do {
    const page = await ask({ ...request, ...(cursor === undefined ? {} : { cursor }) });
    for (const item of page.items) if (!items.has(item.id)) items.set(item.id, item);
    problems.push(...(page.problems ?? []));
    cursor = page.next;
  } while (cursor !== undefined);
  return { items: [...items.values()], problems };
}
