import type { Interval } from '../../statistics/interval/interval.ts';
import { increasingRoot } from '../../statistics/special/increasingRoot.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';

/**
 * Interval of an area under the ROC curve by Hanley and McNeil's variance (1982), in the form of a score interval: the areas
 * from which this one is no surprise (Newcombe 2006, method 5). Holds its level for small samples and stays within 0 to 1, with
 * some width where the area is 0 or 1. `positives` and `negatives`: rows of each class, above 0.
 */
export function rocAucInterval(area: number, positives: number, negatives: number, level = 0.95): Interval {
  const z = -normalQuantile((1 - level) / 2);
  const others = (positives + negatives) / 2 - 1;
  const deviation = (of: number) => Math.sqrt((of * (1 - of) * (1 + (others * (1 - of)) / (2 - of) + (others * of) / (1 + of))) / (positives * negatives));
  // At its own ends the variance is 0 and anything would be a root: they are left out.
  const inside = 1e-12;
  return {
    low: area === 0 ? 0 : increasingRoot((of) => of + z * deviation(of) - area, 0, area * (1 - inside)),
    high: area === 1 ? 1 : increasingRoot((of) => of - z * deviation(of) - area, area + (1 - area) * inside, 1),
  };
}
