import type { Digest, Entry } from './entry.ts';

/** These entries and all they build on, as far as that is there. */
export function withAncestors(heads: readonly Digest[], entries: ReadonlyMap<Digest, { readonly entry: Entry }>): Set<Digest> {
  const seen = new Set<Digest>();
  const open = [...heads];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(entries.get(name)?.entry.prev ?? []));
  }
  return seen;
}
