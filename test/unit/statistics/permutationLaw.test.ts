import { describe, expect, it } from 'vitest';
import { permutationLaw } from '../../../src/core/statistics/tests/permutationLaw.ts';

describe('a p by permutation', () => {
  const counting = () => {
    let at = 0;
    return () => (at += 1);
  };

  it('counts draws at least as large, and itself', () => {
    const law = permutationLaw(95, counting(), { permutations: 99, alpha: 0.5 });
    expect(law.permutations).toBe(99);
    expect(law.p(95)).toBe(0.06);
    expect(law.p(1_000)).toBe(0.01);
    expect(law.p(-5)).toBe(1);
  });

  it('takes what differs by rounding as a tie', () => {
    expect(permutationLaw(1 + 1e-13, () => 1, { permutations: 9, alpha: 1 }).p(1 + 1e-13)).toBe(1);
  });

  it('ends where nothing can be significant any more, and then p is above alpha', () => {
    const law = permutationLaw(0.5, counting(), { permutations: 999, alpha: 0.05 });
    expect(law.permutations).toBe(51);
    expect(law.p(0.5)).toBe(1);
    // The last draw that can be needed brings p just above alpha.
    let drawn = 0;
    const late = permutationLaw(1, () => Number((drawn += 1) > 948), { permutations: 999, alpha: 0.05 });
    expect(late.permutations).toBe(999);
    expect(late.p(1)).toBeGreaterThan(0.05);
  });

  it('tells of its progress, and is ended by what that throws', () => {
    const seen: number[] = [];
    const progress = (done: number) => {
      seen.push(done);
      if (done === 3) throw new Error('enough');
    };
    expect(() => permutationLaw(1, () => 0, { permutations: 9, alpha: 0.05, progress })).toThrow('enough');
    expect(seen).toEqual([1, 2, 3]);
  });
});
