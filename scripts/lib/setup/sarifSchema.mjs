// The schema of SARIF 2.1.0 as its authors' own package of test matchers brings it: only the file is used.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tools } from '../cache.mjs';
import { npm } from '../npm.mjs';
import { installedVersion } from './stamp.mjs';

const version = '1.0.0-beta.0';

export const sarifSchema = {
  name: 'Schema of SARIF',
  async isReady() {
    return (await installedVersion(path.join(tools.sarif, 'node_modules/@microsoft/jest-sarif'))) === version;
  },
  async install() {
    await mkdir(tools.sarif, { recursive: true });
    await writeFile(path.join(tools.sarif, 'package.json'), JSON.stringify({ private: true }));
    await npm('install', ['--save-exact', '--ignore-scripts', `@microsoft/jest-sarif@${version}`], { cwd: tools.sarif });
  },
};
