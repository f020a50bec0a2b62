/**
 * Every id this extension contributes, typed once. scripts/manifest.mjs makes package.json's contributions from this
 * list, and `commands/table.ts` must hold a handler for each command: the compiler says which one is missing.
 */
export const viewIds = ['mlops.experiments', 'mlops.datasets', 'mlops.models', 'mlops.approvals', 'mlops.jobs'] as const;
export type ViewId = (typeof viewIds)[number];

export const commandIds = [
  'mlops.action.pick',
  'mlops.action.run',
  'mlops.approval.open',
  'mlops.approval.request',
  'mlops.approvals.push',
  'mlops.approvals.refresh',
  'mlops.approvals.setUp',
  'mlops.cli.install',
  'mlops.connection.add',
  'mlops.dataset.copyDigest',
  'mlops.dataset.diffVersions',
  'mlops.dataset.preview',
  'mlops.dataset.reveal',
  'mlops.datasets.refresh',
  'mlops.drift.compare',
  'mlops.drift.installAccelerator',
  'mlops.drift.openReport',
  'mlops.drift.retrain',
  'mlops.experiments.chooseMetric',
  'mlops.experiments.clearFilter',
  'mlops.experiments.filter',
  'mlops.experiments.hideHidden',
  'mlops.experiments.refresh',
  'mlops.experiments.showHidden',
  'mlops.item.copyCommand',
  'mlops.item.copyId',
  'mlops.item.copySha',
  'mlops.item.openUrl',
  'mlops.job.openFullLog',
  'mlops.job.rerun',
  'mlops.job.showLog',
  'mlops.job.stop',
  'mlops.jobs.refresh',
  'mlops.model.promote',
  'mlops.model.register',
  'mlops.model.removeAlias',
  'mlops.model.rollBack',
  'mlops.model.setAlias',
  'mlops.model.setTag',
  'mlops.models.refresh',
  'mlops.monitor.backtest',
  'mlops.monitor.openReports',
  'mlops.monitor.run',
  'mlops.output.show',
  'mlops.problem.mend',
  'mlops.run.browseArtifacts',
  'mlops.run.compare',
  'mlops.run.diffCode',
  'mlops.run.hide',
  'mlops.run.note',
  'mlops.run.open',
  'mlops.run.pin',
  'mlops.run.rename',
  'mlops.run.star',
  'mlops.run.unhide',
  'mlops.run.unpin',
  'mlops.run.unstar',
  'mlops.runs.openTable',
  'mlops.source.refresh',
  'mlops.stage.compare',
  'mlops.stage.explain',
  'mlops.stage.openLastRun',
  'mlops.stage.run',
  'mlops.training.launch',
  'mlops.view.loadMore',
  'mlops.walkthrough.open',
] as const;
export type CommandId = (typeof commandIds)[number];

/** Context keys for when-clauses. Each is set by the part that knows it, never guessed. */
export const contextKeys = [
  'mlops.experiments.state',
  'mlops.datasets.state',
  'mlops.models.state',
  'mlops.approvals.state',
  'mlops.jobs.state',
  'mlops.experiments.isFiltered',
  'mlops.experiments.showsHidden',
  'mlops.approvals.isSetUp',
  'mlops.hasApprovals',
  'mlops.hasRuns',
  'mlops.hasLaunched',
  'mlops.hasCompared',
] as const;
export type ContextKey = (typeof contextKeys)[number];

/** What a view's welcome text depends on. */
export type ViewState = 'loading' | 'filled' | 'empty' | 'failed';

export const taskType = 'mlops';
export const validationControllerId = 'mlops.validation';
export const gitScheme = 'mlops-git';
export const artifactScheme = 'mlops-artifact';
export const walkthroughId = 'getStarted';
