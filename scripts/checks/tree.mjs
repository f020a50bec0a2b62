// What must not be in the tree: package hosts in the lock file, paths of one machine.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/cache.mjs';
import { sourceFiles } from './sources.mjs';

export async function checkLockFile() {
  const text = await readFile(path.join(root, 'package-lock.json'), 'utf8');
  const problems = [];
  if (text.includes('"resolved"')) problems.push('package-lock.json holds "resolved" addresses: install with the project\'s .npmrc');
  const lock = JSON.parse(text);
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const locked = lock.packages[''] ?? {};
  for (const kind of ['dependencies', 'devDependencies']) {
    if (JSON.stringify(locked[kind] ?? {}) !== JSON.stringify(manifest[kind] ?? {})) {
      problems.push(`package-lock.json and package.json disagree about ${kind}: run npm install`);
    }
  }
  return { problems, note: `${Object.keys(lock.packages).length - 1} packages` };
}

const machinePath = /(?<![\w.-])\/(?:root|work|home\/[a-z]\w*)\/[\w.-]/;

export async function checkMachinePaths() {
  const files = await sourceFiles(['.'], /\.(ts|tsx|mjs|cjs|js|json|md|ya?ml|py|sh|txt)$|(^|\/)\.ci\/run$/);
  const problems = files
    .filter(({ file }) => file !== 'scripts/checks/tree.mjs' && !file.startsWith('test/'))
    .flatMap(({ file, text }) =>
      text.split('\n').flatMap((line, index) => (machinePath.test(line) ? [`${file}:${index + 1} holds a path of one machine: ${line.trim().slice(0, 120)}`] : [])),
    );
  return { problems };
}
