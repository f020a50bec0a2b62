import { describe, expect, it } from 'vitest';
import { multivariateFamily } from '../../../src/core/drift/multivariate/multivariateFamily.ts';
import { jointFeatures } from '../../../src/core/drift/multivariate/jointFeatures.ts';
import { rankArea } from '../../../src/core/drift/multivariate/rankArea.ts';
import { reconstructionDrift } from '../../../src/core/drift/multivariate/reconstructionDrift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';

const random = () => new RandomGenerator('2d');

/** Two numbers whose correlation, and two categories whose agreement, may be what changes; a third number with nulls. */
function side(rows: number, draw: RandomGenerator, { correlation = 0, sameNulls = false } = {}): Column[] {
  const x = Array.from({ length: rows }, () => draw.normal());
  const y = x.map((value) => correlation * value + Math.sqrt(1 - correlation ** 2) * draw.normal());
  const isNull = x.map(() => draw.uniform() < 0.3);
  return [
    numberColumn('x', x),
    numberColumn('y', y),
    numberColumn('z', x.map((_, row) => (isNull[row] ? null : draw.normal()))),
    levelColumn('c', x.map((_, row) => (sameNulls ? isNull[row]! : draw.uniform() < 0.3) ? null : 'abc'[draw.integerBelow(3)]!)),
  ];
}

describe('columns together', () => {
  it('drift where only a correlation changed, and its columns are named first', () => {
    const draw = random();
    const family = multivariateFamily(side(800, draw), side(800, draw, { correlation: 0.6 }), { random: random() });
    expect(family).toMatchObject({ name: 'multivariate', state: 'drift', drifted: true, alpha: 0.01, pValue: 0.005 });
    expect([...family.columns.slice(0, 2)].sort()).toEqual(['x', 'y']);
    expect(family.effect).toBeGreaterThan(0.55);
    expect(family.effectInterval![0]).toBeLessThan(family.effect!);
  });

  it('drift where values go missing together that went missing apart', () => {
    const draw = random();
    const family = multivariateFamily(side(800, draw), side(800, draw, { sameNulls: true }), { random: random() });
    expect(family.state).toBe('drift');
    expect([...family.columns.slice(0, 2)].sort()).toEqual(['c', 'z']);
  });

  it('do not where nothing changed, and twice the same is said', () => {
    const draw = random();
    const [reference, current] = [side(1_200, draw), side(1_200, draw)];
    const family = multivariateFamily(reference, current, { random: random() });
    expect(family).toMatchObject({ state: 'none', drifted: false });
    expect(multivariateFamily(reference, current, { random: random() })).toEqual(family);
    expect(multivariateFamily(reference, reference, { random: random() })).toMatchObject({ drifted: false });
  });

  it('are unknown where rows are few, and where there is nothing to compare', () => {
    const draw = random();
    expect(multivariateFamily(side(60, draw), side(60, draw), { random: random() }).state).toBe('unknown');
    const untold = { state: 'unknown', drifted: false, pValue: null, effect: null, columns: [] };
    expect(multivariateFamily(side(1, draw), side(1, draw), { random: random() })).toMatchObject(untold);
    expect(multivariateFamily([], [], { random: random() })).toMatchObject(untold);
    expect(multivariateFamily([emptyColumn('e', 50)], [emptyColumn('e', 50)], { random: random() })).toMatchObject(untold);
    const constant = [numberColumn('k', new Float64Array(50).fill(2))];
    expect(multivariateFamily(constant, constant, { random: random() })).toMatchObject(untold);
    const times = [numberColumn('t', Float64Array.from({ length: 50 }, (_, row) => row), { kind: 'datetime' })];
    expect(multivariateFamily(times, times, { random: random() })).toMatchObject(untold);
  });

  it('stand infinite and huge numbers', () => {
    const draw = random();
    const odd = () => [numberColumn('x', Float64Array.from({ length: 100 }, () => [Infinity, -Infinity, 1e300, NaN, draw.normal()][draw.integerBelow(5)]!)), ...side(100, draw).slice(1)];
    const [reference, current] = [odd(), odd()];
    expect(Number.isFinite(multivariateFamily(reference, current, { random: random() }).effect)).toBe(true);
    expect(reconstructionDrift(reference, current, random())).toBeDefined();
  });
});

describe('features', () => {
  it('have mean 0 and variance 1 over both sides, and stay within their number', () => {
    const draw = random();
    const features = jointFeatures(side(100, draw), side(80, draw), { most: 12 });
    expect(features.width).toBe(12);
    expect(features.pairsLeftOut).toBeGreaterThan(0);
    for (let at = 0; at < features.width; at += 1) {
      const values = Array.from({ length: 180 }, (_, row) => features.values[row * features.width + at]!);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
      expect(values.reduce((sum, value) => sum + value * value, 0) / 180).toBeCloseTo(1, 9);
    }
  });
});

describe('the area under the ROC curve', () => {
  it('counts ties half', () => {
    const area = (scores: number[], sides: number[]) => rankArea(Float64Array.from(scores), Uint8Array.from(sides));
    expect(area([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(area([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
    expect(area([1, 1, 1], [0, 1, 1])).toBe(0.5);
    expect(area([1, 2, 2, 3], [0, 0, 1, 1])).toBe(0.875);
    expect(area([1, 2], [1, 1])).toBe(0.5);
  });
});

describe('reconstruction', () => {
  it('sees a column leave the others, not a change that nothing is lost by', () => {
    const draw = random();
    const rows = (isTogether: boolean) => {
      const factor = Array.from({ length: 600 }, () => draw.normal());
      return [0, 1, 2, 3].map((at) => numberColumn(`x${at}`, factor.map((value) => (isTogether || at > 0 ? value : draw.normal()) + 0.3 * draw.normal())));
    };
    expect(reconstructionDrift(rows(true), rows(false), random())!.pValue).toBeLessThan(1e-6);
    expect(reconstructionDrift(rows(true), rows(true), random())!.pValue).toBeGreaterThan(0.01);
    expect(reconstructionDrift([], [], random())).toBeUndefined();
    expect(reconstructionDrift(rows(true).slice(0, 0), rows(true), random())).toBeUndefined();
  });
});
