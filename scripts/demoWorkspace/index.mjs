import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHistory } from './history.mjs';
import { buildRealData, buildVerdicts } from './realData.mjs';
import { buildTracking } from './tracking.mjs';
import { makeRunner } from './runner.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const cli = path.join(here, '..', '..', 'dist', 'cli.js');
const marker = '.git/mlops-demo.json';

/**
 * Makes the sample workspace: a git repository with a DVC pipeline, experiments, model tags and an MLflow store, all
 * by the real tools on real data, and windows of real tables with what three tools say of their drift (ours where
 * `dist/cli.js` is built). `<dir>.remotes` beside it holds the git origin and the DVC storage.
 *
 * Idempotent: a finished workspace made from the same scripts is left as it is (with what its user did there). One
 * that was interrupted or made by older scripts is made anew; a folder that is not ours is never touched.
 *
 * @param {string} dir absolute
 * @param {{tools: {pythonBin: string, peersPython: string}, log?: (line: string) => void}} options
 * @returns {Promise<{dir: string, isNew: boolean}>}
 */
export async function makeDemoWorkspace(dir, { tools, log = () => undefined }) {
  const wanted = await digestOfScripts();
  const found = await readMarker(dir);
  if (found?.state === 'ready' && found.digest === wanted) return { dir, isNew: false };
  const remotes = `${dir}.remotes`;
  if (existsSync(dir)) {
    const names = await fs.readdir(dir);
    if (names.length > 0 && !found) throw new Error(`${dir} is not empty and not a demo workspace; it stays as it is.`);
    await fs.rm(dir, { recursive: true, force: true });
  }
  await fs.rm(remotes, { recursive: true, force: true });
  await fs.mkdir(path.join(dir, '.git'), { recursive: true });
  const write = (state) => fs.writeFile(path.join(dir, marker), JSON.stringify({ state, digest: wanted }));
  await write('making');
  await fs.cp(path.join(here, 'files'), dir, { recursive: true });
  // Editors and our own launcher look for `.venv`; the tools live elsewhere.
  await fs.symlink(path.dirname(tools.pythonBin), path.join(dir, '.venv'));
  const runner = makeRunner({ dir, drive: path.join(here, 'drive'), pythonBin: tools.pythonBin, peersPython: tools.peersPython, log });
  // The other tools take most of the time, and nothing of the history touches what they read and write.
  const [missing] = await Promise.all([
    buildRealData({ runner, log }),
    buildHistory({ dir, remotes, runner, log, meanwhile: () => buildTracking({ runner, log }) }),
  ]);
  await buildVerdicts({ dir, cli, missing, log });
  await write('ready');
  return { dir, isNew: true };
}

async function readMarker(dir) {
  try {
    return JSON.parse(await fs.readFile(path.join(dir, marker), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function digestOfScripts() {
  const hash = createHash('sha256');
  const entries = await fs.readdir(here, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'));
  for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
    hash.update(path.relative(here, file)).update('\0').update(await fs.readFile(file));
  }
  return hash.digest('hex');
}
