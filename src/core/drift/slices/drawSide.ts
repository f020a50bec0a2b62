import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/**
 * Draws which rows could as well have been one side's, ascending: of each stratum as many as that side has of it, each set
 * equally likely; with units, the rows of as many units as that side has. A unit is in the stratum of most of its rows.
 */
export function sideDraw(
  rows: number,
  members: { readonly from: number; readonly to: number },
  units: RowUnits | undefined,
  random: RandomGenerator,
  strata: Uint8Array = new Uint8Array(rows),
): () => Int32Array {
  const isMember = (row: number) => row >= members.from && row < members.to;
  if (units === undefined) {
    const drawSet = strataDraw(strata, Uint8Array.from({ length: rows }, (_, row) => Number(isMember(row))), random);
    const drawn = new Int32Array(members.to - members.from);
    return () => {
      let at = 0;
      // Written at the next place in any case, which is moved on only by a row that is taken.
      drawSet((row, isTaken) => {
        if (at < drawn.length) drawn[at] = row;
        at += isTaken;
      });
      return drawn;
    };
  }
  const { unitOf } = units;
  const hasSide = new Uint8Array(units.units);
  for (let row = members.from; row < members.to; row += 1) hasSide[unitOf[row]!] = 1;
  const drawSet = strataDraw(unitStrata(units, strata), hasSide, random);
  const isDrawn = new Uint8Array(units.units);
  return () => {
    drawSet((unit, isTaken) => (isDrawn[unit] = isTaken));
    let size = 0;
    for (let row = 0; row < rows; row += 1) size += isDrawn[unitOf[row]!]!;
    const drawn = new Int32Array(size);
    let at = 0;
    for (let row = 0; row < rows; row += 1) if (isDrawn[unitOf[row]!] === 1) drawn[at++] = row;
    return drawn;
  };
}

/**
 * Each item in turn with the chance of its stratum's places left among the stratum's items left (Knuth, algorithm S, for all
 * strata at once). A multiply decides, which is off by less than one part in 10,000 at these sizes.
 */
function strataDraw(strata: Uint8Array, isMember: Uint8Array, random: RandomGenerator): (take: (item: number, isTaken: number) => void) => void {
  const sizes = new Float64Array(256);
  const wanted = new Float64Array(256);
  strata.forEach((stratum, item) => {
    sizes[stratum]! += 1;
    wanted[stratum]! += isMember[item]!;
  });
  return (take) => {
    const left = sizes.slice();
    const places = wanted.slice();
    for (let item = 0; item < strata.length; item += 1) {
      const stratum = strata[item]!;
      const isTaken = Number((random.next() / 4_294_967_296) * left[stratum]! < places[stratum]!);
      left[stratum]! -= 1;
      places[stratum]! -= isTaken;
      take(item, isTaken);
    }
  };
}

function unitStrata({ unitOf, units }: RowUnits, strata: Uint8Array): Uint8Array {
  const counts = new Map<number, number>();
  unitOf.forEach((unit, row) => counts.set(unit * 256 + strata[row]!, (counts.get(unit * 256 + strata[row]!) ?? 0) + 1));
  const most = new Float64Array(units);
  const chosen = new Uint8Array(units);
  for (const [key, count] of counts) {
    const [unit, stratum] = [Math.floor(key / 256), key % 256];
    if (count > most[unit]! || (count === most[unit]! && stratum < chosen[unit]!)) [most[unit], chosen[unit]] = [count, stratum];
  }
  return chosen;
}
