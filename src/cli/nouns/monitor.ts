import path from 'node:path';
import { didYouMean } from '../../core/filter/near.ts';
import { fail, toFault } from '../../core/base/fault.ts';
import { driftHtml } from '../../core/drift/export/html.ts';
import type { MonitorReport } from '../../core/model/monitor.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { windowsOverTime } from '../../core/monitor/windowsOverTime.ts';
import { ruleWords } from '../../core/monitor/words.ts';
import { workflow, workflowKinds } from '../../core/monitor/workflow.ts';
import { mistakeIn } from '../../services/monitors/monitorsFile.ts';
import { fileStem } from '../../services/monitors/keptReports.ts';
import type { MonitorRun, TestedMonitor } from '../../services/monitors/monitors.ts';
import { exitCodeOf, exitCodes, worstExit } from '../exit.ts';
import { backtestText, keptText, listText, resultsText, runText } from '../monitorText.ts';
import { textValue, type Answer, type Context, type Noun } from '../noun.ts';
import { runId } from '../runId.ts';
import { clean } from '../style.ts';

const verbs = ['list', 'run', 'show', 'backtest', 'schedule', 'results'] as const;
/** Of a page over time. */
const mostWindows = 400;

const howToWrite = `Write .mlops/monitors.yaml, for example:
monitors:
  churn: { reference: data/train.csv, current: data/live.csv }
Or is --cwd another folder?`;

export const noun: Noun = {
  usage: `mlops monitor list
       mlops monitor run [NAME…] [--last N] [--report-only] [--out DIR]
       mlops monitor show NAME [--html FILE]
       mlops monitor backtest NAME [--rounds N]
       mlops monitor schedule [NAME…] [--for github|gitlab|cron] [--hour H] [--write]
       mlops monitor results RUN
  Monitors are written in .mlops/monitors.yaml. run exits with 1 where there is an alarm: the newest whole window drifted
  or is unknown, its performance is beyond the limit, or it does not meet a quality rule. A retrain rule that fires starts
  its job only where the monitor says “policy: run”, and never with --report-only. Reports are kept in your state folder,
  where list, show and the editor find them; --out writes them into a folder as well, as JSON and HTML. backtest tries the
  retrain rule over the whole history, and over histories in which nothing changed. schedule prints a daily run for CI, or
  writes it where there is no such file yet; its line for cron prints, so that cron mails it, what ended in an alarm. results shows what other tools left with a run: drift reports and evaluations.`,
  options: {
    last: { type: 'string' },
    rounds: { type: 'string' },
    'report-only': { type: 'boolean' },
    out: { type: 'string' },
    html: { type: 'string' },
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
    if (verb === 'show') return show(context, names);
    if (verb === 'backtest') return backtest(context, names);
    if (verb === 'results') return results(context, names);
    if (verb === 'schedule') return schedule(context, names);
    throw fail('invalid', `“${verb ?? ''}” is nothing that mlops monitor does.`, { hint: `${didYouMean(verb ?? '', verbs)}It does: ${verbs.join(', ')}.` });
  },
};

async function list({ workbench, cwd }: Context): Promise<Answer> {
  const { monitors, problems } = await workbench.monitors.list(cwd);
  const states = await Promise.all(monitors.map((monitor) => workbench.monitors.state(cwd, monitor)));
  return {
    data: { monitors: states.map(({ monitor: { range: _, ...monitor }, last, isChanged }) => ({ ...monitor, last, isChanged })) },
    problems,
    text: (style) => listText(states, style),
    ...wrongInput(problems),
  };
}

async function show({ workbench, cwd, values }: Context, names: readonly string[]): Promise<Answer> {
  const [name, other] = names;
  if (name === undefined || other !== undefined) throw fail('invalid', 'Name one monitor to show.', { hint: 'mlops monitor list shows them.' });
  const { monitors } = workbench;
  const state = await monitors.state(cwd, await monitors.find(cwd, name));
  const windows = windowsOverTime(await monitors.kept.runs(cwd, name));
  const html = textValue(values, 'html');
  if (html !== undefined) {
    const reports = await monitors.kept.windows(cwd, name, mostWindows);
    const newest = reports.at(-1);
    if (newest === undefined) throw fail('notFound', `No report of “${name}” is kept.`, { hint: `Run it: mlops monitor run ${name}.` });
    await workbench.machine.files.writeAtomic(path.resolve(cwd, html), driftHtml(newest, { windows: reports, names: state.monitor }));
  }
  return { data: { monitor: name, last: state.last, isChanged: state.isChanged, windows }, text: (style) => keptText(state, windows, style) };
}

async function runAll(context: Context, names: readonly string[]): Promise<Answer> {
  const { workbench, cwd, values, signal } = context;
  const { monitors, problems } = await asked(context, names);
  // Nothing was looked at: in a pipeline that must not pass for no alarm.
  if (monitors.length === 0 && problems.length === 0) throw fail('notFound', 'There is no monitor here.', { hint: howToWrite });
  const last = count(textValue(values, 'last'), '--last');
  const out = textValue(values, 'out');
  const reports: MonitorReport[] = [];
  const failed: Problem[] = [];
  const exits: number[] = [];
  for (const monitor of monitors) {
    try {
      const run = await workbench.monitors.run(cwd, monitor, {
        mayLaunch: values['report-only'] !== true,
        ...(last === undefined ? {} : { last }),
        onProgress: (name, done, of) => context.progress?.(done === of ? '' : `${name}: window ${done} of ${of}`),
      }, signal);
      reports.push(run.report);
      if (out !== undefined) await writeReports(context, path.resolve(cwd, out), run);
    } catch (error) {
      // What the others found, and the jobs they started, must not be lost with it.
      const fault = toFault(error);
      if (fault.code === 'cancelled' || names.length === 1) throw error;
      failed.push(problemOf(monitor.name, fault));
      exits.push(exitCodeOf(fault));
    }
  }
  const isGood = reports.every(({ alarms }) => alarms.length === 0);
  return {
    data: { monitors: reports },
    problems: [...problems, ...failed, ...reports.flatMap((report) => report.problems.map((message): Problem => ({ source: report.monitor, severity: 'warning', code: 'invalid', message, hint: null })))],
    text: (style) => (monitors.length === 0 ? 'No monitors. They are written in .mlops/monitors.yaml.' : reports.map((report) => runText(report, style)).join('\n\n')),
    exitCode: worstExit([isGood ? exitCodes.done : exitCodes.verdictNo, ...exits]),
    ...(names.length === 0 ? wrongInput(problems) : {}),
  };
}

/** A file with mistakes is bad input: a typo must not pass for no alarm. */
function wrongInput(problems: readonly Problem[]): Pick<Answer, 'wrongInput'> {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  return first === undefined ? {} : { wrongInput: { code: 'invalid', message: `${first.source} has mistakes: not every monitor is read.`, hint: 'Correct the lines named above.' } };
}

/** The report as `run --json` has it, and a page of its windows where there is one. */
async function writeReports({ workbench }: Context, folder: string, { report, windows }: MonitorRun): Promise<void> {
  const { files } = workbench.machine;
  const stem = `${folder}/${fileStem(report.monitor)}`;
  await files.writeAtomic(`${stem}.json`, `${JSON.stringify(report, null, 2)}\n`);
  if (report.latest) await files.writeAtomic(`${stem}.html`, driftHtml(report.latest, { windows, names: report }));
}

async function backtest(context: Context, names: readonly string[]): Promise<Answer> {
  const { workbench, cwd, values, signal } = context;
  const [name, other] = names;
  if (name === undefined || other !== undefined) throw fail('invalid', 'Name one monitor to backtest.', { hint: 'mlops monitor list shows them.' });
  const monitor = await workbench.monitors.find(cwd, name);
  const rounds = count(textValue(values, 'rounds'), '--rounds');
  const found = await workbench.monitors.backtest(cwd, monitor, {
    ...(rounds === undefined ? {} : { rounds }),
    onProgress: (done, of) => context.progress?.(done === of ? '' : `${name}: report ${done} of ${of}`),
  }, signal);
  return { data: dataOf(monitor, found), text: (style) => backtestText(monitor, found, style) };
}

async function schedule({ workbench, cwd, values }: Context, names: readonly string[]): Promise<Answer> {
  const [mistake] = names.length === 0 ? (await workbench.monitors.list(cwd)).problems : [];
  if (mistake) throw mistakeIn(mistake);
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

async function results(context: Context, names: readonly string[]): Promise<Answer> {
  const [run, other] = names;
  if (run === undefined || other !== undefined) throw fail('invalid', 'Name one run.', { hint: 'mlops runs lists them.' });
  const { items, problems = [] } = await context.workbench.toolResults.ofRun(await runId(context, run), context.signal);
  return { data: { results: items }, problems, text: (style) => resultsText(items, style) };
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

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
