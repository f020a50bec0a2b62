// From a fresh clone to a workspace full of real experiments, open in a real VS Code with this extension.
//   --no-open          serve the editor even where a desktop VS Code could be opened
//   --workspace-only   make the workspace and stop
//   --port N           where to serve
import { parseArgs } from 'node:util';
import path from 'node:path';
import { root, tools } from './lib/cache.mjs';
import { withLock } from './lib/lock.mjs';
import { setUp } from './lib/setup.mjs';

const { values } = parseArgs({
  options: { 'no-open': { type: 'boolean' }, 'workspace-only': { type: 'boolean' }, port: { type: 'string' } },
});

const { missing } = await setUp();
const needed = missing.filter(({ part }) => part === 'node_modules' || part.startsWith('Python'));
if (needed.length > 0) process.exit(1);

const [{ runBuild }, { packageVsix }, { makeDemoWorkspace }, editor] = await Promise.all([
  import('./lib/build.mjs'),
  import('./lib/vsix.mjs'),
  import('./demoWorkspace/index.mjs'),
  import('./lib/demoEditor.mjs'),
]);
const workspace = path.join(root, '.demo', 'mlops-demo');

const vsix = await withLock(path.join(root, '.demo', 'demo.lock'), 'another demo of this folder', async () => {
  console.log('Making the sample workspace with real DVC and MLflow (some minutes the first time) …');
  await runBuild(); // The workspace holds our verdicts too.
  const [{ isNew }, packaged] = await Promise.all([
    makeDemoWorkspace(workspace, { tools, log: console.log }),
    values['workspace-only'] ? undefined : packageVsix(),
  ]);
  console.log(`${isNew ? 'Made' : 'Found'} ${workspace}`);
  return packaged?.file;
});
if (values['workspace-only']) process.exit(0);

// On an older Node the command works, but without SQLite stores.
const nodeWithSqlite = process.versions.node.localeCompare('22.13', 'en', { numeric: true }) >= 0 ? 'node' : tools.node;
const firstSteps = `
What to try first:
  1. The MLOps icon in the activity bar: experiments of DVC and MLflow, datasets, models and jobs in one place.
  2. Select two runs in Experiments (Ctrl or ⌘ and click), one of each system, and choose "Compare Runs".
  3. Open dvc.yaml and press "Run" above a stage, or choose "MLOps: Launch Training…" in the palette; watch its log.
  4. "MLOps: Open Drift Report…" and drift/census/side-by-side.json: real data in windows, told by three tools.
  5. The Test Explorer (the flask): data checks, folds and scenarios of .mlops/validation.yaml.
  6. "MLOps: Open Run Table" for every run and column; "Get started with MLOps" in the welcome page for a tour.
  7. In a terminal, from any folder: ${nodeWithSqlite} ${path.join(root, 'dist', 'cli.js')} runs --cwd ${workspace}
`;

if (editor.hasDesktopEditor() && !values['no-open']) {
  await editor.openDesktopEditor(workspace);
  console.log(`VS Code opens ${workspace}\n${firstSteps}`);
} else if (missing.length > 0) {
  console.log(`The workspace is ready, but no editor can be shown here: open ${workspace} in VS Code and install ${vsix}\n${firstSteps}`);
  process.exitCode = 1;
} else {
  const served = await editor.serveEditor(workspace, vsix, { port: values.port ? Number(values.port) : undefined });
  console.log(`\nOpen this address in a browser:\n\n    ${served.url}\n${firstSteps}\nCtrl+C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void served.stop());
  const code = await served.ended;
  process.exitCode = code === null || code === 0 || code === 143 ? 0 : 1;
}
