import type { Noun } from './noun.ts';

interface Row {
  readonly summary: string;
  readonly load: () => Promise<{ readonly noun: Noun }>;
}

/** Each noun in a file of its own that loads only when asked for: the start of a process counts. */
export const nouns: Readonly<Record<string, Row>> = {
  status: { summary: 'the sources of this folder, and whether they answer', load: () => import('./nouns/status.ts') },
  runs: { summary: 'runs of every source', load: () => import('./nouns/runs.ts') },
  run: { summary: 'one run', load: () => import('./nouns/run.ts') },
  metrics: { summary: 'metrics of a run over time', load: () => import('./nouns/metrics.ts') },
  compare: { summary: 'runs compared: params, metrics, code, data', load: () => import('./nouns/compare.ts') },
  experiments: { summary: 'experiments', load: () => import('./nouns/experiments.ts') },
  datasets: { summary: 'datasets and their versions', load: () => import('./nouns/datasets.ts') },
  models: { summary: 'registered models and their versions', load: () => import('./nouns/models.ts') },
  pipelines: { summary: 'pipeline files with the state of each stage', load: () => import('./nouns/pipelines.ts') },
  targets: { summary: 'where a job can run', load: () => import('./nouns/targets.ts') },
  drift: { summary: 'whether data still is what it was: columns, missing values, prediction and target', load: () => import('./nouns/drift.ts') },
  launch: { summary: 'run a command or a stage as a job', load: () => import('./nouns/launch.ts') },
  jobs: { summary: 'jobs of every target', load: () => import('./nouns/jobs.ts') },
  logs: { summary: 'the log of a job', load: () => import('./nouns/logs.ts') },
  monitor: { summary: 'monitors of live data: run them, or test their rule over history', load: () => import('./nouns/monitor.ts') },
  cancel: { summary: 'stop a job', load: () => import('./nouns/cancel.ts') },
  bias: { summary: 'how outcomes differ between groups', load: () => import('./nouns/bias.ts') },
  validate: { summary: 'cross-validation, champion, scenarios and data checks of .mlops/validation.yaml', load: () => import('./nouns/validate.ts') },
  gate: { summary: 'whether a model version may go to an environment: policy, evidence and approvals', load: () => import('./nouns/gate.ts') },
  promote: { summary: 'move a version into an environment, where its gate passes', load: () => import('./nouns/promote.ts') },
  rollback: { summary: 'move an environment back to a version that ran there before', load: () => import('./nouns/rollback.ts') },
  approvals: { summary: 'ask for, give and refuse approval of models, signed on a ledger', load: () => import('./nouns/approvals.ts') },
  card: { summary: 'the card of a model: facts from lineage, prose by people', load: () => import('./nouns/card.ts') },
  ci: { summary: 'workflows of GitHub, GitLab and Azure: test, train, validate, drift, gate, deploy', load: () => import('./nouns/ci.ts') },
  action: { summary: 'what a source offers to do with something', load: () => import('./nouns/action.ts') },
};
