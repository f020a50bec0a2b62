import type { Digest, Place } from './entry.ts';

/**
 * The newest entries of which they themselves and all that they build on are sure: only these may be remembered, or handed on as an
 * anchor. An entry whose signature turns out not to be good only after it was remembered would end every reading with 4.
 * `places`: each after all that it builds on.
 */
export function sureHeads(places: ReadonlyMap<Digest, Pick<Place, 'prev'>>, isSure: (name: Digest) => boolean): Digest[] {
  const sure = new Set<Digest>();
  const heads = new Set<Digest>();
  for (const [name, { prev }] of places) {
    if (!isSure(name) || !prev.every((one) => sure.has(one))) continue;
    sure.add(name);
    heads.add(name);
    for (const one of prev) heads.delete(one);
  }
  return [...heads].sort();
}
