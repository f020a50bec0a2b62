// The licences of what is really in the bundles, read from what esbuild wrote about them: a package that is installed
// but not bundled is not listed.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from './cache.mjs';

export const noticesFile = path.join(root, 'THIRD-PARTY-NOTICES.txt');

/** Copied into dist/ by the build, not bundled. */
const copied = ['@vscode/codicons'];

/** @returns {Promise<string>} the text of THIRD-PARTY-NOTICES.txt for the last build */
export async function thirdPartyNotices() {
  const text = await readFile(path.join(root, '.cache', 'metafile.json'), 'utf8');
  const metafiles = Object.values(JSON.parse(text));
  const bundled = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input)),
  );
  const folders = new Set([...bundled.map(packageFolder).filter(Boolean), ...copied.map((name) => `node_modules/${name}`)]);
  const notices = await Promise.all([...folders].sort().map(notice));
  const head = 'MLOps Workbench contains these packages, each under its own licence.\n';
  return [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The innermost package that a bundled file belongs to. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

async function notice(folder) {
  const manifest = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
  const names = (await readdir(path.join(root, folder))).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(root, folder, name), 'utf8')));
  if (texts.length === 0 && !manifest.license) throw new Error(`${folder} is bundled and states no licence`);
  const heading = `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`;
  return [heading, ...texts.map((text) => text.replace(/\r\n/g, '\n').trim())].join('\n\n') + '\n';
}
