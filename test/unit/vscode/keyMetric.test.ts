import { describe, expect, it } from 'vitest';
import { keyMetric, metricText, shortKey } from '../../../src/vscode/views/rows/keyMetric.ts';

describe('the metric beside a run', () => {
  it.each([
    ['val/loss', ['val/loss', 'epoch'], 'loss'],
    ['val/loss', ['val/loss', 'train/loss'], 'val/loss'],
    ['valid.accuracy', ['valid.accuracy', 'accuracy'], 'valid.accuracy'],
    ['a.b.c', ['a.b.c', 'x.c'], 'b.c'],
    ['a.c', ['a.c', 'bc'], 'c'],
    ['plain', ['plain'], 'plain'],
  ])('%s among %j is called %s', (key, keys, name) => {
    expect(shortKey(key, keys)).toBe(name);
  });

  it('is a held-out quality unless somebody said otherwise', () => {
    const metrics = { 'train.loss': 0.1, 'valid.accuracy': 0.9647, accuracy: 0.95, step: 3 };
    const key = keyMetric(metrics, { chosen: null, written: [] }) ?? '';
    expect(metricText(metrics, key)).toBe('valid.accuracy 0.9647');
    expect(keyMetric(metrics, { chosen: null, written: ['accuracy'] })).toBe('accuracy');
    expect(keyMetric(metrics, { chosen: 'step', written: ['accuracy'] })).toBe('step');
  });
});
