import { symmetricEigen } from '../../statistics/matrix/symmetricEigen.ts';

/** What was learnt from reference rows: how to lay a row on their principal components and see what is lost. */
export interface Reconstruction {
  readonly components: number;
  /** Euclidean distance of each standardised row from its reconstruction; `values` row by row, as wide as what was learnt from. */
  errors(values: Float64Array): Float64Array;
}

/**
 * Principal components of standardised features that hold more than `share` of the variance together, as NannyML's data
 * reconstruction does (its default is 0.65). A constant feature is only centred. `rows` ≥ 1.
 */
export function fitReconstruction(values: Float64Array, rows: number, width: number, share = 0.65): Reconstruction {
  const means = new Float64Array(width);
  const scales = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) for (let at = 0; at < width; at += 1) means[at]! += values[row * width + at]! / rows;
  for (let row = 0; row < rows; row += 1) for (let at = 0; at < width; at += 1) scales[at]! += (values[row * width + at]! - means[at]!) ** 2 / rows;
  for (let at = 0; at < width; at += 1) {
    const isConstant = scales[at]! <= (1e-12 * means[at]!) ** 2;
    scales[at] = isConstant ? 1 : Math.sqrt(scales[at]!);
  }
  const standard = (all: Float64Array, row: number) => Float64Array.from({ length: width }, (_, at) => (all[row * width + at]! - means[at]!) / scales[at]!);

  const covariance = new Float64Array(width * width);
  for (let row = 0; row < rows; row += 1) {
    const one = standard(values, row);
    for (let left = 0; left < width; left += 1) for (let right = 0; right < width; right += 1) covariance[left * width + right]! += (one[left]! * one[right]!) / rows;
  }
  const { values: variances, vectors } = symmetricEigen(covariance, width);
  const total = variances.reduce((sum, value) => sum + value, 0);
  let components = 0;
  for (let held = 0; components < width && held <= share * total; components += 1) held += variances[components]!;
  return {
    components,
    errors: (all) =>
      Float64Array.from({ length: all.length / width }, (_, row) => {
        const left = standard(all, row);
        const one = left.slice();
        for (let component = 0; component < components; component += 1) {
          const from = component * width;
          let score = 0;
          for (let at = 0; at < width; at += 1) score += one[at]! * vectors[from + at]!;
          for (let at = 0; at < width; at += 1) left[at] = left[at]! - score * vectors[from + at]!;
        }
        return Math.sqrt(left.reduce((sum, value) => sum + value * value, 0));
      }),
  };
}
