// The suites in the order in which they run. Each answers with results for the sum.
import { runBuild } from './build.mjs';
import { checkBundle } from '../checks/bundle.mjs';
import { runChecks } from './checks.mjs';
import { runVitest, vitestPieces } from './vitestSuite.mjs';
import { step } from './step.mjs';
import { packageVsix } from './vsix.mjs';
import { runHostSuites } from './hostSuites.mjs';
import { runEndToEnd } from './endToEnd.mjs';

/** What takes longest. */
const slowFirst = ['jobs/endings', 'jobs/stages', 'dvc/runs/shapes', 'governance/story', 'slices/', 'drift/', 'multivariate/', 'dvc/'];
/** These take a quarter of a processor: servers that start, answer slowly, or do not answer. */
const mostlyWaiting = ['badInput/', 'mlflow/', 'dvc/pipeline'];
const timedScenarios = ['activation'];

/**
 * name → what it needs from set-up, and how it runs: whole, or in pieces beside the others (see lanes.mjs). All of them are listed
 * parts: none must be skipped in CI.
 */
export const suites = {
  check: { needs: [], run: () => runChecks() },
  unit: { needs: [], run: () => runVitest('unit') },
  conformance: { needs: ['Python tools (DVC, MLflow)', 'Python peers (river, fairlearn, NannyML, Evidently)', 'Node 24'], pieces: () => vitestPieces('conformance', { first: slowFirst, waiting: mostlyWaiting }) },
  package: { needs: [], run: runPackage },
  webview: { needs: ['system packages'], run: () => runVitest('webview') },
  host: { needs: ['Node 24', 'system packages', 'VS Code', 'Python tools (DVC, MLflow)'], run: () => runHostSuites({ except: timedScenarios }) },
  e2e: { needs: ['Node 24', 'system packages', 'VS Code', 'Python tools (DVC, MLflow)'], run: runEndToEnd },
  budgets: { needs: ['Node 24', 'system packages', 'VS Code', 'Python tools (DVC, MLflow)'], isAlone: true, run: () => runHostSuites({ only: timedScenarios }) },
};

async function runPackage() {
  const results = [await step('package', 'the product builds', runBuild)];
  if (results[0].state === 'failed') return results;
  results.push(
    await step('package', 'the built bundles keep their budgets', async () => {
      const { problems, note } = await checkBundle();
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return note;
    }),
    await step('package', 'the .vsix is made, small, and holds only what it should', async () => (await packageVsix()).note),
  );
  return results;
}
