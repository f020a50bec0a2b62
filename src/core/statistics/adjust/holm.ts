/** p values adjusted so that the chance of any false rejection stays at α (Holm 1979), whatever the dependence. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((left, right) => ps[left]! - ps[right]!);
  const adjusted = Array.from(ps);
  let most = 0;
  order.forEach((index, place) => {
    most = Math.max(most, Math.min(1, ps[index]! * (ps.length - place)));
    adjusted[index] = most;
  });
  return adjusted;
}
