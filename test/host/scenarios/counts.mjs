// What the editor is made to do for 1,000 runs, counted: rows asked for, rows told to draw again, messages, memory kept.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { makeMlflowBenchStore } from '../../bench/mlflowFixture.ts';

export async function play({ profile, scratch, tools }) {
  const workspace = path.join(scratch, 'thousand');
  await mkdir(workspace);
  await makeMlflowBenchStore(path.join(workspace, 'mlflow.db'), 1_000);
  const one = await profile({ env: { MLOPS_PYTHON: tools.python, MLOPS_STORE: path.join(workspace, 'mlflow.db') } });
  await one.host({ workspace, suite: 'counts', timeoutMs: 600_000 });
}
