// DuckDB's packages in the version that the product pins, for the suites that compare its two readers.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, tools } from '../cache.mjs';
import { npm } from '../npm.mjs';
import { installedVersion } from './stamp.mjs';

const pinned = async () => /pinnedVersion = '([^']+)'/.exec(await readFile(path.join(root, 'src/io/duckdb/release.ts'), 'utf8'))?.[1];

export const duckDb = {
  name: 'DuckDB',
  async isReady() {
    return (await installedVersion(path.join(tools.duckdb, 'node_modules/@duckdb/node-api'))) === (await pinned());
  },
  async install() {
    await mkdir(tools.duckdb, { recursive: true });
    await writeFile(path.join(tools.duckdb, 'package.json'), JSON.stringify({ private: true }));
    await npm('install', ['--save-exact', `@duckdb/node-api@${await pinned()}`], { cwd: tools.duckdb });
  },
};
