import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { isPositive, scoresOf, type Metric } from '../scenarios/metricTable.ts';
import { takeRows, type JudgedRows } from '../scenarios/predictions.ts';
import { answerOf, type ChampionAnswer, type ChampionComparison } from './comparison.ts';
import { deLong } from './deLong.ts';
import { pairedBootstrap } from './pairedBootstrap.ts';

const assumes = 'Rows are independent of each other and new to both models.';

/** Two fixed models on the same rows: areas under the curve of two classes by DeLong, any other metric by the paired bootstrap. */
export async function compareModels(candidate: JudgedRows, champion: JudgedRows, metric: Metric, random: RandomGenerator, pause?: () => Promise<void>): Promise<ChampionComparison> {
  if (metric.name === 'roc_auc' && candidate.positive !== null) {
    const compared = deLong(isPositive(candidate), scoresOf(candidate), scoresOf(champion));
    const answer = answerOf(compared.difference, compared.pValue, metric.direction);
    return { ...compared, answer, reason: reasonOf(answer, candidate.rows), method: 'DeLong', metric: metric.name, assumes };
  }
  const compared = await pairedBootstrap(candidate.rows, (rows) => ({ candidate: metric.of(takeRows(candidate, rows)), champion: metric.of(takeRows(champion, rows)) }), random, pause ? { pause } : {});
  const answer = answerOf(compared.difference, compared.pValue, metric.direction);
  const { candidate: first, champion: second, difference, interval, pValue } = compared;
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return { candidate: known(first), champion: known(second), difference: known(difference), interval, pValue, answer, reason: reasonOf(answer, candidate.rows), method: 'paired bootstrap', metric: metric.name, assumes };
}

function reasonOf(answer: ChampionAnswer, rows: number): string {
  if (answer === 'better' || answer === 'worse') return `The candidate is ${answer} on the same ${rows} rows.`;
  if (answer === 'same') return `No difference is shown on the same ${rows} rows.`;
  return `These ${rows} rows do not tell: the metric is not defined on enough resamples of them.`;
}
