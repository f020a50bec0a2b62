import type { Job } from '../../../core/model/job.ts';
import type { Run } from '../../../core/model/run.ts';
import type { ToolResult } from '../../../core/model/toolResult.ts';
import type { MonitorState } from '../../../services/monitors/monitors.ts';
import type { RunMarks } from './runRow.ts';
import type { Translate } from './row.ts';
import { statusText } from './status.ts';
import { plain, value } from './text.ts';

const maxRows = 12;

/** Text from outside inside Markdown: nothing in it is syntax, a link or HTML. */
export function escapeMarkdown(text: string): string {
  return plain(text, 300).replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@/]/g, '\\$&');
}

/** Never trusted, no HTML: the editor renders it as plain Markdown. */
export function runTooltip(run: Run, marks: RunMarks, sourceLabel: string, t: Translate): string {
  return [
    `**${escapeMarkdown(marks.name ?? run.name ?? run.id)}** — ${escapeMarkdown(statusText(run.status, t))}`,
    marks.note === null ? '' : `> ${escapeMarkdown(marks.note)}`,
    table(t('Metric'), run.metrics, t),
    table(t('Parameter'), run.params, t),
    list([
      [t('Source'), sourceLabel],
      [t('Experiment'), run.experiment],
      [t('Commit'), run.commit === null ? null : `${run.commit.slice(0, 12)}${run.dirty ? ` (${t('with uncommitted changes')})` : ''}`],
      [t('Started'), run.startedAt],
      [t('Ended'), run.endedAt],
      [t('User'), run.user],
      [t('Same run as'), run.sameAs.length === 0 ? null : run.sameAs.join(', ')],
      [t('Id'), run.id],
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function jobTooltip(job: Job, t: Translate): string {
  return [
    `**${escapeMarkdown(job.name)}** — ${escapeMarkdown(statusText(job.status, t))}`,
    list([
      [t('Command'), job.command.join(' ')],
      [t('Target'), job.target],
      [t('Reason'), job.reason],
      [t('Exit code'), job.exitCode === null ? null : String(job.exitCode)],
      [t('Signal'), job.signal],
      [t('Started'), job.startedAt],
      [t('Ended'), job.endedAt],
      [t('Id'), job.id],
    ]),
  ].join('\n\n');
}

export function monitorTooltip({ monitor, last }: MonitorState, t: Translate): string {
  return factsTooltip(monitor.name, [
    [t('Found'), last?.reason ?? t('never run')],
    ...(last?.alarms ?? []).filter(({ kind }) => kind !== 'drift').map(({ name, message }) => [name ?? '', message] as const),
    [t('Model'), monitor.model],
    [t('Reference'), monitor.reference],
    [t('Current'), monitor.current],
    [t('When'), last?.at ?? null],
    [t('To train anew'), last?.retrain?.proposal ?? null],
  ]);
}

export function toolResultTooltip(result: ToolResult, t: Translate): string {
  if (result.kind === 'drift') return factsTooltip(result.path, [[t('Tool'), result.tool], [t('Found'), result.reports.at(-1)?.reason ?? null], [t('Run'), result.run]]);
  const metrics = Object.entries(result.metrics).map(([name, metric]) => [name, value(metric)] as const);
  return factsTooltip(t('Evaluation'), [[t('Tool'), result.tool], ...metrics.slice(0, maxRows), [t('Data'), result.tables.join(', ')], [t('Run'), result.run]]);
}

export function factsTooltip(title: string, facts: ReadonlyArray<readonly [string, string | null]>): string {
  return [`**${escapeMarkdown(title)}**`, list(facts)].join('\n\n');
}

function list(facts: ReadonlyArray<readonly [string, string | null]>): string {
  return facts
    .filter(([, text]) => text !== null && text !== '')
    .map(([name, text]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(text ?? '')}`)
    .join('\n');
}

function table(title: string, leaves: Run['metrics'], t: Translate): string {
  const keys = Object.keys(leaves);
  if (keys.length === 0) return '';
  const rows = keys.slice(0, maxRows).map((key) => `| ${escapeMarkdown(key)} | ${escapeMarkdown(value(leaves[key]))} |`);
  const rest = keys.length - rows.length;
  return [`| ${escapeMarkdown(title)} | |`, '|:--|--:|', ...rows, ...(rest > 0 ? [`| ${escapeMarkdown(t('… {0} more', rest))} | |`] : [])].join('\n');
}
