import type { Digest, Place } from './entry.ts';

/** These entries and all they build on, as far as that is there. */
export function withAncestors(heads: readonly Digest[], placeOf: (name: Digest) => Pick<Place, 'prev'> | undefined): Set<Digest> {
  const seen = new Set<Digest>();
  const open = [...heads];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(placeOf(name)?.prev ?? []));
  }
  return seen;
}
