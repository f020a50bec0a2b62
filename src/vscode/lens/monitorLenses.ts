import path from 'node:path';
import * as vscode from 'vscode';
import type { Workbench } from '../../services/workbench.ts';
import type { MonitorState } from '../../services/monitors/monitors.ts';
import { monitorIcon, monitorText } from '../views/rows/monitorRow.ts';
import type { RowContext, Translate } from '../views/rows/row.ts';

const t: Translate = (message, ...values) => vscode.l10n.t(message, ...values);
const context = (): RowContext => ({ t, nowMs: Date.now() });

/** Above each monitor of `.mlops/monitors.yaml`: what it found last, Run, Back-test, Open reports. What is shown was kept; nothing runs. */
export async function monitorLenses(workbench: Workbench, document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const file = document.uri.fsPath;
  if (workbench.machine.settings.get<boolean>('codeLens.enabled', file) === false) return [];
  const folder = path.dirname(path.dirname(file));
  const { monitors } = await workbench.monitors.list(folder, document.getText());
  const lenses = await Promise.all(
    monitors.map(async (monitor) => {
      const state = await workbench.monitors.state(folder, monitor);
      const { start, end } = monitor.range;
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      return commandsOf(state).map((command) => new vscode.CodeLens(range, command));
    }),
  );
  return lenses.flat();
}

/** Above a stage that writes what the monitor looks at. */
export function driftLens(range: vscode.Range, state: MonitorState): vscode.CodeLens {
  return new vscode.CodeLens(range, stateCommand(state, t('drift: {0}', monitorText(state, context()))));
}

function commandsOf(state: MonitorState): vscode.Command[] {
  const args = [state.folder, state.monitor.name];
  const run: vscode.Command[] = [
    { title: `$(play) ${t('Run')}`, command: 'mlops.monitor.run', tooltip: t('Judge the newest windows of “{0}”', state.monitor.name), arguments: args },
    { title: `$(history) ${t('Back-test')}`, command: 'mlops.monitor.backtest', tooltip: t('Try the retrain rule of “{0}” over its history', state.monitor.name), arguments: args },
  ];
  return [
    stateCommand(state, monitorText(state, context())),
    ...(vscode.workspace.isTrusted ? run : []),
    ...(state.last === null ? [] : [{ title: t('Open reports'), command: 'mlops.monitor.openReports', arguments: args }]),
  ];
}

function stateCommand(state: MonitorState, text: string): vscode.Command {
  const title = `$(${monitorIcon(state).name}) ${text}`;
  if (state.last === null) return { title, command: '' };
  const tooltip = [state.last.reason, ...state.last.alarms.filter(({ kind }) => kind !== 'drift').map(({ name, message }) => `${name ?? ''}: ${message}`)].join('\n');
  return { title, command: 'mlops.monitor.openReports', tooltip, arguments: [state.folder, state.monitor.name] };
}
