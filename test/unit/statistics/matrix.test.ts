import { describe, expect, it } from 'vitest';
import { cholesky, choleskySolve } from '../../../src/core/statistics/matrix/cholesky.ts';
import { symmetricEigen } from '../../../src/core/statistics/matrix/symmetricEigen.ts';

describe('eigenvalues of a symmetric matrix', () => {
  it('come with their vectors, the largest first', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => value.toFixed(12))).toEqual(['3.000000000000', '1.000000000000']);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[1]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('are found where they are equal, 0, or there is one', () => {
    expect([...symmetricEigen(Float64Array.of(0, 0, 0, 0), 2).values]).toEqual([0, 0]);
    expect([...symmetricEigen(Float64Array.of(5, 0, 0, 5), 2).values]).toEqual([5, 5]);
    expect([...symmetricEigen(Float64Array.of(-7), 1).values]).toEqual([-7]);
    expect([...symmetricEigen(new Float64Array(0), 0).values]).toEqual([]);
  });
});

describe('Cholesky', () => {
  it('solves, and refuses what is not positive definite', () => {
    const lower = cholesky(Float64Array.of(4, 2, 2, 3), 2);
    const x = choleskySolve(lower, 2, Float64Array.of(10, 8));
    expect(x[0]).toBeCloseTo(1.75, 12);
    expect(x[1]).toBeCloseTo(1.5, 12);
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/positive definite/);
  });
});
