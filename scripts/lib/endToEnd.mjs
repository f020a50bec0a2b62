// A person's path through the installed package, by mouse and keys alone: plays each walk of test/e2e.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runBuild } from './build.mjs';
import { root } from './cache.mjs';
import { launchChromium } from './chromium.mjs';
import { startServer } from './codeServer.mjs';
import { demoWorkspace } from './demoCopies.mjs';
import { withSecondChance } from './secondChance.mjs';
import { packageVsix } from './vsix.mjs';

const folder = path.join(root, 'test', 'e2e');

export async function runEndToEnd({ only = process.env.MLOPS_WALKS?.split(','), log = console.log } = {}) {
  await runBuild();
  const { file: vsix } = await packageVsix();
  const browser = await launchChromium();
  const results = [];
  try {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort()) {
      const name = file.slice(0, -'.mjs'.length);
      if (!only || only.includes(name)) results.push(...(await withSecondChance(name, () => walk(name, { vsix, browser, log }), log)));
    }
  } finally {
    await browser.close();
  }
  return results;
}

async function walk(name, { vsix, browser, log }) {
  const scratch = await mkdtemp(path.join(tmpdir(), `mlops-e2e-${name}-`));
  const results = [];
  let window;
  const tell = (one) => {
    results.push(one);
    log(`${one.state === 'passed' ? '✓' : '✗'} e2e: ${one.name} (${one.ms} ms)${one.message ? `\n    ${one.message.split('\n').slice(0, 12).join('\n    ')}` : ''}`);
  };
  /** One step; a failed one leaves a picture of the window and ends the walk. */
  const step = async (title, body) => {
    const startedAt = Date.now();
    try {
      await body();
      tell({ suite: 'e2e', name: `${name} › ${title}`, state: 'passed', ms: Date.now() - startedAt });
    } catch (error) {
      const picture = path.join(root, '.cache', 'results', `e2e-${name}.png`);
      const seen = window ? await window.screenshot(picture).then(() => `\npicture: ${path.relative(root, picture)}`, () => '') : '';
      tell({ suite: 'e2e', name: `${name} › ${title}`, state: 'failed', ms: Date.now() - startedAt, message: `${error.stack ?? error}${seen}` });
      throw new WalkEnded();
    }
  };
  let server;
  try {
    const workspace = await demoWorkspace(path.join(scratch, 'mlops-demo'), log);
    server = await startServer({ vsix });
    const open = async () => (window = await server.open({ workspace, browser }));
    const { take } = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
    await take({ open, step, workspace, scratch });
  } catch (error) {
    if (!(error instanceof WalkEnded)) tell({ suite: 'e2e', name: `${name} › begins and ends`, state: 'failed', ms: 0, message: error.stack ?? String(error) });
  } finally {
    await server?.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  return results;
}

/** The step before has said what went wrong. */
class WalkEnded extends Error {}
