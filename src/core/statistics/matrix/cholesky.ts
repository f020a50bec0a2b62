import { fail } from '../../base/fault.ts';

/**
 * The lower factor L of a symmetric positive definite matrix A = L·Lᵀ, `size` × `size` row by row; above the diagonal is 0.
 * Throws `invalid` for a matrix that is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const own = row * size;
    for (let column = 0; column <= row; column += 1) {
      const other = column * size;
      let sum = matrix[own + column]!;
      for (let at = 0; at < column; at += 1) sum -= lower[own + at]! * lower[other + at]!;
      if (column < row) lower[own + column] = sum / lower[other + column]!;
      else if (sum > 0) lower[own + row] = Math.sqrt(sum);
      else throw fail('invalid', 'The matrix is not positive definite.');
    }
  }
  return lower;
}

/** The x with L·Lᵀ·x = `right`. */
export function choleskySolve(lower: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = right.slice();
  for (let row = 0; row < size; row += 1) {
    let sum = x[row]!;
    for (let at = 0; at < row; at += 1) sum -= lower[row * size + at]! * x[at]!;
    x[row] = sum / lower[row * size + row]!;
  }
  // By rows of L, so that memory is read in order.
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = (x[row] = x[row]! / lower[row * size + row]!);
    for (let at = 0; at < row; at += 1) x[at] = x[at]! - lower[row * size + at]! * value;
  }
  return x;
}
