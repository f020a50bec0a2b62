// Where commands stand. Row menus look at the tokens of `viewItem` (joined with `+`, see src/vscode/views/rows).
const has = (token) => `viewItem =~ /(^|\\+)${token}(\\+|$)/`;
const row = (view, ...tokens) => [`view == mlops.${view}`, ...tokens.map(has)].join(' && ');

const title = (view, command, group) => ({ command, when: `view == mlops.${view}`, group });
const item = (view, tokens, command, group, more = '') => ({
  command,
  when: `${row(view, ...tokens)}${more}`,
  group,
});

export const viewTitle = [
  title('experiments', 'mlops.training.launch', 'navigation@1'),
  title('experiments', 'mlops.experiments.filter', 'navigation@2'),
  title('experiments', 'mlops.runs.openTable', 'navigation@3'),
  title('experiments', 'mlops.experiments.refresh', '1_view@1'),
  { command: 'mlops.experiments.clearFilter', when: 'view == mlops.experiments && mlops.experiments.isFiltered', group: '1_view@2' },
  title('experiments', 'mlops.experiments.chooseMetric', '1_view@3'),
  { command: 'mlops.experiments.showHidden', when: 'view == mlops.experiments && !mlops.experiments.showsHidden', group: '1_view@4' },
  { command: 'mlops.experiments.hideHidden', when: 'view == mlops.experiments && mlops.experiments.showsHidden', group: '1_view@4' },
  title('experiments', 'mlops.connection.add', '2_add@1'),
  title('experiments', 'mlops.cli.install', '3_more@1'),
  title('experiments', 'mlops.output.show', '3_more@2'),
  title('datasets', 'mlops.dataset.diffVersions', 'navigation@1'),
  title('datasets', 'mlops.drift.compare', 'navigation@2'),
  title('datasets', 'mlops.datasets.refresh', '1_view@1'),
  title('datasets', 'mlops.drift.openReport', '1_view@2'),
  title('models', 'mlops.model.register', 'navigation@1'),
  title('models', 'mlops.models.refresh', '1_view@1'),
  title('models', 'mlops.approvals.setUp', '2_add@1'),
  title('approvals', 'mlops.approval.request', 'navigation@1'),
  title('approvals', 'mlops.approvals.refresh', 'navigation@2'),
  title('approvals', 'mlops.approvals.push', '1_view@1'),
  title('approvals', 'mlops.approvals.setUp', '2_add@1'),
  title('jobs', 'mlops.training.launch', 'navigation@1'),
  title('jobs', 'mlops.jobs.refresh', '1_view@1'),
  title('jobs', 'mlops.output.show', '3_more@1'),
];

const trusted = ' && isWorkspaceTrusted';
const everyView = ['experiments', 'datasets', 'models', 'approvals', 'jobs'];

export const viewItem = [
  // Runs
  item('experiments', ['run'], 'mlops.run.compare', 'inline@1'),
  item('experiments', ['run'], 'mlops.run.open', '1_open@1', ' && !listMultiSelection'),
  item('experiments', ['run'], 'mlops.run.compare', '1_open@2'),
  item('experiments', ['run', 'commit'], 'mlops.run.diffCode', '1_open@3'),
  item('experiments', ['run', 'artifacts'], 'mlops.run.browseArtifacts', '1_open@4', ' && !listMultiSelection'),
  item('experiments', ['run', 'url'], 'mlops.item.openUrl', '1_open@5', ' && !listMultiSelection'),
  item('experiments', ['run', 'registers'], 'mlops.model.register', '2_run@2', trusted),
  item('experiments', ['run', 'plain'], 'mlops.run.star', '7_modification@1'),
  item('experiments', ['run', 'starred'], 'mlops.run.unstar', '7_modification@1'),
  item('experiments', ['run', 'unpinned'], 'mlops.run.pin', '7_modification@2'),
  item('experiments', ['run', 'pinned'], 'mlops.run.unpin', '7_modification@2'),
  item('experiments', ['run', 'visible'], 'mlops.run.hide', '7_modification@3'),
  item('experiments', ['run', 'hidden'], 'mlops.run.unhide', '7_modification@3'),
  item('experiments', ['run'], 'mlops.run.rename', '7_modification@4', ' && !listMultiSelection'),
  item('experiments', ['run'], 'mlops.run.note', '7_modification@5', ' && !listMultiSelection'),
  item('experiments', ['run', 'commit'], 'mlops.item.copySha', '9_copy@2'),
  // Datasets
  item('datasets', ['dataset'], 'mlops.dataset.diffVersions', '1_open@2'),
  item('datasets', ['version'], 'mlops.dataset.diffVersions', '1_open@2'),
  item('datasets', ['previews'], 'mlops.dataset.preview', '1_open@1'),
  item('datasets', ['path'], 'mlops.dataset.reveal', '1_open@3'),
  item('datasets', ['digest'], 'mlops.dataset.copyDigest', '9_copy@3'),
  item('datasets', ['commit'], 'mlops.item.copySha', '9_copy@2'),
  // Models
  item('models', ['version', 'aliases'], 'mlops.model.setAlias', 'inline@1', trusted),
  item('models', ['version', 'aliases'], 'mlops.model.setAlias', '2_run@1', trusted),
  item('models', ['version', 'aliased'], 'mlops.model.removeAlias', '2_run@2', trusted),
  item('models', ['version', 'tags'], 'mlops.model.setTag', '2_run@3', trusted),
  item('models', ['version', 'hasRun'], 'mlops.run.open', '1_open@1'),
  item('models', ['version', 'url'], 'mlops.item.openUrl', '1_open@5'),
  item('models', ['commit'], 'mlops.item.copySha', '9_copy@2'),
  item('models', ['monitor'], 'mlops.monitor.run', 'inline@1', trusted),
  item('models', ['monitor', 'ran'], 'mlops.monitor.openReports', '1_open@1'),
  item('models', ['monitor'], 'mlops.monitor.run', '2_run@1', trusted),
  item('models', ['monitor'], 'mlops.monitor.backtest', '2_run@2', trusted),
  item('models', ['version'], 'mlops.approval.request', '2_run@4', `${trusted} && mlops.hasApprovals`),
  item('models', ['version'], 'mlops.approval.open', '1_open@2', ' && mlops.hasApprovals'),
  item('models', ['version'], 'mlops.model.promote', '3_deploy@1', `${trusted} && mlops.hasApprovals`),
  item('models', ['version'], 'mlops.model.rollBack', '3_deploy@2', `${trusted} && mlops.hasApprovals`),
  item('models', ['approval'], 'mlops.approval.open', '1_open@1'),
  item('models', ['approval'], 'mlops.model.promote', '3_deploy@1', trusted),
  item('models', ['approval'], 'mlops.model.rollBack', '3_deploy@2', trusted),
  // Approvals
  item('approvals', ['approval'], 'mlops.approval.open', 'inline@1'),
  item('approvals', ['approval'], 'mlops.approval.open', '1_open@1'),
  item('approvals', ['approval'], 'mlops.model.promote', '3_deploy@1', trusted),
  item('approvals', ['approval'], 'mlops.model.rollBack', '3_deploy@2', trusted),
  item('approvals', ['queued'], 'mlops.approvals.push', 'inline@1', trusted),
  // Jobs
  item('jobs', ['job'], 'mlops.job.showLog', 'inline@1'),
  item('jobs', ['job', 'live'], 'mlops.job.stop', 'inline@2', trusted),
  item('jobs', ['sweep', 'live'], 'mlops.job.stop', 'inline@2', trusted),
  item('jobs', ['sweep', 'live'], 'mlops.job.stop', '2_run@1', trusted),
  item('jobs', ['job'], 'mlops.job.showLog', '1_open@1'),
  item('jobs', ['job'], 'mlops.job.openFullLog', '1_open@2'),
  item('jobs', ['job', 'hasRun'], 'mlops.run.open', '1_open@3'),
  item('jobs', ['job', 'url'], 'mlops.item.openUrl', '1_open@5'),
  item('jobs', ['job', 'live'], 'mlops.job.stop', '2_run@1', trusted),
  item('jobs', ['job'], 'mlops.job.rerun', '2_run@2', trusted),
  item('jobs', ['job'], 'mlops.item.copyCommand', '9_copy@2'),
  // Every view
  ...everyView.flatMap((view) => [
    item(view, ['source'], 'mlops.source.refresh', 'inline@1'),
    item(view, ['source'], 'mlops.source.refresh', '1_open@9'),
    item(view, ['mendable'], 'mlops.problem.mend', 'inline@1'),
    item(view, ['actions'], 'mlops.action.pick', '2_run@9', ' && !listMultiSelection'),
    item(view, ['id'], 'mlops.item.copyId', '9_copy@1'),
  ]),
];
