import { escapeMarkdown } from '../../compare/markdown.ts';
import type { DriftReport } from '../../model/drift.ts';
import { alarmsOf, alarmText, performanceSummary } from '../performance/performanceWords.ts';
import { grouped, shortNumber } from './words.ts';

const chunksShown = 10;

/** Performance and bias in a pull request: what raised an alarm, and the largest difference by each set of groups. Empty without either. */
export function modelMarkdown({ performance, bias }: DriftReport): string[] {
  const lines: string[] = [];
  if (performance !== undefined) {
    const alarmed = performance.chunks.filter(({ side, ...chunk }) => side === 'current' && alarmsOf({ side, ...chunk }, performance.metrics).length > 0);
    lines.push('', `**Performance.** ${escapeMarkdown(performanceSummary(performance))} Realised is measured, estimated is not; alarms do not change the verdict.`, '');
    for (const chunk of alarmed.slice(0, chunksShown)) lines.push(`- ${escapeMarkdown(chunk.key)}: ${escapeMarkdown(alarmsOf(chunk, performance.metrics).map(alarmText).join('; '))}`);
    if (alarmed.length > chunksShown) lines.push(`- and ${alarmed.length - chunksShown} more chunks`);
  }
  if (bias !== undefined) {
    lines.push('', `**Bias.** ${grouped(bias.rows.used)} of ${grouped(bias.rows.read)} rows of the current side; groups of fewer than 30 rows have no values.`, '');
    for (const { name, grouping, class: of, value, interval, groups } of bias.disparities.filter(({ name, method }) => method === 'between_groups' && /^(demographic_parity|equalized_odds|mae)_difference$/.test(name))) {
      if (value === null) continue;
      const between = groups === null ? '' : ` between ${escapeMarkdown(groups[0])} and ${escapeMarkdown(groups[1])}`;
      lines.push(`- ${escapeMarkdown(name.replaceAll('_', ' '))} by ${escapeMarkdown(grouping.join(' × '))}${of === null ? '' : `, class ${escapeMarkdown(of)}`}: ${shortNumber(value)}${interval === null ? '' : ` (${shortNumber(interval[0])} to ${shortNumber(interval[1])})`}${between}`);
    }
  }
  return lines;
}
