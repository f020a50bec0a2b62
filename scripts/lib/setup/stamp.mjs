// A stamp says what an installed part was made from. No stamp, or another text in it: the part is looked at again.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir } from '../cache.mjs';

const fileOf = (part) => path.join(cacheDir, 'stamps', `${part}.txt`);

export async function hasStamp(part, text) {
  return (await readFile(fileOf(part), 'utf8').catch(() => undefined)) === text;
}

export async function writeStamp(part, text) {
  await mkdir(path.dirname(fileOf(part)), { recursive: true });
  await writeFile(fileOf(part), text);
}

/** Version in a package.json, or undefined where there is none. */
export async function installedVersion(folder) {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).version;
}
