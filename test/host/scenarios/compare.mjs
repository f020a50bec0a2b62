// One DVC and one MLflow run side by side; what is true of them is asked of the real tools, not of us.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../../../scripts/lib/cache.mjs';
import { flat } from '../dvcTruth.mjs';
import { openCodeTab } from '../person.mjs';

const run = promisify(execFile);

export async function play({ demo, profile, tools, scratch, isElectron, skip }) {
  const workspace = await demo();
  const truth = path.join(scratch, 'truth.json');
  await writeFile(truth, JSON.stringify(await ask(workspace, tools)));
  const one = await profile({ env: { MLOPS_TRUTH: truth, MLOPS_PHASE: path.join(scratch, 'phase'), MLOPS_DRIVEN: isElectron ? '' : '1' } });
  await one.host({ workspace, suite: 'compare', meanwhile: isElectron ? undefined : openCodeTab });
  if (isElectron) skip('code diff from the panel, panel after a reload', 'a desktop window is not driven from outside');
}

async function ask(workspace, tools) {
  const options = { cwd: workspace, env: toolEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  const git = async (...args) => (await run('git', args, options)).stdout;
  const shown = JSON.parse((await run(tools.dvc, ['exp', 'show', '--all-commits', '--json'], options)).stdout);
  const experiment = shown
    .flatMap((baseline) => (baseline.experiments ?? []).flatMap(({ revs }) => revs))
    .find(({ data, name }) => name && data?.metrics && Object.keys(data.metrics).length > 0 && !data.executor);
  const dvc = { id: `dvc:${experiment.rev}`, name: experiment.name, params: flat(experiment.data.params), metrics: flat(experiment.data.metrics) };
  const mlflow = JSON.parse((await run(tools.python, ['-c', program, path.join(workspace, 'mlflow.db')], options)).stdout);
  const commit = (await git('rev-parse', mlflow.commit)).trim();
  const changed = (await git('diff', '--no-renames', '--name-only', experiment.rev, commit)).trim().split('\n');
  const files = {};
  for (const file of changed) {
    files[file] = { left: await git('show', `${experiment.rev}:${file}`).catch(() => ''), right: await git('show', `${commit}:${file}`).catch(() => '') };
  }
  return { dvc, mlflow: { ...mlflow, commit }, files };
}

const program = `
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///" + sys.argv[1])
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id]):
        commit = run.data.tags.get("mlflow.source.git.commit")
        if run.info.status == "FINISHED" and run.data.metrics and run.data.params and commit:
            print(json.dumps({"id": "mlflow:" + run.info.run_id, "params": run.data.params, "metrics": run.data.metrics, "commit": commit}))
            sys.exit(0)
`;
