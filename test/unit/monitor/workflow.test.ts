import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { workflow } from '../../../src/core/monitor/workflow.ts';

const hostile = `a'; rm -rf / #`;

it.each(['github', 'gitlab'] as const)('writes a %s workflow that is YAML, with names that stay names', (kind) => {
  const { text, path } = workflow(kind, { monitors: ['churn', hostile], hour: 5, folder: '/x' });
  const document = parseDocument(text);
  expect(document.errors).toEqual([]);
  expect(path).toMatch(/\.ya?ml$/);
  const jobs = document.toJS() as { jobs?: { monitor: { steps: Array<{ run?: string; with?: { path?: string } }> } }; monitor?: { script: string[]; artifacts: { paths: string[] } } };
  const command = jobs.jobs?.monitor.steps.map(({ run }) => run).find((run) => run?.includes('monitor run')) ?? jobs.monitor?.script[0];
  expect(command).toBe(`node /tmp/mlops/extension/dist/cli.js monitor run churn 'a'\\''; rm -rf / #' --json --out monitor > monitor.json`);
  expect(jobs.jobs?.monitor.steps.at(-1)?.with?.path?.trim().split('\n') ?? jobs.monitor?.artifacts.paths).toEqual(['monitor.json', 'monitor/']);
});

it('leaves no name to what GitHub and cron read into a line', () => {
  expect(workflow('github', { monitors: ['${{ secrets.x }}'], hour: 5, folder: '/x' }).text).toContain("'${{ '${{' }} secrets.x }}'");
  expect(workflow('cron', { monitors: ['50%'], hour: 5, folder: '/x' }).text).toContain(String.raw`mlops monitor run 50\% 2>&1`);
});

it.each([
  ['what an alarm said, so that cron mails it', 1, 'a % of what\\n was found\n'],
  ['nothing while all is well', 0, ''],
])('writes one line of cron, which prints %s', (_, code, printed) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'my % work-'));
  try {
    writeFileSync(path.join(folder, 'mlops'), `#!/bin/sh\nprintf '%s' 'a % of what\\n was found' >&2\nexit ${code}\n`, { mode: 0o755 });
    const { text, path: place } = workflow('cron', { monitors: [], hour: 23, folder });
    expect(place).toBeNull();
    expect(text).toMatch(/^0 23 \* \* \* .*\n$/);
    expect(text).not.toMatch(/[^\\]%/);
    // As cron hands it to the shell.
    const command = text.slice('0 23 * * * '.length).replaceAll(String.raw`\%`, '%');
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin` } });
    expect({ status, stdout, stderr }).toEqual({ status: code, stdout: printed, stderr: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
