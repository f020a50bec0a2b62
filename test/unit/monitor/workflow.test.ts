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
  expect(workflow('cron', { monitors: ['50%'], hour: 5, folder: '/x' }).text).toContain(String.raw`monitor run 50\% --json`);
});

it('writes one line of cron', () => {
  const { text, path } = workflow('cron', { monitors: [], hour: 23, folder: '/my work' });
  expect(path).toBeNull();
  expect(text).toBe(`0 23 * * * cd '/my work' && mlops monitor run --json > /dev/null\n`);
});
