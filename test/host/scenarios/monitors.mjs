// A monitor of the sample workspace: in the Models view, above its definition and above the stage that writes its data.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const monitors = `monitors:
  batches:
    model: tumour-screening@champion
    reference: data/samples/batch-1.csv
    current: data/samples/batch-2.csv
    quality:
      complete: { kind: nulls, column: mean radius, max: 0 }
      plausible: { kind: range, column: mean radius, min: 0, max: 12 }
    retrain: { windows: 1 of 1, stage: train }
  prepared:
    reference: data/prepared/train.csv
    current: data/prepared/test.csv
`;

export async function play({ demo, profile, tools, root }) {
  const workspace = await demo();
  await mkdir(path.join(workspace, '.mlops'), { recursive: true });
  await writeFile(path.join(workspace, '.mlops', 'monitors.yaml'), monitors);
  const env = { MLOPS_NODE: tools.node, MLOPS_CLI: path.join(root, 'dist', 'cli.js') };
  const one = await profile({ env });
  await one.host({ workspace, suite: 'monitors' });
}
