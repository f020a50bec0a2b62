// The lenses of pipeline files: what they say is asked of DVC, what they start is a real training.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../../../scripts/lib/cache.mjs';

const run = promisify(execFile);

export async function play({ demo, profile, tools, scratch }) {
  const workspace = await demo();
  const options = { cwd: workspace, env: toolEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  const status = await run(tools.dvc, ['status', '--json'], options);
  const shown = path.join(scratch, 'shown.json');
  await writeFile(shown, (await run(tools.dvc, ['exp', 'show', '--all-commits', '--json'], options)).stdout);
  const one = await profile({ env: { MLOPS_DVC: tools.dvc, MLOPS_STATUS: status.stdout, MLOPS_SHOWN: shown } });
  await one.host({ workspace, suite: 'codelens', timeoutMs: 600_000 });
}
