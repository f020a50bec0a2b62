import { durationText } from '../base/duration.ts';
import type { Monitor } from './monitor.ts';
import type { RetrainRule } from './retrainRule.ts';
import type { WindowRule } from './windowRule.ts';

/** `2 of 3 consecutive windows with drift, then 7d of rest`. */
export function ruleWords(rule: RetrainRule): string {
  if (rule.when === 'schedule') return `every ${durationText(rule.everyMs)}`;
  const what = rule.when === 'drift' ? 'with drift' : 'with too low a performance';
  const rest = rule.cooldownMs === 0 ? '' : `, then ${durationText(rule.cooldownMs)} of rest`;
  return rule.of === 1 ? `each window ${what}${rest}` : `${rule.least} of ${rule.of} consecutive windows ${what}${rest}`;
}

/** What the windows that count for the rule have in common: `drifted`. */
export function hitWords({ retrain, quality }: Pick<Monitor, 'retrain' | 'quality'>): string {
  const what = retrain?.when === 'performance' ? 'broke the limit of performance' : 'drifted';
  return `${what}${quality.some(({ retrains }) => retrains) ? ' or broke a quality rule' : ''}`;
}

export function windowWords(rule: WindowRule): string {
  if (rule.kind === 'whole') return 'all rows at once';
  return rule.kind === 'rows' ? `windows of ${rule.rows} rows` : `windows of ${durationText(rule.ms)}`;
}
