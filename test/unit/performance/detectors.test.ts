import { describe, expect, it } from 'vitest';
import { Adwin } from '../../../src/core/drift/stream/adwin.ts';
import { Ddm } from '../../../src/core/drift/stream/ddm.ts';
import { detectAlong } from '../../../src/core/drift/stream/detectAlong.ts';
import { Eddm } from '../../../src/core/drift/stream/eddm.ts';
import { HddmA } from '../../../src/core/drift/stream/hddmA.ts';
import { Kswin } from '../../../src/core/drift/stream/kswin.ts';
import { PageHinkley } from '../../../src/core/drift/stream/pageHinkley.ts';
import { pageHinkleyNote, pageHinkleyThreshold } from '../../../src/core/drift/stream/pageHinkleyThreshold.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

describe('stream detectors', () => {
  it('refuse what is no error, no number or no setting', () => {
    for (const detector of [new Ddm(), new Eddm(), new HddmA()]) expect(() => detector.update(0.5)).toThrow(/other than 0 and 1/);
    for (const detector of [new Adwin(), new PageHinkley(), new Kswin()]) expect(() => detector.update(Number.NaN)).toThrow(/no finite number/);
    expect(() => new Kswin({ windowSize: 50, statSize: 30 })).toThrow(/windowSize/);
    expect(() => new Eddm({ alpha: 0.8, beta: 0.9 })).toThrow(/beta/);
    expect(() => new Adwin({ delta: 0 })).toThrow(/delta/);
  });

  it('tell of themselves in finite numbers, before the first value and after many', () => {
    const random = new RandomGenerator('1');
    for (const detector of [new Ddm(), new Eddm(), new HddmA(), new Adwin(), new PageHinkley(), new Kswin()]) {
      expect(Object.values(detector.inside()).every(Number.isFinite), detector.name).toBe(true);
      for (let row = 0; row < 200; row += 1) detector.update(random.integerBelow(2));
      expect(Object.values(detector.inside()).every(Number.isFinite), detector.name).toBe(true);
    }
  });

  it('KSWIN without a draw of its own says the same of the same stream', () => {
    const random = new RandomGenerator('2');
    const values = Array.from({ length: 400 }, (_, row) => random.normal() + (row > 250 ? 1.5 : 0));
    const events = detectAlong(values, new Kswin());
    expect(events).toEqual(detectAlong(values, new Kswin()));
    expect(events.some(({ index }) => index > 250)).toBe(true);
  });
});

describe('Page-Hinkley’s threshold', () => {
  it.each([
    [0.1, 'both'],
    [0.3, 'up'],
    [0.02, 'both'],
  ] as const)('gives about the false alarms asked for, errors of rate %d, %s', (rate, mode) => {
    const random = new RandomGenerator('3');
    const rowsPerFalseAlarm = 2_000;
    const threshold = pageHinkleyThreshold({ deviation: Math.sqrt(rate * (1 - rate)), rowsPerFalseAlarm, mode });
    const rows = 150_000;
    const alarms = detectAlong(Array.from({ length: rows }, () => Number(random.uniform() < rate)), new PageHinkley({ threshold, mode })).length;
    // The running mean it starts from is itself uncertain, which costs early alarms: an order of magnitude is what is promised.
    expect(rows / alarms).toBeGreaterThan(rowsPerFalseAlarm / 3);
    expect(rows / alarms).toBeLessThan(rowsPerFalseAlarm * 3);
  });

  it('is told in words that a person can act on', () => {
    expect(pageHinkleyNote(0.1)).toMatch(/needs at least 527 rows to see errors rise from 10 % to 20 %.*About \d+ gives one false alarm/);
    expect(pageHinkleyNote(0)).toBeNull();
    expect(pageHinkleyNote(0.004)).toMatch(/lets every rise/);
  });
});
