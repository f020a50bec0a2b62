// Pictures for the README, taken from the running product on the sample workspace: docs/images/<name>-<theme>.png.
//   node scripts/screenshots.mjs [--only compare,runs] [--themes dark,light,hc] [--out docs/images]
//   --packaged FILE   the .vsix to show, instead of making one
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { runBuild } from './lib/build.mjs';
import { root, tools } from './lib/cache.mjs';
import { launchChromium } from './lib/chromium.mjs';
import { startServer } from './lib/codeServer.mjs';
import { demoWorkspace } from './lib/demoCopies.mjs';
import { leaveHover, openBranches, pickMany, rowOf, showPanes } from './lib/person.mjs';
import { packageVsix } from './lib/vsix.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    themes: { type: 'string', default: 'dark,light,hc' },
    packaged: { type: 'string' },
    out: { type: 'string', default: path.join(root, 'docs', 'images') },
  },
});
const maxBytes = 250_000;
const plainEditor = { 'editor.minimap.enabled': false, 'window.commandCenter': false, 'window.title': '${rootName}' };
const only = values.only?.split(',');

const scenes = {
  async trees({ window }) {
    await showPanes(window, 'Experiments', 'Datasets', 'Models', 'Jobs');
    await openBranches(window, 'dataset data/samples', 'model screening');
    await window.openFile('dvc.yaml');
    await window.page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
  },
  async codelens({ window }) {
    await showPanes(window, 'Experiments');
    await window.openFile('dvc.yaml');
    await window.page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
  },
  async runs({ window }) {
    await closeTabs(window);
    await showPanes(window, 'Experiments');
    await window.runCommand('MLOps: Open Run Table');
    const panel = await window.webview('#grid-runs .grid-row');
    await panel.locator('#grid-runs [role="rowheader"]').first().waitFor();
  },
  async compare({ window }) {
    await closeTabs(window);
    await compare(window, 'all-long', 'balanced', 'longer');
    await window.page.keyboard.press('1');
  },
  async curves({ window }) {
    const panel = await window.webview('#grid-table .grid-row');
    await panel.locator('#tab-curves').click();
    await panel.locator('.plot canvas').first().waitFor();
  },
  async drift({ window }) {
    await closeTabs(window);
    await showPanes(window, 'Datasets');
    await openReport(window, 'drift', 'stocks', 'side-by-side.json');
    const panel = await window.webview('#grid-columns .grid-row');
    await panel.locator('.detail .canvas-frame').waitFor();
    // The second window: that of August 2015.
    for (const at of [5, 4, 3, 2]) {
      await panel.getByRole('button', { name: 'Earlier window' }).click();
      await panel.getByText(`Window ${at} of 6`).waitFor();
    }
    await panel.locator('.detail .canvas-frame').waitFor();
  },
  async others({ window }) {
    await closeTabs(window);
    await showPanes(window, 'Datasets');
    await openReport(window, 'drift', 'census', 'side-by-side.json');
    const panel = await window.webview('#grid-columns .grid-row');
    await panel.locator('#tab-others').click();
    await panel.locator('#grid-others .grid-row').first().waitFor();
  },
  async log({ window, launch }) {
    await closeTabs(window);
    await window.openFile('src/train.py');
    await launch();
    await showPanes(window, 'Jobs', 'Experiments');
    await window.runCommand('MLOps: Refresh Jobs');
    const job = rowOf(window, 'job ');
    await job.waitFor({ timeout: 60_000 });
    await job.click();
    await window.page.locator('.terminal-wrapper.active .xterm-screen').waitFor({ timeout: 30_000 });
    await job.filter({ hasText: /[3-9]\d %/ }).waitFor({ timeout: 90_000 });
  },
  async overview({ window }) {
    await closeTabs(window);
    await showPanes(window, 'Experiments', 'Models', 'Jobs');
    await compare(window, 'all-long', 'balanced', 'longer');
  },
};

/** Of the repository with people who decide: as the one whose turn it is sees it. */
const governedScenes = {
  async approval({ window }) {
    await showPanes(window, 'Models', 'Approvals');
    await openBranches(window, 'DVC', 'model churn', 'v0.0.2');
    const row = rowOf(window, 'churn v0.0.2 → production, 1 of 2 approvals');
    await row.waitFor({ timeout: 60_000 });
    await row.click();
    const panel = await window.webview('.rule');
    await panel.locator('main[aria-busy="false"]').waitFor();
  },
};

let governed;
const scratch = await mkdtemp(path.join(tmpdir(), 'mlops-pictures-'));
if (!values.packaged) await runBuild();
const vsix = values.packaged ?? (await packageVsix()).file;
const browser = await launchChromium();
try {
  for (const theme of values.themes.split(',')) await take(theme);
} finally {
  await browser.close();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function take(theme) {
  const wanted = (all) => Object.entries(all).filter(([name]) => !only || only.includes(name));
  if (wanted(scenes).length > 0) {
    const workspace = await demoWorkspace(path.join(scratch, theme, 'projects', 'mlops-demo'));
    await shown(wanted(scenes), { theme, workspace, branches: ['DVC', 'MLflow'] });
  }
  if (wanted(governedScenes).length > 0) await shown(wanted(governedScenes), { theme, ...(await governedWorkspace()), branches: [] });
}

async function shown(all, { theme, workspace, env, branches }) {
  const server = await startServer({ vsix, theme, settings: plainEditor, env });
  try {
    const window = await server.open({ workspace, browser });
    await window.showContainer();
    await openBranches(window, ...branches);
    const launch = () => startTraining(workspace, server.environment);
    for (const [name, arrange] of all) {
      await arrange({ window, launch });
      await settle(window);
      const file = await window.screenshot(path.join(values.out, `${name}-${theme}.png`));
      const { size } = await stat(file);
      console.log(`${path.relative(root, file)}  ${Math.round(size / 1000)} kB`);
      if (size > maxBytes) throw new Error(`${file} is larger than ${maxBytes / 1000} kB.`);
    }
  } finally {
    await server.close();
  }
}

/** Made once for all themes, by the command line; it reads TypeScript, so it needs the Node of set-up. */
function governedWorkspace() {
  governed ??= promisify(execFile)(tools.node, [path.join(root, 'scripts', 'governedWorkspace', 'index.mjs'), path.join(scratch, 'governed')]).then(({ stdout }) => JSON.parse(stdout));
  return governed;
}

/** The served editor shows one folder after the other. */
async function openReport(window, ...steps) {
  await window.runCommand('MLOps: Open Drift Report');
  await window.page.locator('.quick-input-title').filter({ hasText: 'Open Drift Report' }).waitFor();
  for (const step of steps) await window.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${step}"]`).click();
}

async function compare(window, ...names) {
  await window.runCommand('MLOps: Compare Runs');
  await pickMany(window, ...names);
  const panel = await window.webview('#grid-table .grid-row, .card');
  await panel.locator('#grid-table .grid-row').first().waitFor();
}

async function closeTabs(window) {
  await window.runCommand('View: Close All Editors');
}

/** A training slow enough to be seen at work, launched as a person does in a terminal. */
async function startTraining(workspace, environment) {
  const args = ['launch', '--cwd', workspace, '--detach', '--name', 'train', '--record', 'none', '--', 'python', 'src/train.py'];
  const child = spawn(tools.node, [path.join(root, 'dist', 'cli.js'), ...args], { env: { ...environment, DEMO_EPOCH_SECONDS: '2' }, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The training could not be launched (exit ${code}).`);
}

/** Pictures show results, not what passes: no notifications, nothing focused by the mouse. */
async function settle(window) {
  await leaveHover(window);
  await window.page.waitForTimeout(1_500);
}
