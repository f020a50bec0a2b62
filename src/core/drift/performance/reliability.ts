import { fail } from '../../base/fault.ts';

/** Rows of neighbouring probabilities: what was promised, and what came. */
export interface ReliabilityBin {
  readonly rows: number;
  /** Mean probability of being positive. */
  readonly predicted: number;
  /** Share that is positive. */
  readonly observed: number;
}

/**
 * Rows in about `bins` bins of as many rows each, by ascending probability (equal ones in the order of the rows); the last bin
 * takes what is left. Fewer bins for fewer than two rows each. `truth`: 1 = positive, 0 = not. Throws `invalid` below 4 rows.
 */
export function reliabilityBins(truth: Int32Array, probabilities: Float64Array, bins = 10): ReliabilityBin[] {
  const rows = truth.length;
  const count = rows <= 2 * bins ? Math.floor(rows / 2) : bins;
  if (count < 2) throw fail('invalid', 'There are too few rows to see whether probabilities hold.', { hint: 'It takes at least 4 rows with a label and a probability.' });
  const order = Uint32Array.from(truth.keys()).sort((one, other) => probabilities[one]! - probabilities[other]! || one - other);
  const width = Math.floor(rows / count);
  return Array.from({ length: Math.floor(rows / width) }, (_, bin) => {
    const isLast = (bin + 2) * width > rows;
    const of = order.subarray(bin * width, isLast ? rows : (bin + 1) * width);
    let [predicted, observed] = [0, 0];
    for (const row of of) {
      predicted += probabilities[row]!;
      observed += truth[row]!;
    }
    return { rows: of.length, predicted: predicted / of.length, observed: observed / of.length };
  });
}

/** Mean distance between promised and observed share, each bin by its rows: 0 is calibrated. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed), 0);
}
