import { fail } from '../../base/fault.ts';
import { correctedPValue, foldMean, type FoldValue } from '../folds/correctedVariance.ts';
import { answerOf, type ChampionComparison, type Direction } from './comparison.ts';

/**
 * Two recipes refitted on the same folds, by the corrected resampled t-test on the folds' differences. The folds of both must
 * be the same ones in the same order. Throws `invalid` where they are not, or are fewer than two.
 */
export function compareRecipes(candidate: readonly FoldValue[], champion: readonly FoldValue[], { metric, direction }: { readonly metric: string; readonly direction: Direction }): ChampionComparison {
  if (candidate.length !== champion.length) throw fail('invalid', 'The recipes were not fitted on the same folds.');
  const differences = foldMean(candidate.map((fold, at) => ({ ...fold, value: fold.value - champion[at]!.value })));
  const isEverywhereEqual = differences.minimum === 0 && differences.maximum === 0;
  const pValue = isEverywhereEqual ? 1 : correctedPValue(differences);
  const answer = answerOf(differences.mean, pValue, direction);
  return {
    answer,
    reason: reasonOf(answer, differences.folds),
    method: 'corrected resampled t-test',
    metric,
    candidate: foldMean(candidate).mean,
    champion: foldMean(champion).mean,
    difference: differences.mean,
    interval: isEverywhereEqual ? { low: 0, high: 0 } : differences.interval,
    pValue,
    assumes: 'Recipes, refitted on each fold, are compared, not one fitted model with another; rows are independent.',
  };
}

function reasonOf(answer: ChampionComparison['answer'], folds: number): string {
  if (answer === 'better' || answer === 'worse') return `The candidate’s recipe is ${answer} over the same ${folds} folds.`;
  if (answer === 'same') return `No difference of the recipes is shown over the same ${folds} folds.`;
  return `The difference is the same in all ${folds} folds, so nothing tells it from chance; use more folds or another metric.`;
}
