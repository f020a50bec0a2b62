import { escapeMarkdown } from '../../compare/markdown.ts';
import type { DriftReport } from '../../model/drift.ts';
import { deciderOf, ranked } from '../ranking.ts';
import { modelMarkdown } from './modelMarkdown.ts';
import { countsOf, deciderWords, grouped, orDash, percent, pText, stateWords, verdictWords, windowText } from './words.ts';

const shownAtMost = 30;

/** A report for a pull request: verdict, what was compared, and the columns that are not quiet. Foreign text is escaped. */
export function driftMarkdown(report: DriftReport): string {
  const { key, rows, thresholds } = report;
  const counts = countsOf(report.columns);
  const window = windowText(report.window);
  const facts = [
    `- Reference: ${escapeMarkdown(key.reference)}, ${grouped(rows.reference)} rows`,
    `- Current: ${escapeMarkdown(key.current)}, ${grouped(rows.current)} rows${window === '' ? '' : `, ${escapeMarkdown(window)}`}`,
    ...(key.model === null ? [] : [`- Model: ${escapeMarkdown(key.model)}`]),
    ...(key.commit === null ? [] : [`- Commit: ${escapeMarkdown(key.commit.slice(0, 12))}`]),
    `- Columns: ${counts.drift} drift, ${counts.unknown} unknown, ${counts.negligible} negligible, ${counts.none} no drift`,
    `- ${escapeMarkdown(report.engine.dependence)}; false discovery rate ${thresholds.alpha}`,
  ];
  const loud = ranked(report.columns, thresholds).flatMap((place) => {
    const column = report.columns[place];
    return column && column.state !== 'none' ? [column] : [];
  });
  const table = loud.slice(0, shownAtMost).map((column) => {
    const decider = deciderOf(column);
    const interval = column.effectInterval ? ` (${orDash(column.effectInterval[0])} to ${orDash(column.effectInterval[1])})` : '';
    return [
      escapeMarkdown(column.name),
      `${stateWords[column.state]}${decider ? `: ${deciderWords[decider]}` : ''}`,
      `${orDash(column.effect)}${interval}`,
      pText(column.pAdjusted),
      `${percent(column.nullShare.reference)} → ${percent(column.nullShare.current)}`,
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const heads = ['Column', 'State', 'Effect', 'Adjusted p', 'Missing'];
  const columns = table.length === 0 ? [] : ['', line(heads), line(heads.map(() => '---')), ...table.map(line), ...(loud.length > shownAtMost ? ['', `and ${loud.length - shownAtMost} more.`] : [])];
  const families = report.families.map((family) => `- ${escapeMarkdown(family.name)}: ${stateWords[family.state]}, p ${pText(family.pValue)} (level ${family.alpha}). ${escapeMarkdown(family.reason)}`);
  return [
    `### ${verdictWords[report.verdict]}`,
    '',
    escapeMarkdown(report.reason),
    '',
    ...facts,
    ...columns,
    ...(families.length === 0 ? [] : ['', ...families]),
    ...modelMarkdown(report),
    '',
    `Digest: ${escapeMarkdown(report.digest)}`,
    '',
  ].join('\n');
}
