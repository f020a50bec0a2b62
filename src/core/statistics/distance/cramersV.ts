/**
 * Cramér's V of a 2 × k table: √(statistic / total), 0 to 1, from its chi-square statistic and its total count. 0 for one
 * level. Above 0 even for equal laws: see `cramersVCorrected`.
 */
export function cramersV(statistic: number, total: number): number {
  return Math.min(1, Math.sqrt(statistic / total));
}
