import { fail } from '../../core/base/fault.ts';
import type { MonitorReport } from '../../core/model/monitor.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { ruleWords, windowWords } from '../../core/monitor/words.ts';
import { workflow, workflowKinds } from '../../core/monitor/workflow.ts';
import type { TestedMonitor } from '../../services/monitors/monitors.ts';
import { exitCodes } from '../exit.ts';
import { textValue, type Answer, type Context, type Noun } from '../noun.ts';
import { clean, type Style } from '../style.ts';
import { table } from '../table.ts';

const verbs = ['list', 'run', 'backtest', 'schedule'] as const;

export const noun: Noun = {
  usage: `mlops monitor list
       mlops monitor run [NAME…] [--last N] [--report-only]
       mlops monitor backtest NAME [--rounds N]
       mlops monitor schedule [NAME…] [--for github|gitlab|cron] [--hour H] [--write]
  Monitors are written in .mlops/monitors.yaml. run exits with 1 where the newest whole window drifted or is unknown; a
  rule that fires starts its job only where the monitor says “policy: run”, and never with --report-only. backtest tries
  the retrain rule over the whole history, and over histories in which nothing changed. schedule prints a daily run for
  CI, or writes it where there is no such file yet.`,
  options: {
    last: { type: 'string' },
    rounds: { type: 'string' },
    'report-only': { type: 'boolean' },
    for: { type: 'string' },
    hour: { type: 'string' },
    write: { type: 'boolean' },
  },
  arguments: [1, Infinity],
  patienceMs: 5_000,
  async run(context) {
    const [verb, ...names] = context.positionals;
    if (verb === 'list') return list(context);
    if (verb === 'run') return runAll(context, names);
    if (verb === 'backtest') return backtest(context, names);
    if (verb === 'schedule') return schedule(context, names);
    throw fail('invalid', `“${verb ?? ''}” is nothing that mlops monitor does.`, { hint: `It does: ${verbs.join(', ')}.` });
  },
};

async function list({ workbench, cwd }: Context): Promise<Answer> {
  const { monitors, problems } = await workbench.monitors.list(cwd);
  return {
    data: { monitors: monitors.map(({ range: _, ...monitor }) => monitor) },
    problems,
    text: (style) =>
      monitors.length === 0
        ? 'No monitors. They are written in .mlops/monitors.yaml.'
        : table(['MONITOR', 'CURRENT', 'REFERENCE', 'WINDOWS', 'RETRAIN'], monitors.map((one) => [one.name, one.current, one.reference, windowWords(one.window), one.retrain ? ruleWords(one.retrain) : '']), style),
  };
}

async function runAll(context: Context, names: readonly string[]): Promise<Answer> {
  const { workbench, cwd, values, signal, say } = context;
  const { monitors, problems } = await asked(context, names);
  const last = count(textValue(values, 'last'), '--last');
  const reports: MonitorReport[] = [];
  for (const monitor of monitors) {
    reports.push(
      await workbench.monitors.run(cwd, monitor, {
        mayLaunch: values['report-only'] !== true,
        ...(last === undefined ? {} : { last }),
        onProgress: (name, done, of) => progress(say, `${name}: window ${done} of ${of}`),
      }, signal),
    );
  }
  const isGood = reports.every(({ verdict }) => verdict === 'no-drift');
  return {
    data: { monitors: reports },
    problems: [...problems, ...reports.flatMap((report) => report.problems.map((message): Problem => ({ source: report.monitor, severity: 'warning', code: 'invalid', message, hint: null })))],
    text: (style) => (reports.length === 0 ? 'No monitors. They are written in .mlops/monitors.yaml.' : reports.map((report) => describe(report, style)).join('\n\n')),
    exitCode: isGood ? exitCodes.done : exitCodes.verdictNo,
  };
}

async function backtest(context: Context, names: readonly string[]): Promise<Answer> {
  const { workbench, cwd, values, signal, say } = context;
  const [name, other] = names;
  if (name === undefined || other !== undefined) throw fail('invalid', 'Name one monitor to backtest.', { hint: 'mlops monitor list shows them.' });
  const monitor = await workbench.monitors.find(cwd, name);
  const rounds = count(textValue(values, 'rounds'), '--rounds');
  const found = await workbench.monitors.backtest(cwd, monitor, {
    ...(rounds === undefined ? {} : { rounds }),
    onProgress: (done, of) => progress(say, `${name}: report ${done} of ${of}`),
  }, signal);
  return { data: dataOf(monitor, found), text: (style) => describeBacktest(monitor, found, style) };
}

async function schedule({ workbench, cwd, values }: Context, names: readonly string[]): Promise<Answer> {
  for (const name of names) await workbench.monitors.find(cwd, name);
  const asked = textValue(values, 'for') ?? 'github';
  const kind = workflowKinds.find((one) => one === asked);
  const hour = Number(textValue(values, 'hour') ?? 5);
  if (kind === undefined) throw fail('invalid', `--for ${asked} is not known.`, { hint: `One of: ${workflowKinds.join(', ')}.` });
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) throw fail('invalid', '--hour takes a whole number from 0 to 23 (UTC).');
  const made = workflow(kind, { monitors: names, hour, folder: cwd });
  if (values['write'] !== true) return { data: made, text: () => made.text.trimEnd() };
  if (made.path === null) throw fail('invalid', 'A line of cron is not a file.', { hint: 'Leave out --write, and add the line with crontab -e.' });
  const path = await workbench.monitors.writeWorkflow(cwd, made.path, made.text);
  return { data: { path }, text: () => `Written: ${clean(path)}` };
}

/** All where none is named. */
async function asked({ workbench, cwd }: Context, names: readonly string[]): Promise<{ monitors: readonly Monitor[]; problems: readonly Problem[] }> {
  const { monitors, problems } = await workbench.monitors.list(cwd);
  if (names.length === 0) return { monitors, problems };
  const found: Monitor[] = [];
  for (const name of names) found.push(await workbench.monitors.find(cwd, name));
  return { monitors: found, problems };
}

function count(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw fail('invalid', `${option} takes a whole number from 1 up.`);
  return value;
}

function progress(say: (line: string) => void, line: string): void {
  // A log of CI needs no line per window.
  if (process.stderr.isTTY) say(line);
}

function describe(report: MonitorReport, style: Style): string {
  const rows = report.windows.map((window) => [
    `${window.from?.slice(0, 10) ?? '–'}${window.isOpen ? ' (open)' : ''}`,
    String(window.rows),
    window.verdict,
    window.columns.filter(({ state }) => state === 'drift').map(({ name }) => name).join(', '),
    window.performance?.value === null || window.performance === null ? '' : `${window.performance.metric} ${window.performance.value.toPrecision(4)}`,
    window.fired ? 'retrain' : '',
  ]);
  const lines = [`${style.bold(clean(report.monitor))}: ${report.verdict}. ${clean(report.reason)}`, table(['WINDOW', 'ROWS', 'VERDICT', 'DRIFTED', 'PERFORMANCE', 'RULE'], rows, style)];
  if (report.olderWindows > 0) lines.push(style.dim(`${report.olderWindows} older windows were not judged (--last N).`));
  if (report.retrain) {
    const { rule, fires, reason, proposal, job } = report.retrain;
    lines.push(`Retrain rule (${rule}): ${fires ? 'fires' : 'does not fire'}. ${clean(reason)}`);
    if (job !== null) lines.push(`Started ${clean(job)}.`);
    else if (fires && proposal !== null) lines.push(`To train anew: ${clean(proposal)}`);
  }
  return lines.join('\n');
}

function dataOf(monitor: Monitor, { rule, judged, tested }: TestedMonitor): unknown {
  const at = (index: number): string | null => iso(judged[index]!.window.toMs);
  return {
    monitor: monitor.name,
    rule: ruleWords(rule),
    windows: judged.length,
    calmYears: tested.years,
    hits: judged.filter(({ isHit }) => isHit).length,
    fired: tested.fired.map((index) => ({ window: index, at: at(index) })),
    whenNothingChanged: tested.whenNothingChanged,
  };
}

function describeBacktest(monitor: Monitor, { rule, judged, tested }: TestedMonitor, style: Style): string {
  const hits = judged.filter(({ isHit }) => isHit).length;
  const when = tested.fired.map((index) => iso(judged[index]!.window.toMs)?.slice(0, 10) ?? `window ${index + 1}`);
  const lines = [
    `${style.bold(clean(monitor.name))}: ${ruleWords(rule)}`,
    `${judged.length} whole windows; ${hits} of them count for the rule.`,
    when.length === 0 ? 'The rule would not have fired.' : `The rule would have fired ${when.length} times: ${when.join(', ')}.`,
  ];
  if (tested.whenNothingChanged) {
    const { perYear, interval, rounds } = tested.whenNothingChanged;
    lines.push(`Though nothing changed it would fire ${perYear.toFixed(2)} times a year (95 %: ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}), from ${rounds} histories of ${tested.years.toFixed(2)} years made of the windows without drift, their rows mixed.`);
  }
  return lines.join('\n');
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
