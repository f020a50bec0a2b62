// Launched by a click, watched in the terminal and in the trees, ended well and stopped; MLflow's own client is asked how.
import { addTraining } from '../training/index.mjs';

export async function play({ demo, profile, tools, isElectron }) {
  const workspace = await demo();
  // Long enough to be seen running by a busy machine.
  await addTraining(workspace, 'steady', 500);
  await addTraining(workspace, 'endless', 100_000);
  const one = await profile({ env: { MLOPS_PYTHON: tools.python, MLOPS_HAS_CLIPBOARD: isElectron ? '' : '1' } });
  await one.host({ workspace, suite: 'launch', timeoutMs: 720_000 });
}
