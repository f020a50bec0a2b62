// The four trees on the sample workspace. What is true of it is asked of the real tools, outside the host.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../../../scripts/lib/cache.mjs';
import { flat } from '../dvcTruth.mjs';

const run = promisify(execFile);

export async function play({ demo, profile, tools, scratch }) {
  const workspace = await demo();
  const options = { cwd: workspace, env: toolEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  const shown = JSON.parse((await run(tools.dvc, ['exp', 'show', '--all-commits', '--json'], options)).stdout);
  const experiments = shown.flatMap(({ experiments }) => (experiments ?? []).flatMap(({ revs }) => revs.map(({ rev, name, data }) => ({ rev, name, metrics: data && flat(data.metrics) }))));
  const mlflow = JSON.parse((await run(tools.python, ['-c', program, path.join(workspace, 'mlflow.db')], options)).stdout);
  const gto = JSON.parse((await run(path.join(path.dirname(tools.python), 'gto'), ['show', '--json'], options)).stdout);
  const files = (await run('git', ['ls-files', '*.dvc'], options)).stdout.trim().split('\n').filter(Boolean);
  const truth = path.join(scratch, 'truth.json');
  await writeFile(truth, JSON.stringify({ experiments, mlflow, gto: Object.keys(gto), datasets: files.map((file) => path.basename(file, '.dvc')) }));
  const one = await profile({ env: { MLOPS_TRUTH: truth } });
  await one.host({ workspace, suite: 'trees', timeoutMs: 400_000 });
}

const program = `
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///" + sys.argv[1])
runs = [{"id": r.info.run_id, "name": r.info.run_name, "metrics": r.data.metrics} for e in client.search_experiments() for r in client.search_runs([e.experiment_id])]
models = [{"name": m.name, "versions": [v.version for v in client.search_model_versions("name='%s'" % m.name)]} for m in client.search_registered_models()]
print(json.dumps({"runs": runs, "models": models}))
`;
