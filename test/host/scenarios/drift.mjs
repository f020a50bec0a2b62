// Two batches of the demo's data compared in a panel; what is true of them is what the command line says.
import { execFile } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const sides = { reference: 'data/samples/batch-1.csv', current: 'data/samples/batch-2.csv' };

export async function play({ demo, profile, tools, root, scratch, isElectron }) {
  const workspace = await demo();
  await addRefit(workspace);
  const evidence = path.join(scratch, 'evidence.json');
  const forged = path.join(scratch, 'forged.json');
  await writeFile(evidence, await compare(workspace, tools, path.join(root, 'dist', 'cli.js')));
  await writeFile(forged, (await readFile(evidence, 'utf8')).replace('"verdict":"drift"', '"verdict":"no-drift"'));
  const one = await profile({ env: { MLOPS_EVIDENCE: evidence, MLOPS_FORGED: forged, MLOPS_SIDES: JSON.stringify(sides), MLOPS_PHASE: path.join(scratch, 'phase'), MLOPS_DRIVEN: isElectron ? '' : '1' } });
  await one.host({ workspace, suite: 'drift' });
}

/** A stage that reads the reference through a parameter: what can be retrained on another window. */
async function addRefit(workspace) {
  await writeFile(path.join(workspace, 'src', 'refit.py'), 'import yaml\nprint("fitted on", yaml.safe_load(open("params.yaml"))["fitted_on"], flush=True)\n');
  await appendFile(path.join(workspace, 'params.yaml'), `fitted_on: ${sides.reference}\n`);
  const pipeline = path.join(workspace, 'dvc.yaml');
  await writeFile(pipeline, (await readFile(pipeline, 'utf8')).replace('stages:\n', 'stages:\n  refit:\n    cmd: python src/refit.py\n    params:\n      - fitted_on\n'));
}

/** Exit 1 is a verdict. */
function compare(cwd, tools, cli) {
  return new Promise((resolve, reject) => {
    execFile(tools.node, [cli, 'drift', '--reference', sides.reference, '--current', sides.current, '--json'], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error && error.code !== 1) reject(error);
      else resolve(stdout);
    });
  });
}
