import { describe, expect, it } from 'vitest';
import { aligned, lineOf, loggable, smoothed, xValues } from '../../../webview-ui/src/charts/transform.ts';
import type { CurvePoints } from '../../../src/protocol/compare.ts';

const curve = (steps: number[], values: number[], times: number[] = steps.map(() => NaN)): CurvePoints => ({
  run: 'r',
  key: 'k',
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
  times: Float64Array.from(times),
  isSampled: false,
  problem: null,
});

describe('curves', () => {
  it('smooths without bias: a constant stays itself from the first point on', () => {
    expect([...smoothed(Float64Array.of(3, 3, 3), 0.9)].map((value) => Number(value.toFixed(9)))).toEqual([3, 3, 3]);
  });
  it('lets a gap be a gap and go on from the average before it', () => {
    const result = smoothed(Float64Array.of(1, NaN, 1), 0.5);
    expect(result[1]).toBeNaN();
    expect(result[2]).toBeCloseTo(1);
  });
  it('lies between the extremes and is calmer with more weight', () => {
    const noisy = Float64Array.from({ length: 200 }, (_, index) => (index % 2 ? 1 : -1));
    const range = (values: Float64Array) => Math.max(...values.slice(50)) - Math.min(...values.slice(50));
    expect(range(smoothed(noisy, 0.9))).toBeLessThan(range(smoothed(noisy, 0.5)));
    expect(range(smoothed(noisy, 0.5))).toBeLessThan(2);
  });
  it('puts steps in order and keeps each value with its step', () => {
    const line = lineOf(curve([3, 1, 2], [30, 10, 20]), 'step', 0);
    expect([...(line?.x ?? [])]).toEqual([1, 2, 3]);
    expect([...(line?.y ?? [])]).toEqual([10, 20, 30]);
  });
  it('has no time axis where the source keeps no times; relative starts at zero', () => {
    expect(xValues(curve([0], [1]), 'time')).toBeUndefined();
    expect([...(xValues(curve([0, 1], [1, 2], [5000, 6500]), 'relative') ?? [])]).toEqual([0, 1.5]);
  });
  it('aligns lines of different steps: absent is undefined, NaN a gap', () => {
    const lines = [lineOf(curve([0, 2], [1, 2]), 'step', 0), lineOf(curve([1, 2], [5, NaN]), 'step', 0)].flatMap((line) => line ?? []);
    expect(aligned(lines, (line) => line.y)).toEqual([[0, 1, 2], [1, undefined, 2], [undefined, 5, null]]);
  });
  it('drops what a log axis cannot show and counts it', () => {
    expect(loggable([[0, 1, 2], [0, -1, 2]])).toEqual({ columns: [[0, 1, 2], [null, null, 2]], dropped: 2 });
  });
});
