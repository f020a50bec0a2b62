/** What a comparison of a candidate with the champion can say. `same`: no difference was shown, which is not the same as equal. */
export type ChampionAnswer = 'better' | 'worse' | 'same' | 'unknown';

/** By which law the difference was judged; null where it was not. */
export type ChampionMethod = 'corrected resampled t-test' | 'paired bootstrap' | 'DeLong';

export interface ChampionComparison {
  readonly answer: ChampionAnswer;
  /** One sentence for a person. */
  readonly reason: string;
  readonly method: ChampionMethod | null;
  readonly metric: string;
  /** Means over folds, or values on the rows. */
  readonly candidate: number | null;
  readonly champion: number | null;
  /** Candidate minus champion. */
  readonly difference: number | null;
  /** Of the difference, at 95 %. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly pValue: number | null;
  /** What must hold for the p value to mean what it says. */
  readonly assumes: string;
}

export type Direction = 'maximize' | 'minimize';

/** Two-sided at 0.05: equal models are called better in 2.5 % and worse in 2.5 % of comparisons. */
export const championLevel = 0.05;

/** Which way a difference points, and whether it is shown. */
export function answerOf(difference: number, pValue: number | null, direction: Direction): ChampionAnswer {
  if (pValue === null) return 'unknown';
  if (pValue >= championLevel || difference === 0) return 'same';
  return difference > 0 === (direction === 'maximize') ? 'better' : 'worse';
}
