import { existsSync } from 'node:fs';
import { mkdir, rename, statfs, symlink } from 'node:fs/promises';
import path from 'node:path';
import { acceleratorFolder } from '../../src/io/duckdb/place.ts';
import { tools } from '../support/tools.ts';
import { timed } from './measure.ts';

const bytesPerRow = 160;

/** Reference and current of the bench, made once and kept in the cache. Throws where the disk has no room. */
export async function driftFiles(root: string, rows: number): Promise<readonly [string, string]> {
  const folder = path.join(tools.cache, 'bench');
  await mkdir(folder, { recursive: true });
  const files = ['reference', 'current'].map((side) => path.join(folder, `drift-${rows}-${side}.parquet`)) as [string, string];
  for (const [at, file] of files.entries()) {
    if (existsSync(file)) continue;
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < 3 * rows * bytesPerRow) throw new Error(`no room for ${rows} rows in ${folder}`);
    await timed([tools.peersPython, path.join(root, 'test', 'bench', 'driftData.py'), `${file}.part`, String(rows), String(at + 1)], folder, process.env);
    await rename(`${file}.part`, file);
  }
  return files;
}

/** The environment of our command with DuckDB installed, as it is after `mlops drift --install-accelerator`. */
export async function acceleratedEnv(scratch: string): Promise<NodeJS.ProcessEnv> {
  const cache = path.join(scratch, 'drift-cache');
  const place = acceleratorFolder(path.join(cache, 'mlops'));
  await mkdir(path.dirname(place), { recursive: true });
  if (!existsSync(place)) await symlink(tools.duckdb, place);
  return { ...process.env, HOME: scratch, XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: path.join(scratch, 'config') };
}
