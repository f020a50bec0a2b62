/** Counted even where they look like noise: among few moments a real dependence may. */
const fewestLags = 3;

/** Sums of scores per moment, in time order: one series for each score and side. */
export type Series = readonly Float64Array[];

export interface Autocorrelation {
  /** The variance of a long mean over that of independent moments with the same spread; at least 1. */
  readonly longRun: number;
  /** Moments per block (Politis and White 2004, for a mean; with the correction of 2009). */
  readonly blockLength: number;
  /** The same ratio as `longRun` that means of blocks of so many moments show. */
  withinBlocks(length: number): number;
}

/**
 * How moments near in time depend on each other, from all series together, of `moments` each on so many sides. Lags count up to where the correlation stays within
 * noise, weighted by a flat-top window. A sample's own mean takes a little off each correlation, which is given back.
 */
export function autocorrelation(series: Series, moments: number, sides = 2): Autocorrelation {
  const farthest = Math.min(moments - 2, Math.ceil(Math.sqrt(moments)) + 5, 200);
  const squares = sumOf(series, 0);
  if (farthest < 1 || squares === 0) return { longRun: 1, blockLength: 1, withinBlocks: () => 1 };
  const plain = Array.from({ length: farthest + 1 }, (_, lag) => sumOf(series, lag) / squares);
  const lags = 2 * Math.max(fewestLags, significantLag(plain, moments * sides));
  const first = weighted(plain, lags);
  // What the mean of so few moments took off.
  const lost = Math.max(0, first.longRun) / moments;
  const { longRun, slope, at } = weighted(plain.map((one, lag) => (lag === 0 ? one : one + lost * (1 - one))), lags);
  const level = Math.max(longRun, 0.1);
  const blockLength = Math.max(1, Math.round(((2 * slope * slope) / ((4 / 3) * level * level)) ** (1 / 3) * moments ** (1 / 3)));
  return {
    longRun: Math.max(1, longRun),
    blockLength,
    withinBlocks(length) {
      let sum = 1;
      for (let lag = 1; lag < Math.min(length, at.length); lag += 1) sum += 2 * (1 - lag / length) * at[lag]!;
      return Math.max(0.1, sum);
    },
  };
}

function sumOf(series: Series, lag: number): number {
  let sum = 0;
  for (const one of series) for (let at = lag; at < one.length; at += 1) sum += one[at]! * one[at - lag]!;
  return sum;
}

/** The lag after which five correlations in a row are within noise; 0 where the first already is. */
function significantLag(correlations: readonly number[], moments: number): number {
  const noise = 2 * Math.sqrt(Math.log10(Math.max(10, moments)) / moments);
  let last = 0;
  for (let lag = 1; lag < correlations.length && lag - last <= 5; lag += 1) if (Math.abs(correlations[lag]!) > noise) last = lag;
  return last;
}

function weighted(correlations: readonly number[], lags: number): { readonly longRun: number; readonly slope: number; readonly at: readonly number[] } {
  let longRun = 1;
  let slope = 0;
  const at = correlations.map((one, lag) => one * flatTop(lag / lags));
  for (let lag = 1; lag < at.length; lag += 1) {
    longRun += 2 * at[lag]!;
    slope += 2 * lag * at[lag]!;
  }
  return { longRun, slope, at };
}

function flatTop(share: number): number {
  return share <= 0.5 ? 1 : share >= 1 ? 0 : 2 * (1 - share);
}
