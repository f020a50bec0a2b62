// The project's own packages. Ready when what npm recorded as installed is what the lock file asks for.
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../cache.mjs';
import { npm } from '../npm.mjs';

export const nodeModules = {
  name: 'node_modules',
  async isReady() {
    const [wanted, installed] = await Promise.all([
      readPackages(path.join(root, 'package-lock.json')),
      readPackages(path.join(root, 'node_modules', '.package-lock.json')),
    ]);
    if (!wanted || !installed) return false;
    return Object.entries(wanted).every(
      ([place, entry]) => place === '' || entry.optional || installed[place]?.version === entry.version,
    );
  },
  async install() {
    // npm would follow the link and empty the folder that another checkout works with.
    const here = await lstat(path.join(root, 'node_modules')).catch(() => undefined);
    if (here?.isSymbolicLink()) throw new Error('node_modules is a link to another folder, and not what package-lock.json asks for: remove the link and run this again.');
    await npm('ci', [], { cwd: root });
  },
};

async function readPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).packages;
}
