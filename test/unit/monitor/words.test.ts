import { expect, it } from 'vitest';
import { backtestText } from '../../../src/cli/monitorText.ts';
import { styleFor } from '../../../src/cli/style.ts';
import type { Monitor } from '../../../src/core/monitor/monitor.ts';
import { defaultHitRule } from '../../../src/core/monitor/retrainRule.ts';
import type { TestedMonitor } from '../../../src/services/monitors/monitors.ts';

it.each([
  [[true], 'drift', false, '1 whole window; 1 of them drifted.\nThe rule would have fired 1 time: '],
  [[false, true, true], 'performance', true, '3 whole windows; 2 of them broke the limit of performance or broke a quality rule.'],
] as const)('says what the windows %j did that count for the rule', (hits, when, retrains, words) => {
  const monitor = { name: 'm', retrain: { when, ...defaultHitRule }, quality: [{ retrains }] } as unknown as Monitor;
  const tested = {
    rule: monitor.retrain!,
    judged: hits.map((isHit) => ({ isHit, window: { toMs: null } })),
    tested: { fired: [hits.length - 1], years: 1, whenNothingChanged: null },
  } as unknown as TestedMonitor;
  expect(backtestText(monitor, tested, styleFor(false, {}))).toContain(words);
});
