import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/io/files.ts';
import { scriptUse } from '../../../src/providers/mlflow/write/scripts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mlops-scripts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function use(files: Readonly<Record<string, string>>, program = 'train.py') {
  const place = await mkdtemp(path.join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), text);
  }
  return scriptUse(nodeFiles(), [program], place);
}

describe('what a script says about MLflow', () => {
  it.each([
    ['nothing', 'print(1)', { isUsed: false, experiment: null, uris: [] }],
    ['that it logs', 'import mlflow\nmlflow.start_run()', { isUsed: true, experiment: null, uris: [] }],
    ['its experiment', 'import mlflow\nmlflow.set_experiment("churn")', { experiment: 'churn' }],
    ['its experiment by name', "mlflow.set_experiment( experiment_name = 'churn' , description='x')", { experiment: 'churn' }],
    ['its experiment in a variable', 'NAME = "churn"\nlog(\n    NAME="other",\n)\nmlflow.set_experiment(NAME)', { experiment: 'churn' }],
    ['a variable that changes', 'name = "a"\nif x:\n    name = "b"\nmlflow.set_experiment(name)', { experiment: undefined }],
    ['one known at run time only', 'mlflow.set_experiment(args.experiment)', { experiment: undefined }],
    ['two experiments', 'mlflow.set_experiment("a")\nmlflow.set_experiment("b")', { experiment: undefined }],
    ['a comment', 'import mlflow\n# mlflow.set_experiment("old")', { experiment: null }],
    ['its store', 'mlflow.set_tracking_uri("http://far:5000")\nmlflow.set_tracking_uri(os.environ["X"])', { uris: ['http://far:5000'] }],
  ])('%s', async (_, text, expected) => {
    expect(await use({ 'train.py': text })).toMatchObject(expected);
  });

  it('in the modules beside it that it imports, not in the others', async () => {
    const files = {
      'src/train.py': 'import os, helper as h\nfrom lib.track import (start, stop)\nfrom . import near\n',
      'src/helper.py': 'x = 1\n',
      'src/lib/__init__.py': '',
      'src/lib/track.py': 'import mlflow\nmlflow.set_experiment("deep")\n',
      'src/near.py': 'mlflow.set_tracking_uri("sqlite:///near.db")\n',
      'src/unused.py': 'mlflow.set_experiment("wrong")\n',
    };
    expect(await use(files, 'src/train.py')).toEqual({ isUsed: true, experiment: 'deep', uris: ['sqlite:///near.db'] });
  });

  it('nothing where there is no script', async () => {
    expect(await use({}, 'gone.py')).toEqual({ isUsed: false, experiment: null, uris: [] });
    expect(await use({ 'train.sh': 'mlflow' }, 'train.sh')).toEqual({ isUsed: false, experiment: null, uris: [] });
  });
});
