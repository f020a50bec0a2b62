import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { MonitorReport } from '../../core/model/monitor.ts';
import type { ToolResult } from '../../core/model/toolResult.ts';
import { keptRun } from '../../core/monitor/keptRun.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { stateWords } from '../../core/monitor/stateWords.ts';
import { hitWords } from '../../core/monitor/words.ts';
import { driftLimits } from '../../protocol/drift.ts';
import { alone, choose, settled } from '../forms/steps.ts';
import { guarded, showFault } from '../guard.ts';
import { commandEntry, stageEntries, type Entry } from '../launch/entries.ts';
import { launchTraining } from '../launch/wizard.ts';
import { aborting } from '../platform/cancellation.ts';
import { dataOf as answerOf, runOwnCli } from '../platform/ownCli.ts';
import type { CommandHandler, Product } from '../product.ts';
import { monitorText } from '../views/rows/monitorRow.ts';
import { plain } from '../views/rows/text.ts';
import { dataOf, nodesOf, targetNodes } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

interface Named {
  readonly folder: string;
  readonly monitor: Monitor;
}

/** Judges the newest windows in a process of its own, tells what was found, and offers to train anew where the rule fires. */
export const runMonitor: CommandHandler = async (product, ...args) => {
  const { folder, monitor } = await monitorOf(product, args, t('Run Monitor'));
  const data = (await ask(product, { folder, monitor }, ['run'], t('Running monitor “{0}”', plain(monitor.name, 60)))) as { readonly monitors: readonly MonitorReport[] };
  product.monitors.refresh();
  const [report] = data.monitors;
  if (!report) throw fail('internal', t('The monitor gave no report.'));
  for (const problem of report.problems) product.output.warn(`${monitor.name}: ${problem}`);
  // The words are those of the row and the lens.
  const words = stateWords(keptRun(monitor, report, new Date().toISOString()), t);
  const { retrain } = report;
  const started = retrain?.job ? t('A training was started.') : retrain?.fires === true ? t('The retrain rule fires: {0}', retrain.reason) : '';
  const text = [`${plain(monitor.name, 60)}: ${plain(words, 200)}.`, plain(started, 200)].filter(Boolean).join(' ');
  const open = t('Open Reports');
  const train = t('Launch Training…');
  const buttons = [...(report.latest ? [open] : []), ...(retrain?.fires === true && retrain.job === null ? [train] : [])];
  const show = report.alarms.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(text, ...buttons).then((chosen) =>
    guarded('mlops.monitor.run', async () => {
      if (chosen === open) await openMonitorReports(product, folder, monitor.name);
      if (chosen === train) await launchTraining(product, await retrainEntry(product, folder, monitor));
    }, (fault) => showFault(fault, (line) => product.output.error(line))),
  );
};

interface BacktestAnswer {
  readonly rule: string;
  readonly windows: number;
  readonly hits: number;
  readonly fired: ReadonlyArray<{ readonly at: string | null }>;
  readonly whenNothingChanged: { readonly perYear: number; readonly interval: { readonly low: number; readonly high: number } } | null;
}

/** The retrain rule over the whole history, and over histories in which nothing changed. */
export const backtestMonitor: CommandHandler = async (product, ...args) => {
  const { folder, monitor } = await monitorOf(product, args, t('Back-test Monitor'));
  const { rule, windows, hits, fired, whenNothingChanged } = (await ask(product, { folder, monitor }, ['backtest'], t('Back-testing “{0}”', plain(monitor.name, 60)))) as BacktestAnswer;
  const days = fired.map(({ at }) => at?.slice(0, 10)).filter((day) => day !== undefined);
  const parts = [
    `${plain(monitor.name, 60)}: ${plain(rule, 120)}.`,
    t('{0} whole windows, {1} of them {2}.', windows, hits, hitWords(monitor)),
    fired.length === 0 ? t('It would not have fired.') : t('It would have fired {0} times: {1}.', fired.length, days.length > 8 ? `${days.slice(0, 8).join(', ')} …` : days.join(', ')),
    whenNothingChanged
      ? t('Though nothing changed it would fire {0} times a year (95 %: {1} to {2}).', whenNothingChanged.perYear.toFixed(2), whenNothingChanged.interval.low.toFixed(2), whenNothingChanged.interval.high.toFixed(2))
      : t('How often it fires though nothing changed cannot be told from this history.'),
  ];
  product.output.info(parts.join(' '));
  void vscode.window.showInformationMessage(parts.join(' '));
};

/** The kept windows over time, or what another tool found. Nothing runs: a monitor that never ran has none. */
export const openMonitorReports: CommandHandler = async (product, ...args) => {
  const [found] = dataOf(nodesOf(args), 'toolResult');
  if (found) return openResult(product, found.result);
  const { folder, monitor } = await monitorOf(product, args, t('Open Monitor Reports'));
  const reports = await product.workbench.monitors.kept.windows(folder, monitor.name, driftLimits.windows);
  if (reports.length === 0) throw fail('notFound', t('No report of “{0}” is kept.', plain(monitor.name, 60)), { hint: t('Run the monitor first.') });
  await product.panels.openReports(reports);
};

/** An evaluation is a part of its run. */
async function openResult({ panels }: Product, result: ToolResult): Promise<void> {
  if (result.kind === 'drift') await panels.openReports(result.reports.slice(-driftLimits.windows));
  else await panels.openRun(result.run);
}

/** Of a row, of a lens (folder and name), or of a choice. */
async function monitorOf(product: Product, args: readonly unknown[], title: string): Promise<Named> {
  const [folder, name] = args;
  if (typeof folder === 'string' && typeof name === 'string') {
    // What runs is what is on disk; the lens shows what is in the editor.
    const document = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.fsPath.replaceAll('\\', '/').endsWith('/.mlops/monitors.yaml'));
    await document?.save();
    return { folder, monitor: await product.workbench.monitors.find(folder, name) };
  }
  const [given] = dataOf(targetNodes(product, 'mlops.models', args), 'monitor');
  if (given) return given.state;
  const states = await product.monitors.states();
  if (states.length === 0) throw fail('notFound', t('There are no monitors yet.'), { hint: t('They are written in .mlops/monitors.yaml.') });
  const context = { t, nowMs: Date.now() };
  return settled(await choose(alone(title), states.map((state) => ({ label: plain(state.monitor.name, 80), description: monitorText(state, context), value: state })), { placeholder: t('Choose a monitor') }));
}

/** `mlops monitor VERB NAME` with progress and cancel. */
function ask(product: Product, { folder, monitor }: Named, verb: readonly string[], title: string): Thenable<unknown> {
  const { machine } = product.workbench;
  if (!machine.trust.isTrusted) throw fail('untrusted', t('Monitors run in trusted folders only.'), { hint: t('Trust this folder first.') });
  const cli = vscode.Uri.joinPath(product.context.extensionUri, 'dist', 'cli.js').fsPath;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const { signal, dispose } = aborting(token);
    try {
      const tell = (line: string): void => progress.report({ message: plain(line, 100) });
      const { stdout, exitCode } = await runOwnCli(machine, cli, { command: ['monitor', ...verb, monitor.name], folder, onLine: tell }, AbortSignal.any([signal, product.signal]));
      return answerOf(stdout, exitCode);
    } finally {
      dispose();
    }
  });
}

/** What the monitor trains with; undefined where it names nothing that is there, and the person chooses. */
async function retrainEntry({ workbench, signal }: Product, folder: string, { name, onRetrain }: Monitor): Promise<Entry | undefined> {
  if (onRetrain.stage === null) return onRetrain.command.length === 0 ? undefined : commandEntry(workbench, folder, onRetrain.command, t('retrain: {0}', name));
  const asked = onRetrain.stage;
  const found = (await stageEntries(workbench, signal)).map(({ value }) => value).filter(({ file, stage }) => stage === asked || `${file?.slice(folder.length + 1) ?? ''}:${stage ?? ''}` === asked);
  return found.length === 1 ? found[0] : undefined;
}
