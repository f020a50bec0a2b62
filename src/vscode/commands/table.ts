import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import { walkthroughId } from '../ids.ts';
import { launchTraining } from '../launch/wizard.ts';
import { installAccelerator } from './accelerator.ts';
import { mendProblem, pickAction, runAction } from './actions.ts';
import { openApproval, pushApprovals, refreshApprovals, requestApproval, setUpApprovals } from './approvals.ts';
import { installCli } from './cli.ts';
import { addConnection } from './connections.ts';
import { copyDigest, diffVersions, previewDataset, revealDataset } from './datasets.ts';
import { promoteModel, rollBackModel } from './deploy.ts';
import { compareDrift, openDriftReport, retrainOnWindow } from './drift.ts';
import { chooseMetric, clearFilter, filterRuns, loadMore, refreshSource, refreshView, showHidden } from './experimentsView.ts';
import type { CommandHandler } from '../product.ts';
import { copyCommand, copyId, copySha, openUrl } from './items.ts';
import { openFullLog, rerunJob, showLog, stopJob } from './jobs.ts';
import { registerModel, removeAlias, setAlias, setTag } from './models.ts';
import { backtestMonitor, openMonitorReports, runMonitor } from './monitors.ts';
import { browseArtifacts, compareRuns, diffCode, mark, noteRun, openRun, renameRun } from './runs.ts';
import { compareStage, explainStage, openLastRun, runStage } from './stages.ts';

/** Every command and what it does; a missing one does not compile. */
export const commandTable: Readonly<Record<CommandId, CommandHandler>> = {
  'mlops.action.pick': pickAction,
  'mlops.action.run': runAction,
  'mlops.approval.open': openApproval,
  'mlops.approval.request': requestApproval,
  'mlops.approvals.push': pushApprovals,
  'mlops.approvals.refresh': refreshApprovals,
  'mlops.approvals.setUp': setUpApprovals,
  'mlops.cli.install': installCli,
  'mlops.connection.add': addConnection,
  'mlops.dataset.copyDigest': copyDigest,
  'mlops.dataset.diffVersions': diffVersions,
  'mlops.dataset.preview': previewDataset,
  'mlops.dataset.reveal': revealDataset,
  'mlops.datasets.refresh': refreshView('mlops.datasets'),
  'mlops.drift.compare': compareDrift,
  'mlops.drift.installAccelerator': installAccelerator,
  'mlops.drift.openReport': openDriftReport,
  'mlops.drift.retrain': retrainOnWindow,
  'mlops.experiments.chooseMetric': chooseMetric,
  'mlops.experiments.clearFilter': clearFilter,
  'mlops.experiments.filter': filterRuns,
  'mlops.experiments.hideHidden': showHidden(false),
  'mlops.experiments.refresh': refreshView('mlops.experiments'),
  'mlops.experiments.showHidden': showHidden(true),
  'mlops.item.copyCommand': copyCommand,
  'mlops.item.copyId': copyId,
  'mlops.item.copySha': copySha,
  'mlops.item.openUrl': openUrl,
  'mlops.job.openFullLog': openFullLog,
  'mlops.job.rerun': rerunJob,
  'mlops.job.showLog': showLog,
  'mlops.job.stop': stopJob,
  'mlops.jobs.refresh': refreshView('mlops.jobs'),
  'mlops.model.promote': promoteModel,
  'mlops.model.register': registerModel,
  'mlops.model.removeAlias': removeAlias,
  'mlops.model.rollBack': rollBackModel,
  'mlops.model.setAlias': setAlias,
  'mlops.model.setTag': setTag,
  'mlops.models.refresh': refreshView('mlops.models'),
  'mlops.monitor.backtest': backtestMonitor,
  'mlops.monitor.openReports': openMonitorReports,
  'mlops.monitor.run': runMonitor,
  'mlops.output.show': (product) => product.output.show(),
  'mlops.problem.mend': mendProblem,
  'mlops.run.browseArtifacts': browseArtifacts,
  'mlops.run.compare': compareRuns,
  'mlops.run.diffCode': diffCode,
  'mlops.run.hide': mark({ hidden: true }, () => vscode.l10n.t('Hide Runs')),
  'mlops.run.note': noteRun,
  'mlops.run.open': openRun,
  'mlops.run.pin': mark({ pinned: true }, () => vscode.l10n.t('Pin Runs')),
  'mlops.run.rename': renameRun,
  'mlops.run.star': mark({ starred: true }, () => vscode.l10n.t('Star Runs')),
  'mlops.run.unhide': mark({ hidden: false }, () => vscode.l10n.t('Unhide Runs')),
  'mlops.run.unpin': mark({ pinned: false }, () => vscode.l10n.t('Unpin Runs')),
  'mlops.run.unstar': mark({ starred: false }, () => vscode.l10n.t('Unstar Runs')),
  'mlops.runs.openTable': (product) => product.panels.openRuns(product.memory.filter() === '' ? {} : { filter: product.memory.filter() }),
  'mlops.source.refresh': refreshSource,
  'mlops.stage.compare': compareStage,
  'mlops.stage.explain': explainStage,
  'mlops.stage.openLastRun': openLastRun,
  'mlops.stage.run': runStage,
  'mlops.training.launch': (product) => launchTraining(product),
  'mlops.view.loadMore': loadMore,
  'mlops.walkthrough.open': (product) => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${product.context.extension.id}#${walkthroughId}`, false),
};
