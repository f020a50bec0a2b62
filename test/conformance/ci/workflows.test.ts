import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { forges, type CiFacts, type Forge } from '../../../src/core/ci/ciRequest.ts';
import { workflowFile } from '../../../src/core/ci/workflowFile.ts';
import { missing, tools } from '../../support/tools.ts';

/** The forges' own schemas, as check-jsonschema brings them. */
const schemas: Readonly<Record<Forge, readonly string[]>> = {
  github: ['--builtin-schema', 'vendor.github-workflows'],
  gitlab: ['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
  azure: ['--regex-variant', 'python', '--builtin-schema', 'vendor.azure-pipelines', '--data-transform', 'azure-pipelines'],
};
const folders: Readonly<Record<string, CiFacts>> = {
  full: { training: 'dvc.yaml', requirements: 'requirements.txt', hasValidation: true, hasMonitors: true },
  project: { training: 'MLproject', requirements: 'pyproject.toml', hasValidation: false, hasMonitors: true },
  bare: { training: null, requirements: null, hasValidation: false, hasMonitors: false },
};

describe.skipIf(missing('checkersPython'))('workflows, read by others', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mlops-ci-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (program: string, args: readonly string[]) =>
    new Promise<{ code: number; text: string }>((resolve) => {
      execFile(path.join(path.dirname(tools.checkersPython), program), [...args], { cwd: folder }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, text: `${stdout}${stderr}` }));
    });
  async function write(kind: string, forge: Forge, change: (text: string) => string = (text) => text): Promise<string[]> {
    const files: string[] = [];
    for (const [name, facts] of Object.entries(folders)) {
      const { path: below, text } = workflowFile(forge, { model: 'Churn.v2', env: 'production', branch: 'release/1.x' }, facts, undefined, false);
      const file = path.join(kind, name, below);
      await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
      await writeFile(path.join(folder, file), change(text));
      files.push(file);
    }
    return files;
  }

  /** Every block that a shell runs, wherever it stands. */
  function scriptsOf(node: unknown, key = ''): string[] {
    if (typeof node === 'string') return ['run', 'bash', 'script', 'before_script'].includes(key) ? [node] : [];
    if (typeof node !== 'object' || node === null) return [];
    return Array.isArray(node) ? node.flatMap((one) => scriptsOf(one, key)) : Object.entries(node).flatMap(([name, one]) => scriptsOf(one, name));
  }

  it.each(forges)('are what the schema of %s has, and a broken one is not', async (forge) => {
    const files = await write('good', forge);
    // A mistake deep in a pipeline of Azure takes its schema long to explain: one at the top is control enough.
    const broken = await write('broken', forge, (text) => (forge === 'azure' ? 'stages: 5\n' : text.replace(/^( *)(timeout-minutes|script):.*$/m, '$1$2: [[no]]')));
    const [one, other] = await Promise.all([run('check-jsonschema', [...schemas[forge], ...files]), run('check-jsonschema', [...schemas[forge], broken[2]!])]);
    expect(one.text.slice(-600)).toContain('ok');
    expect([one.code, other.code]).toEqual([0, 1]);
  });

  it('give zizmor nothing to find at its strictest, and a loosened one gives it much', async () => {
    const strict = ['--offline', '--no-progress', '--persona=pedantic'];
    const good = await run('zizmor', [...strict, ...(await write('good', 'github'))]);
    expect(good.text).toMatch(/No findings to report|0 informational, 0 low, 0 medium, 0 high/);
    expect(good.code).toBe(0);
    const loose = await run('zizmor', [...strict, ...(await write('loose', 'github', (text) => text.replace('  pull_request:', '  pull_request_target:').replace(/@[0-9a-f]{40} #.*/g, '@main').replace('contents: read', 'contents: write')))]);
    expect(loose.text).toMatch(/dangerous-triggers/);
    expect(loose.text).toMatch(/unpinned-uses/);
    expect(loose.text).toMatch(/excessive-permissions/);
  });

  it.each(forges)('give shellcheck nothing to find in what %s runs', async (forge) => {
    const scripts: string[] = [];
    for (const file of await write('good', forge)) {
      for (const script of scriptsOf(parse(await readFile(path.join(folder, file), 'utf8')))) {
        scripts.push(`script${scripts.length}.sh`);
        await writeFile(path.join(folder, scripts.at(-1)!), script);
      }
    }
    expect(scripts.length).toBeGreaterThan(10);
    expect((await run('shellcheck', ['--shell=bash', ...scripts])).text).toBe('');
    await writeFile(path.join(folder, 'control.sh'), 'cat $1');
    expect((await run('shellcheck', ['--shell=bash', 'control.sh'])).code).toBe(1);
  });
});
