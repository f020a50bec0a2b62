import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/**
 * Draws values as they could as well have come where nothing depends on the row's columns: rows in another order. Units have
 * sizes of their own and cannot change places; each keeps its values or turns their signs, at random (the wild bootstrap of
 * clustered data, Cameron, Gelbach and Miller 2008): what a slice gets from one unit stays together. `values` have mean 0, as
 * the drawn ones do again.
 */
export function valueDraw(values: Float64Array, units: RowUnits | undefined, random: RandomGenerator): () => Float64Array {
  const drawn = values.slice();
  if (units === undefined) {
    return () => {
      for (let last = drawn.length - 1; last > 0; last -= 1) {
        const other = Math.floor((random.next() / 4_294_967_296) * (last + 1));
        const value = drawn[last]!;
        drawn[last] = drawn[other]!;
        drawn[other] = value;
      }
      return drawn;
    };
  }
  const { unitOf } = units;
  const signs = new Float64Array(units.units);
  return () => {
    for (let unit = 0; unit < signs.length; unit += 1) signs[unit] = random.next() < 0x80000000 ? -1 : 1;
    let sum = 0;
    for (let row = 0; row < drawn.length; row += 1) sum += drawn[row] = signs[unitOf[row]!]! * values[row]!;
    const mean = sum / drawn.length;
    for (let row = 0; row < drawn.length; row += 1) drawn[row]! -= mean;
    return drawn;
  };
}
