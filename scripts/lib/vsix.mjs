// Makes mlops-workbench-<version>.vsix and looks into it: small, and nothing in it that is not on the list.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, root } from './cache.mjs';
import { must } from './command.mjs';
import { noticesFile, thirdPartyNotices } from './notices.mjs';

const maxBytes = 5_000_000;
const allowed = [
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD-PARTY-NOTICES\.txt)$/i,
  /^extension\/(dist|media)\//,
  /^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/,
];
const required = ['extension/dist/extension.js', 'extension/dist/cli.js', 'extension/dist/supervisor.js', 'extension/LICENSE.txt', 'extension/THIRD-PARTY-NOTICES.txt'];

/** @returns {Promise<{file: string, note: string}>} */
export async function packageVsix() {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const committed = await readFile(noticesFile, 'utf8').catch(() => undefined);
  if (committed !== (await thirdPartyNotices())) throw new Error('THIRD-PARTY-NOTICES.txt does not list what is bundled now: run npm run notices');
  const file = path.join(root, `mlops-workbench-${version}.vsix`);
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  await must(process.execPath, [vsce, ...args], { cwd: root, env: { ...process.env, XDG_CACHE_HOME: path.join(cacheDir, 'vsce') } });
  const { size } = await stat(file);
  const names = await vsixEntries(file);
  const problems = [
    ...names.filter((name) => !allowed.some((pattern) => pattern.test(name))).map((name) => `${name} does not belong into the package`),
    ...required.filter((name) => !names.includes(name)).map((name) => `${name} is missing from the package`),
    ...(size >= maxBytes ? [`the package has ${size} bytes, the limit is ${maxBytes}`] : []),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { file, note: `${path.basename(file)}, ${(size / 1e6).toFixed(2)} MB, ${names.length} files` };
}

/** Names in a zip file, read from its central directory. */
export async function vsixEntries(file) {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error(`${file} is not a zip file`);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const names = [];
  for (let index = 0; index < count; index += 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}
