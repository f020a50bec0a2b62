import type { PermutationLaw } from '../../statistics/tests/permutationLaw.ts';
import { parentsOf, type SlicePlan } from './slicePlan.ts';

/**
 * `law`: of the largest |z| of all cells. The cells worth telling, the best first: by adjusted p, then by |z|. A slice of two columns is dropped where one of its
 * two parents is as far or further in the same direction, a slice that holds the same rows as a better one as well.
 * `rowSets`: a number per cell, equal for cells of the same rows.
 */
export function rankSlices(
  plan: SlicePlan,
  scores: Float64Array,
  law: PermutationLaw,
  { direction, listed, rowSets }: { readonly direction: 'higher' | 'lower' | 'both'; readonly listed: number; readonly rowSets: Float64Array },
): ReadonlyArray<{ readonly cell: number; readonly z: number; readonly pAdjusted: number }> {
  const isAsked = (z: number) => (direction === 'both' ? Math.abs(z) > 0 : direction === 'higher' ? z > 0 : z < 0);
  const candidates: Array<{ readonly cell: number; readonly z: number }> = [];
  scores.forEach((z, cell) => {
    if (!isAsked(z)) return;
    const sign = Math.sign(z);
    // Equal but for rounding is not better.
    const isBetter = parentsOf(plan, cell).every((parent) => !(sign * scores[parent]! >= sign * z * (1 - 1e-9)));
    if (isBetter) candidates.push({ cell, z });
  });
  // Adjusted p falls with |z|: one order serves both.
  candidates.sort((left, right) => Math.abs(right.z) - Math.abs(left.z) || left.cell - right.cell);
  const seen = new Set<number>();
  const told: Array<{ readonly cell: number; readonly z: number; readonly pAdjusted: number }> = [];
  for (const { cell, z } of candidates) {
    if (told.length >= listed) break;
    const key = rowSets[cell]!;
    if (seen.has(key)) continue;
    seen.add(key);
    told.push({ cell, z, pAdjusted: law.p(Math.abs(z)) });
  }
  return told;
}
