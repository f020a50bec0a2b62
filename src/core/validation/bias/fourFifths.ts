import type { BiasDisparity, FourFifths } from '../../model/bias.ts';
import type { MeasuredGrouping } from './disparities.ts';
import { groupName } from './grouping.ts';

const note =
  'A screening rule of the US EEOC (29 CFR 1607.4(D)): a selection rate below 4/5 of the highest one is a reason to look closer. It is no legal verdict, and small samples cross it by chance.';

/** For each class: the groups whose selection rate is below 4/5 of the highest; asked in whole counts, so that 4/5 itself is not. */
export function fourFifthsOf({ grouping, measures }: MeasuredGrouping, disparities: readonly BiasDisparity[], least: number): FourFifths[] {
  return measures
    .filter(({ name }) => name === 'selection_rate')
    .map((measure) => {
      const ratio = disparities.find(
        ({ name, method, grouping: columns, class: of }) => name === 'demographic_parity_ratio' && method === 'between_groups' && columns === grouping.columns && of === measure.class,
      );
      const base = { grouping: grouping.columns, class: measure.class, ratio: ratio?.value ?? null, interval: ratio?.interval ?? null };
      if (ratio === undefined || ratio.value === null) return { ...base, highest: null, below: [], note: `Not defined: ${ratio?.note ?? 'no selection rates'}.` };
      const groups = grouping.groups.flatMap(({ values, rows }, at) => {
        const estimate = measure.groups[at];
        return rows >= least && estimate !== undefined ? [{ group: groupName(values), hits: estimate.hits!, of: estimate.of, rate: estimate.value }] : [];
      });
      const highest = groups.reduce((most, one) => (one.rate > most.rate ? one : most));
      const below = groups.filter(({ hits, of }) => 5 * hits * highest.of < 4 * highest.hits * of);
      return { ...base, highest: highest.group, below: below.map(({ group, rate }) => ({ group, ratio: rate / highest.rate })), note };
    });
}
