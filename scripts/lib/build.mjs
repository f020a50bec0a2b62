// Builds dist/ when a source changed since the last build: several scripts ask for it one after the other.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './cache.mjs';
import { must } from './command.mjs';
import { sourceFiles } from '../checks/sources.mjs';

const stamp = path.join(root, '.cache', 'build.sha256');

/** @returns {Promise<string>} what was done, for the log */
export async function runBuild() {
  const digest = await sourcesDigest();
  const built = await readFile(stamp, 'utf8').catch(() => undefined);
  if (built === digest && existsSync(path.join(root, 'dist', 'extension.js'))) return 'already built from these sources';
  await must(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { cwd: root });
  await writeFile(stamp, digest);
  return 'built';
}

async function sourcesDigest() {
  const hash = createHash('sha256');
  const files = await sourceFiles(['src', 'webview-ui', 'media', 'scripts/build.mjs', 'package.json', 'package-lock.json'], /./);
  for (const { file, text } of files) hash.update(`${file}\0${text}\0`);
  return hash.digest('hex');
}
