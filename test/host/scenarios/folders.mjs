// Windows with no folder, with nothing to find, and with three folders: DVC, MLflow and a plain one.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../../../scripts/lib/cache.mjs';

const program = `
import sys
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///" + sys.argv[1])
run = client.create_run(client.create_experiment("only"), run_name="the only one")
client.log_metric(run.info.run_id, "recall", 0.75)
client.set_terminated(run.info.run_id)
print(run.info.run_id)
`;

export async function play({ demo, profile, tools, scratch }) {
  const dvc = await demo();
  for (const name of ['mlflow.db', 'mlruns', 'mlartifacts', 'MLproject']) await promisify(execFile)('rm', ['-rf', path.join(dvc, name)]);
  const [mlflow, plain] = [path.join(scratch, 'tracked'), path.join(scratch, 'plain')];
  await Promise.all([mlflow, plain].map((folder) => mkdir(folder)));
  await writeFile(path.join(plain, 'notes.txt'), 'nothing to see\n');
  const { stdout } = await promisify(execFile)(tools.python, ['-c', program, path.join(mlflow, 'mlflow.db')], { cwd: mlflow, env: toolEnvironment() });
  const id = stdout.trim().split('\n').at(-1);
  const three = path.join(scratch, 'three.code-workspace');
  await writeFile(three, JSON.stringify({ folders: [dvc, mlflow, plain].map((folder) => ({ path: folder })), settings: {} }));
  for (const [kind, workspace] of [['none', undefined], ['nothing', plain], ['three', three]]) {
    const one = await profile({ env: { MLOPS_KIND: kind, MLOPS_RUN: id } });
    await one.host({ workspace, suite: 'folders' });
  }
}
