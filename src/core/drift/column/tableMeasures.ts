import { cramersV } from '../../statistics/distance/cramersV.ts';
import { cramersVCorrected } from '../../statistics/distance/cramersVCorrected.ts';
import { hellinger } from '../../statistics/distance/hellinger.ts';
import { jensenShannon } from '../../statistics/distance/jensenShannon.ts';
import { stabilityIndex } from '../../statistics/distance/stabilityIndex.ts';
import { totalVariation } from '../../statistics/distance/totalVariation.ts';
import { fisherExact } from '../../statistics/tests/fisherExact.ts';
import { gTest } from '../../statistics/tests/gTest.ts';
import { total } from './total.ts';

export type Measures = Readonly<Record<string, number | null>>;

/**
 * Distances of two rows of counts over the same bins or levels. `js` is the Jensen-Shannon distance in base e (as scipy's),
 * `jsBase2` the same in base 2, 0 to 1.
 */
export function shareMeasures(reference: readonly number[], current: readonly number[]): Measures {
  const js = jensenShannon(reference, current);
  return {
    psi: stabilityIndex(reference, current).index,
    js,
    jsBase2: js / Math.sqrt(Math.LN2),
    hellinger: hellinger(reference, current),
    tv: totalVariation(reference, current),
  };
}

/** Of a table that was tested. `v` is bias-corrected; `fisher` is the p of a 2 × 2 table. */
export function testMeasures(reference: readonly number[], current: readonly number[], statistic: number): Measures {
  const all = total(reference) + total(current);
  const isTwo = reference.length === 2;
  return {
    chi2: statistic,
    g: gTest(reference, current).statistic,
    v: cramersVCorrected(statistic, reference.length, all),
    vUncorrected: cramersV(statistic, all),
    fisher: isTwo ? fisherExact(reference[0]!, reference[1]!, current[0]!, current[1]!) : null,
  };
}
