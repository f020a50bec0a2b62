/**
 * P(D ≥ steps / lcm(n, m)) of two samples under one continuous law: the share of lattice paths from (0, 0) to (m, n) that
 * touch the outside of the band |x/m − y/n| < D. The share is carried itself, as a mean of its two predecessors, so that
 * nothing cancels and 1e-300 keeps its digits (Hodges 1958). O(m · n · D) time, O(n) memory.
 */
export function ksUnequalSizes(n: number, m: number, steps: number): number {
  if (n > m) return ksUnequalSizes(m, n, steps);
  const common = greatestCommonDivisor(n, m);
  const perX = n / common;
  const perY = m / common;
  const inverse = new Float64Array(n + m + 1);
  for (let at = 1; at <= n + m; at += 1) inverse[at] = 1 / at;
  // outside[y] = the share at (x, y); above the band it is 1, and there it still has its first value.
  const outside = new Float64Array(n + 1).fill(1);
  for (let y = 0; y * perY < steps && y <= n; y += 1) outside[y] = 0;
  for (let x = 1; x <= m; x += 1) {
    const lowest = Math.max(0, Math.floor((x * perX - steps) / perY) + 1);
    const highest = Math.min(n, Math.ceil((x * perX + steps) / perY) - 1);
    if (highest < lowest) return 1;
    let below = lowest === 0 ? 0 : 1;
    for (let y = lowest; y <= highest; y += 1) {
      const share = inverse[x + y]!;
      below = outside[y]! * (x * share) + below * (y * share);
      outside[y] = below;
    }
  }
  return Math.min(1, outside[n]!);
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
