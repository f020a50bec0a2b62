import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { workflow } from '../../../src/core/monitor/workflow.ts';

const hostile = `a'; rm -rf / #`;

it.each(['github', 'gitlab'] as const)('writes a %s workflow that is YAML, with names that stay names', (kind) => {
  const { text, path } = workflow(kind, { monitors: ['churn', hostile], hour: 5, folder: '/x' });
  const document = parseDocument(text);
  expect(document.errors).toEqual([]);
  expect(path).toMatch(/\.ya?ml$/);
  const said = JSON.stringify(document.toJS());
  expect(said).toContain('monitor run churn ');
  expect(text).toContain(`'a'\\''; rm -rf / #'`);
});

it('writes one line of cron', () => {
  const { text, path } = workflow('cron', { monitors: [], hour: 23, folder: '/my work' });
  expect(path).toBeNull();
  expect(text).toBe(`0 23 * * * cd '/my work' && mlops monitor run --json > .mlops/monitor.json\n`);
});
