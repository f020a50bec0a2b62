// The served VS Code. Its native modules compile against the headers of the cached Node 24.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, tools } from '../cache.mjs';
import { must } from '../command.mjs';
import { npm } from '../npm.mjs';
import { hasStamp, installedVersion, writeStamp } from './stamp.mjs';

const version = '4.139.1';
const part = 'code-server';
const entry = path.join(tools.codeServer, 'out', 'node', 'entry.js');

export const codeServer = {
  name: `VS Code (code-server ${version})`,
  async isReady() {
    if ((await installedVersion(tools.codeServer)) !== version) return false;
    if (await hasStamp(part, version)) return true;
    if (!existsSync(tools.node) || !(await works())) return false;
    await writeStamp(part, version);
    return true;
  },
  cannot: () => (process.platform === 'linux' ? undefined : `it is compiled on Linux only; here it is ${process.platform}`),
  async install() {
    const folder = path.join(cacheDir, part);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
    await npm('install', [`${part}@${version}`], { cwd: folder, nodeHome: tools.nodeHome });
    if (!(await works())) throw new Error('code-server was installed but does not start');
    await writeStamp(part, version);
  },
};

async function works() {
  const vscode = path.join(tools.codeServer, 'lib', 'vscode');
  if (!existsSync(path.join(vscode, 'out', 'server-main.js'))) return false;
  const probe = "require('node-pty');require('@vscode/spdlog');require('@parcel/watcher')";
  const output = await must(tools.node, [entry, '--version']).catch(() => '');
  const natives = await must(tools.node, ['-e', probe], { cwd: vscode }).then(() => true, () => false);
  return output.includes(version) && natives;
}
