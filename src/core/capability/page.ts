import type { Problem } from '../model/problem.ts';

/** One page of a list. `total` is null where the system does not say. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; pass it back as `cursor`. Absent = the end. */
  readonly next?: string;
  readonly total: number | null;
  /** What could not be read: one per broken file or record. Never a reason to drop the rest. */
  readonly problems?: readonly Problem[];
}

export interface PageRequest {
  readonly cursor?: string;
  readonly pageSize?: number;
}
