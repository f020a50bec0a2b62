/**
 * p values adjusted so that rejecting those ≤ α keeps the share of false ones among the rejected at α (Benjamini and
 * Hochberg 1995), for independent or positively dependent tests. In the given order.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((left, right) => ps[right]! - ps[left]!);
  const adjusted = Array.from(ps);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, (ps[index]! * ps.length) / (ps.length - place));
    adjusted[index] = least;
  });
  return adjusted;
}
