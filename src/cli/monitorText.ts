import { counted } from '../core/base/counted.ts';
import type { MonitorReport } from '../core/model/monitor.ts';
import type { ToolResult } from '../core/model/toolResult.ts';
import type { KeptWindow } from '../core/monitor/keptRun.ts';
import type { Monitor } from '../core/monitor/monitor.ts';
import { driftWords } from '../core/drift/resultWords.ts';
import { stateWords } from '../core/monitor/stateWords.ts';
import { hitWords, ruleWords, windowWords } from '../core/monitor/words.ts';
import type { MonitorState, TestedMonitor } from '../services/monitors/monitors.ts';
import { clean, type Style } from './style.ts';
import { table } from './table.ts';

/** Monitors with what they found last, and when. */
export function listText(states: readonly MonitorState[], style: Style): string {
  if (states.length === 0) return 'No monitors. They are written in .mlops/monitors.yaml.';
  const rows = states.map(({ monitor, last, isChanged }) => [
    monitor.name,
    `${stateWords(last)}${isChanged ? ' (written anew since)' : ''}`,
    last?.at.slice(0, 16).replace('T', ' ') ?? '',
    monitor.current,
    monitor.reference,
    windowWords(monitor.window),
    monitor.retrain ? ruleWords(monitor.retrain) : '',
  ]);
  return table(['MONITOR', 'LAST', 'WHEN (UTC)', 'CURRENT', 'REFERENCE', 'WINDOWS', 'RETRAIN'], rows, style);
}

/** What is kept of one monitor: its last run, and its windows over time. */
export function keptText({ monitor, last, isChanged }: MonitorState, windows: readonly KeptWindow[], style: Style): string {
  if (last === null) return `${style.bold(clean(monitor.name))}: never run.`;
  const rows = windows.map(({ from, to, rows: count, isOpen, verdict }) => [`${from?.slice(0, 10) ?? '–'}${isOpen ? ' (open)' : ''}`, to?.slice(0, 10) ?? '–', String(count), verdict]);
  const lines = [`${style.bold(clean(monitor.name))}: ${stateWords(last)}, ${last.at}. ${clean(last.reason)}`];
  if (isChanged) lines.push(style.warn('The monitor was written anew since.'));
  lines.push(...last.alarms.filter(({ kind }) => kind !== 'drift').map(({ message, name }) => `${clean(name ?? '')}: ${clean(message)}`));
  if (last.retrain) lines.push(last.retrain.job ? `Started ${clean(last.retrain.job)}.` : `The retrain rule fires.${last.retrain.proposal === null ? '' : ` To train anew: ${clean(last.retrain.proposal)}`}`);
  return [...lines, table(['FROM', 'TO', 'ROWS', 'VERDICT'], rows, style)].join('\n');
}

/** What other tools left with a run. */
export function resultsText(results: readonly ToolResult[], style: Style): string {
  if (results.length === 0) return 'No results of other tools were found with this run.';
  const rows = results.map((result) =>
    result.kind === 'drift'
      ? [result.tool, result.path, driftWords(result), result.reports.length > 1 ? `${result.reports.length} windows` : '']
      : [result.tool, result.tables.join(', ') || 'metrics', Object.entries(result.metrics).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`).join(', '), result.rows === null ? '' : counted(result.rows, 'row', 'rows')],
  );
  return table(['TOOL', 'WHERE', 'FOUND', ''], rows, style);
}

/** What a run found, for a person. */
export function runText(report: MonitorReport, style: Style): string {
  const rows = report.windows.map((window) => [
    `${window.from?.slice(0, 10) ?? '–'}${window.isOpen ? ' (open)' : ''}`,
    String(window.rows),
    window.verdict,
    window.columns.filter(({ state }) => state === 'drift').map(({ name }) => name).join(', '),
    window.performance?.value === null || window.performance === null ? '' : `${window.performance.metric} ${window.performance.value.toPrecision(4)}`,
    window.quality.filter(({ outcome }) => outcome !== 'pass').map(({ name }) => name).join(', '),
    window.fired ? 'retrain' : '',
  ]);
  const lines = [`${style.bold(clean(report.monitor))}: ${report.verdict}. ${clean(report.reason)}`, table(['WINDOW', 'ROWS', 'VERDICT', 'DRIFTED', 'PERFORMANCE', 'QUALITY', 'RULE'], rows, style)];
  if (report.olderWindows > 0) lines.push(style.dim(`${counted(report.olderWindows, 'older window was', 'older windows were')} not judged (--last N).`));
  for (const { name, outcome, message } of report.quality) if (outcome !== 'pass') lines.push(`Quality, ${clean(name)}: ${outcome === 'fail' ? 'not met' : 'unknown'}. ${clean(message)}`);
  if (report.retrain) {
    const { rule, fires, reason, proposal, job } = report.retrain;
    lines.push(`Retrain rule (${rule}): ${fires ? 'fires' : 'does not fire'}. ${clean(reason)}`);
    if (job !== null) lines.push(`Started ${clean(job)}.`);
    else if (fires && proposal !== null) lines.push(`To train anew: ${clean(proposal)}`);
  }
  return lines.join('\n');
}

export function backtestText(monitor: Monitor, { rule, judged, tested }: TestedMonitor, style: Style): string {
  const hits = judged.filter(({ isHit }) => isHit).length;
  const when = tested.fired.map((index) => iso(judged[index]!.window.toMs)?.slice(0, 10) ?? `window ${index + 1}`);
  const lines = [
    `${style.bold(clean(monitor.name))}: ${ruleWords(rule)}`,
    `${counted(judged.length, 'whole window', 'whole windows')}; ${hits} of them ${hitWords(monitor)}.`,
    when.length === 0 ? 'The rule would not have fired.' : `The rule would have fired ${counted(when.length, 'time', 'times')}: ${when.join(', ')}.`,
  ];
  if (tested.whenNothingChanged) {
    const { perYear, interval, rounds } = tested.whenNothingChanged;
    lines.push(`Though nothing changed it would fire ${perYear.toFixed(2)} times a year (95 %: ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}), from ${rounds} histories of ${tested.years.toFixed(2)} years made of the windows without drift, their rows mixed.`);
  } else if (rule.when === 'drift') lines.push('How often it would fire though nothing changed cannot be told: too few windows without drift are there to make such histories of.');
  return lines.join('\n');
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
