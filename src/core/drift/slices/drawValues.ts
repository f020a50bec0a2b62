import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/**
 * Draws the values in an order in which they could as well have come. With units their runs of values change places whole:
 * all rows are put unit by unit, and the units' values laid over them in a random order of the units, so that values that
 * stood together still do, whatever the sizes of the units.
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
  const rowsOf: number[][] = Array.from({ length: units.units }, () => []);
  units.unitOf.forEach((unit, row) => rowsOf[unit]!.push(row));
  const places = rowsOf.flat();
  const order = rowsOf.map((_, unit) => unit);
  return () => {
    random.shuffle(order);
    let at = 0;
    for (const unit of order) for (const row of rowsOf[unit]!) drawn[places[at++]!] = values[row]!;
    return drawn;
  };
}
