import { stateWords } from '../../../core/monitor/stateWords.ts';
import type { MonitorState } from '../../../services/monitors/monitors.ts';
import { joined, type Row, type RowContext, type RowIcon } from './row.ts';
import { age, plain } from './text.ts';

/** `drift · 3 of 24 columns · 2 d ago`; the same words stand in the tree and above the text. */
export function monitorText({ last, isChanged }: MonitorState, context: RowContext): string {
  const { t } = context;
  const words = plain(stateWords(last, t), 120);
  return joined([words, last !== null && age(last.at, context), last?.retrain && t('retrain'), isChanged && t('written anew since')]);
}

/** Shapes differ, so colour is not needed to tell them apart. */
export function monitorIcon({ last }: MonitorState): RowIcon {
  if (last === null) return { name: 'circle-dashed' };
  if (last.verdict === 'drift') return { name: 'graph-scatter', color: 'list.warningForeground' };
  if (last.verdict === 'unknown') return { name: 'question', color: 'list.warningForeground' };
  return last.alarms.length > 0 ? { name: 'warning', color: 'list.warningForeground' } : { name: 'pass', color: 'testing.iconPassed' };
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
