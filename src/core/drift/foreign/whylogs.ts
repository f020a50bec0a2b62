import { foreignReport, type ForeignColumn } from './foreignReport.ts';
import { isObject, numberAt, objectAt, textAt } from './json.ts';
import type { ForeignReader } from './reader.ts';

/**
 * What whylogs' `calculate_drift_scores(…, with_thresholds=True)` answers, saved as JSON: by column its algorithm, statistic,
 * p and category. POSSIBLE_DRIFT is told as no drift, with the category named.
 */
export const whylogs: ForeignReader = {
  tool: 'whylogs',
  file: 'drift scores in JSON',
  read(value) {
    if (!isObject(value)) return undefined;
    const scores = Object.entries(value).filter(([, score]) => textAt(score, 'algorithm') !== null && isObject(score) && 'drift_category' in score);
    if (scores.length === 0) return undefined;
    const columns = scores.map(([name, score]): ForeignColumn => {
      const category = textAt(score, 'drift_category');
      const isP = numberAt(score, 'pvalue') !== null;
      const limits = objectAt(score, 'thresholds')?.['DRIFT'];
      const limit: unknown = Array.isArray(limits) ? limits[isP ? 1 : 0] : undefined;
      return {
        name,
        method: textAt(score, 'algorithm') ?? '',
        statistic: numberAt(score, 'statistic'),
        ...(isP ? { pValue: numberAt(score, 'pvalue') } : { effect: numberAt(score, 'statistic') }),
        limit: numberAt({ limit }, 'limit'),
        drifted: category === null ? null : category === 'DRIFT',
        problems: category === 'POSSIBLE_DRIFT' ? [{ code: 'possibleDrift', message: 'whylogs calls this a possible drift.' }] : [],
      };
    });
    return [foreignReport({ name: 'whylogs', version: '1' }, columns, { rule: 'It gives no verdict of the whole.' })];
  },
};
