const fewestBins = 4_096;
/** With a value of its own for each they stay below what `binTable` counts. */
const mostBins = 16_384;
const sampledForEach = 100_000 / fewestBins;

/**
 * How many bins a grid of tables with that many rows on their smaller side has. More rows tell smaller changes apart: the bins
 * get as much narrower, or they would leave open whether a change is significant.
 */
export function binsFor(rows: number): number {
  let bins = fewestBins;
  while (bins < mostBins && (bins / fewestBins) ** 2 * 2 ** 20 < rows) bins *= 2;
  return bins;
}

const bits = new DataView(new ArrayBuffer(8));

/** The next smaller double. */
export function justBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}

/** How many values apart those of a sample are, so that it has some 24 for each bin at most. */
export function sampleStep(count: number, bins: number): number {
  return Math.max(1, Math.ceil(count / (sampledForEach * bins)));
}

/**
 * Ascending cuts of a grid: bin k holds what is above cut k − 1 and at most cut k, bin 0 what is at most the first, the last
 * what is above the last cut. Spaced by quantiles of a sample of the reference; a value that fills two bins or more gets one
 * of its own; the first bin is below the reference's least value and the last above its largest. `sample`: ascending, finite,
 * at least one value.
 */
export function gridCuts(sample: Float64Array, least: number, most: number, wanted = fewestBins): Float64Array {
  const own = frequent(sample, Math.ceil(Math.max(2, (2 * sample.length) / wanted)));
  const cuts = new Float64Array(wanted + 1 + 2 * own.length);
  // + 0: a negative zero is a zero, as it is in a set.
  cuts[0] = justBelow(least) + 0;
  cuts[1] = most + 0;
  for (let at = 1; at < wanted; at += 1) cuts[1 + at] = sample[Math.floor((at / wanted) * (sample.length - 1))]! + 0;
  own.forEach((value, at) => {
    cuts[wanted + 1 + 2 * at] = value + 0;
    cuts[wanted + 2 + 2 * at] = justBelow(value) + 0;
  });
  cuts.sort();
  let kept = 0;
  for (let at = 0; at < cuts.length; at += 1) {
    if (at > 0 && cuts[at] === cuts[at - 1]) continue;
    cuts[kept] = cuts[at]!;
    kept += 1;
  }
  return cuts.slice(0, kept);
}

/** The values that stand `enough` times and more in an ascending sample: each of them is met where one looks at every `enough`th. */
function frequent(sample: Float64Array, enough: number): readonly number[] {
  const found: number[] = [];
  for (let at = enough - 1; at < sample.length; at += enough) {
    const value = sample[at]!;
    if (value === found.at(-1) || (sample[at - 1] !== value && sample[at + 1] !== value)) continue;
    let [from, to] = [at, at + 1];
    while (from > 0 && sample[from - 1] === value) from -= 1;
    while (to < sample.length && to - from < enough && sample[to] === value) to += 1;
    if (to - from >= enough) found.push(value);
  }
  return found;
}
