const wanted = 4_096;
const largestSample = 100_000;

const bits = new DataView(new ArrayBuffer(8));

/** The next smaller double. */
export function justBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}

/**
 * Ascending cuts of a grid: bin k holds what is above cut k − 1 and at most cut k, bin 0 what is at most the first, the last
 * what is above the last cut. Spaced by quantiles of a sample of the reference; a value that fills two bins or more gets one
 * of its own; the first bin is below the reference's least value and the last above its largest. `values`: finite, any order,
 * at least one.
 */
export function gridCuts(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / largestSample));
  const sample = Float64Array.from({ length: Math.ceil(values.length / step) }, (_, at) => values[at * step]!).sort();
  let least = sample[0]!;
  let most = least;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const cuts = new Set([justBelow(least), most]);
  for (let at = 1; at < wanted; at += 1) cuts.add(sample[Math.floor((at / wanted) * (sample.length - 1))]!);
  const enough = Math.max(2, (2 * sample.length) / wanted);
  for (let from = 0; from < sample.length; ) {
    let to = from;
    while (to < sample.length && sample[to] === sample[from]) to += 1;
    if (to - from >= enough) cuts.add(sample[from]!).add(justBelow(sample[from]!));
    from = to;
  }
  return Float64Array.from(cuts).sort();
}
