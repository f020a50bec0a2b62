import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { JobBoard } from './board.ts';

/** The badge of the Jobs view and one status bar item, both only while something runs. */
export function showRunningJobs(board: JobBoard, view: vscode.TreeView<unknown>, isEnabled: () => boolean): Disposable {
  const item = vscode.window.createStatusBarItem('mlops.jobs', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('MLOps jobs');
  item.command = 'mlops.jobs.focus';
  const draw = (): void => {
    const { live } = board;
    const text = live.length === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', live.length);
    view.badge = live.length === 0 ? undefined : { value: live.length, tooltip: text };
    if (live.length === 0 || !isEnabled()) {
      item.hide();
      return;
    }
    const first = live[0];
    const progress = first && board.progress(first.job.id);
    item.text = `$(sync~spin) ${live.length === 1 && first ? first.job.name.slice(0, 24) : text}${progress ? ` ${Math.floor(progress.fraction * 100)} %` : ''}`;
    item.tooltip = live.map(({ job }) => `${job.name}: ${job.status}`).join('\n');
    item.accessibilityInformation = { label: text };
    item.show();
  };
  const subscription = board.onDidChange(draw);
  draw();
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}
