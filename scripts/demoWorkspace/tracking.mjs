/** The MLflow store: a grid of nested runs, single runs, and a registered model with aliases. */
export async function buildTracking({ runner, log }) {
  log('Demo: runs and a registered model in MLflow');
  await runner.script('tracking.py');
}
