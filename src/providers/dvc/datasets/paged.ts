import { fail } from '../../../core/base/fault.ts';
import type { Page, PageRequest } from '../../../core/capability/page.ts';

const defaultPageSize = 200;

/** One page of a list that is in memory; the cursor is an offset. */
export function paged<T>(all: readonly T[], request: PageRequest): Page<T> {
  const start = request.cursor === undefined ? 0 : Number(request.cursor);
  if (!Number.isInteger(start) || start < 0) throw fail('invalid', `“${request.cursor ?? ''}” is no cursor of this list.`);
  const end = start + (request.pageSize ?? defaultPageSize);
  return { items: all.slice(start, end), total: all.length, ...(end < all.length ? { next: String(end) } : {}) };
}
