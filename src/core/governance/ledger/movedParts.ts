import type { Candidate } from './entry.ts';

const parts = ['version', 'artifact', 'commit', 'data', 'params', 'metrics'] as const;

export interface MovedPart {
  readonly part: (typeof parts)[number];
  /** Digests and commits as they are, in full; null where there is none. */
  readonly now: string | null;
  readonly then: string | null;
  readonly changes: boolean;
}

/** What an environment runs now against what it will, part by part. With nothing there yet, nothing changes. */
export function movedParts(from: Candidate | null, to: Candidate): MovedPart[] {
  return parts.map((part) => ({ part, now: from?.[part] ?? null, then: to[part], changes: from !== null && from[part] !== to[part] }));
}

/** Digests and commits as people tell them apart. */
export function shortDigest(value: string): string {
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : value;
}
