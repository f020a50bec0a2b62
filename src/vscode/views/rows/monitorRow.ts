import { driftWords } from '../../../core/drift/resultWords.ts';
import type { DriftVerdict } from '../../../core/model/drift.ts';
import type { ToolResult } from '../../../core/model/toolResult.ts';
import { stateWords } from '../../../core/monitor/stateWords.ts';
import type { MonitorState } from '../../../services/monitors/monitors.ts';
import { joined, type Row, type RowContext, type RowIcon } from './row.ts';
import { age, plain, value } from './text.ts';

/** `drift · 3 of 24 columns · 2 d ago`; the same words stand in the tree and above the text. */
export function monitorText({ last, isChanged }: MonitorState, context: RowContext): string {
  const { t } = context;
  const words = plain(stateWords(last, t), 120);
  return joined([words, last !== null && age(last.at, context), last?.retrain && t('retrain'), isChanged && t('written anew since')]);
}

/** Shapes differ, so colour is not needed to tell them apart. */
export function monitorIcon({ last }: MonitorState): RowIcon {
  if (last === null) return { name: 'circle-large-outline' };
  if (last.verdict === 'no-drift' && last.alarms.length > 0) return { name: 'warning', color: 'list.warningForeground' };
  return verdictIcon(last.verdict);
}

function verdictIcon(verdict: DriftVerdict): RowIcon {
  if (verdict === 'no-drift') return { name: 'pass', color: 'testing.iconPassed' };
  return { name: verdict === 'drift' ? 'graph-scatter' : 'question', color: 'list.warningForeground' };
}

export function monitorRow(state: MonitorState, parent: string, context: RowContext): Row {
  const { monitor, folder, last } = state;
  const label = plain(monitor.name, 80);
  const text = monitorText(state, context);
  return {
    id: `monitor ${parent} ${folder} ${monitor.name}`,
    label,
    description: text,
    icon: monitorIcon(state),
    children: 'none',
    tokens: ['monitor', ...(last === null ? [] : ['ran'])],
    speech: joined([context.t('monitor {0}', label), text], ', '),
    subject: null,
  };
}

/** What another tool left with the version's run. */
export function toolResultRow(result: ToolResult, parent: string, at: number, { t }: RowContext): Row {
  const isDrift = result.kind === 'drift';
  const label = isDrift ? plain(result.path, 80) : t('Evaluation');
  const metrics = isDrift ? [] : Object.entries(result.metrics).slice(0, 3).map(([name, metric]) => `${plain(name, 40)} ${value(metric)}`);
  const found = isDrift
    ? [plain(driftWords(result), 120), result.reports.length > 1 && t('{0} windows', result.reports.length)]
    : [...metrics, result.rows !== null && t('{0} rows', result.rows)];
  const description = joined([plain(result.tool, 40), ...found]);
  return {
    id: `toolResult ${parent} ${at} ${isDrift ? result.path : ''}`,
    label,
    description,
    icon: isDrift ? verdictIcon(result.reports.at(-1)?.verdict ?? 'unknown') : { name: 'checklist' },
    children: 'none',
    tokens: ['toolResult'],
    speech: joined([label, description], ', '),
    subject: null,
  };
}
