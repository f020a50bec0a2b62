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
  const cuts: number[] = [justBelow(least), most];
  for (let at = 1; at < wanted; at += 1) cuts.push(sample[Math.floor((at / wanted) * (sample.length - 1))]!);
  const enough = Math.max(2, (2 * sample.length) / wanted);
  for (let from = 0; from < sample.length; ) {
    const value = sample[from]!;
    let to = from + 1;
    while (to < sample.length && sample[to] === value) to += 1;
    if (to - from >= enough) cuts.push(value, justBelow(value));
    from = to;
  }
  // + 0: a negative zero is a zero, as it is in a set.
  const ascending = Float64Array.from(cuts, (cut) => cut + 0).sort();
  return ascending.filter((cut, at) => at === 0 || cut !== ascending[at - 1]);
}
