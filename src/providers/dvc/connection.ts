import type { Connection } from '../../core/capability/connection.ts';
import type { ExperimentSource } from '../../core/capability/experimentSource.ts';
import { fail } from '../../core/base/fault.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';
import { dvcActions, type DvcActions } from './actions/source.ts';
import { dvcDatasets } from './datasets/source.ts';
import { stageMirror } from './models/approvalMirror.ts';
import { dvcModels } from './models/source.ts';
import { dvcExperiments } from './experiments/source.ts';
import { watchProject } from './experiments/watch.ts';
import { dvcPipelines } from './pipeline/source.ts';
import { dvcContext } from './sharedContext.ts';

/** One DVC project. Connecting does no I/O. */
export function connectDvc(config: SourceConfig, machine: Machine): Connection {
  const context = dvcContext(config, machine);
  const { id, provider, label, origin } = config;
  const watch = watchProject(context);
  const actions = dvcActions(context);
  return {
    source: { id, provider, label, origin },
    experiments: noting(dvcExperiments(context), actions),
    watch,
    datasets: dvcDatasets(context),
    models: dvcModels(context),
    approvals: stageMirror(context),
    pipelines: dvcPipelines(context),
    actions,
    refresh: { minIntervalMs: 1_000, budgetPerMin: 60 },
    async probe(signal) {
      const repository = await context.repository(signal);
      if (!repository) {
        throw fail('notFound', `${context.root} is a DVC project outside of git, so it has no experiments.`, {
          hint: 'Run "git init" there.',
        });
      }
      const head = await repository.head(signal);
      return { detail: head.sha === null ? 'No commits yet' : `HEAD ${head.sha.slice(0, 7)}` };
    },
    invalidate() {
      context.invalidate();
    },
    dispose() {
      watch.dispose(); // The git reader is the machine's own and ends with it.
    },
  };
}

/** What a run is decides what can be done with it, so the actions hear of every run that is read. */
function noting(experiments: ExperimentSource, actions: DvcActions): ExperimentSource {
  return {
    ...experiments,
    async runs(query, signal) {
      const page = await experiments.runs(query, signal);
      actions.note(page.items);
      return page;
    },
    async run(id, signal) {
      const run = await experiments.run(id, signal);
      actions.note([run]);
      return run;
    },
  };
}
