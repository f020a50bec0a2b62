/** Below this a probability is only asked to be as small. */
const smallestP = 1e-300;

/**
 * How far ours is from theirs in units of what is allowed: keys that end in `p` or `Tail` are probabilities, relative 1e-6
 * and 1e-10 down to 1e-300; anything else is a statistic, 1e-9 · max(1, |x|). At most 1 is agreement.
 */
export function disagreement(key: string, ours: number, theirs: number): number {
  if (ours === theirs) return 0;
  const isTail = key.endsWith('Tail');
  if (isTail || key.endsWith('p')) {
    if (ours >= 0 && ours < smallestP && theirs < smallestP) return 0;
    return distanceOf(ours, theirs, Math.abs(theirs) * allowedOf(key));
  }
  return distanceOf(ours, theirs, allowedOf(key) * Math.max(1, Math.abs(theirs)));
}

export function allowedOf(key: string): number {
  return key.endsWith('Tail') ? 1e-10 : key.endsWith('p') ? 1e-6 : 1e-9;
}

function distanceOf(ours: number, theirs: number, allowed: number): number {
  const distance = Math.abs(ours - theirs) / allowed;
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}
