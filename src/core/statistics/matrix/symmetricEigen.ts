export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** One eigenvector per row, in the order of the values, of length 1; the largest entry by size is positive. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and vectors of a real symmetric matrix, `size` × `size` row by row, by cyclic Jacobi rotations: exact to
 * rounding, also for values that are equal or 0. O(size³) per sweep, some 6 to 10 sweeps.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let at = 0; at < size; at += 1) v[at * size + at] = 1;
  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 60 && offDiagonal(a, size) > 1e-30 * whole; sweep += 1) {
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, at) => at).sort((left, right) => a[right * size + right]! - a[left * size + left]! || left - right);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    let largest = 0;
    for (let at = 0; at < size; at += 1) {
      const entry = v[at * size + from]!;
      if (Math.abs(entry) > Math.abs(largest) * (1 + 1e-12)) largest = entry;
    }
    for (let at = 0; at < size; at += 1) vectors[to * size + at] = largest < 0 ? -v[at * size + from]! : v[at * size + from]!;
  });
  return { values: Float64Array.from(order, (at) => a[at * size + at]!), vectors };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) for (let column = row + 1; column < size; column += 1) sum += a[row * size + column]! ** 2;
  return sum;
}

/** Turns the plane of p and q so that their entry vanishes; v collects the turns, by columns. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  if (apq === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let at = 0; at < size; at += 1) turn(a, at * size + p, at * size + q, c, s);
  for (let at = 0; at < size; at += 1) turn(a, p * size + at, q * size + at, c, s);
  for (let at = 0; at < size; at += 1) turn(v, at * size + p, at * size + q, c, s);
}

function turn(values: Float64Array, first: number, second: number, c: number, s: number): void {
  const x = values[first]!;
  const y = values[second]!;
  values[first] = c * x - s * y;
  values[second] = s * x + c * y;
}
