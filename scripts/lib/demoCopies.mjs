// The sample workspace is made once per machine; every suite works on a copy of its own.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, tools } from './cache.mjs';
import { withLock } from './lock.mjs';
import { makeDemoWorkspace } from '../demoWorkspace/index.mjs';

const master = path.join(cacheDir, 'demo', 'mlops-demo');

/** Copies the sample workspace to `folder` (made anew) and answers with that folder. */
export async function demoWorkspace(folder, log = console.log) {
  await withLock(path.join(cacheDir, 'demo', 'demo.lock'), 'another making of the sample workspace', () =>
    makeDemoWorkspace(master, { tools, log }),
  );
  await cp(master, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
