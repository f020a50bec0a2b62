import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/**
 * Draws which rows could as well have been one side's, ascending: `size` rows of `rows`, each set equally likely; with units,
 * the rows of as many units as that side has.
 */
export function sideDraw(
  rows: number,
  members: { readonly from: number; readonly to: number },
  units: RowUnits | undefined,
  random: RandomGenerator,
): () => Int32Array {
  if (units === undefined) {
    const drawn = new Int32Array(members.to - members.from);
    return () => {
      // Each row in turn with the chance of the places left among the rows left (Knuth, algorithm S): already ascending.
      let at = 0;
      for (let row = 0; at < drawn.length; row += 1) {
        drawn[at] = row;
        at += Number((random.next() / 4_294_967_296) * (rows - row) < drawn.length - at);
      }
      return drawn;
    };
  }
  const { unitOf } = units;
  const hasSide = new Uint8Array(units.units);
  for (let row = members.from; row < members.to; row += 1) hasSide[unitOf[row]!] = 1;
  const isDrawn = new Uint8Array(rows);
  return () => {
    random.shuffle(hasSide);
    let size = 0;
    for (let row = 0; row < rows; row += 1) size += isDrawn[row] = hasSide[unitOf[row]!]!;
    const drawn = new Int32Array(size);
    let at = 0;
    for (let row = 0; row < rows; row += 1) if (isDrawn[row] === 1) drawn[at++] = row;
    return drawn;
  };
}
