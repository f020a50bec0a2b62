/**
 * Bergsma's bias-corrected Cramér's V of a 2 × k table, 0 to 1, near 0 for equal laws whatever k is (Bergsma 2013, "A
 * bias-correction for Cramér's V and Tschuprow's T"). 0 where the table is too small to say: total ≤ 2 or one level.
 */
export function cramersVCorrected(statistic: number, levels: number, total: number): number {
  if (total <= 2 || levels < 2) return 0;
  const association = Math.max(0, statistic / total - (levels - 1) / (total - 1));
  const columns = levels - (levels - 1) ** 2 / (total - 1);
  const rows = 2 - 1 / (total - 1);
  const scale = Math.min(columns, rows) - 1;
  return scale <= 0 ? 0 : Math.min(1, Math.sqrt(association / scale));
}
