import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actions } from '../../../src/core/ci/actions.ts';
import { forges, slugOf, type CiFacts } from '../../../src/core/ci/ciRequest.ts';
import { workflowFile, workflowPath } from '../../../src/core/ci/workflowFile.ts';

const request = { model: 'churn', env: 'production', branch: 'main' };
const facts: CiFacts = { training: 'dvc.yaml', requirements: 'requirements.txt', hasValidation: true, hasMonitors: true };
const fresh = (forge: (typeof forges)[number], about = facts) => workflowFile(forge, request, about, undefined, false);

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: ReadonlyArray<{ readonly uses?: string; readonly run?: string }>;
}
const github = parse(fresh('github').text) as { readonly on: object; readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> };

describe('the workflow of GitHub', () => {
  it('may only read, but for one job that comments, one that annotates and one that deploys', () => {
    expect(github.permissions).toEqual({ contents: 'read' });
    const writes = Object.entries(github.jobs).flatMap(([name, { permissions = {} }]) => Object.entries(permissions).flatMap(([what, how]) => (how === 'write' ? [`${name} ${what}`] : [])));
    expect(writes).toEqual(['comment pull-requests', 'annotate security-events', 'deploy contents']);
  });

  it('gives a change from a fork its verdict, and no secret to any job that runs for one', () => {
    expect(Object.keys(github.on)).toEqual(['pull_request', 'push']);
    const secret = Object.entries(github.jobs).filter(([, job]) => JSON.stringify(job).includes('secrets.')).map(([name]) => name);
    expect(secret).toEqual(['deploy']);
    expect(github.jobs['deploy']!.if).toBe("github.event_name == 'push' && github.ref == 'refs/heads/main'");
    expect(github.jobs['gate']!.if).toBe('${{ !cancelled() }}');
    for (const name of ['evidence', 'comment', 'annotate']) expect(github.jobs[name]!.if).toContain('head.repo.full_name == github.repository');
  });

  it('pins every action by its commit', () => {
    const used = Object.values(github.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.length).toBeGreaterThan(10);
    for (const uses of used) expect(uses).toMatch(/^[\w./-]+@[0-9a-f]{40}$/);
    for (const text of Object.values(actions)) expect(text).toMatch(/ # v\d+\.\d+\.\d+$/);
  });
});

describe('workflows of all forges', () => {
  it.each(forges)('run on %s all that the folder has, and the gate in each of its forms', (forge) => {
    const { text } = fresh(forge);
    for (const part of ['python -m pytest', 'dvc repro', 'mlops validate', 'mlops monitor run', 'for format in sarif junit md', 'mlops gate churn --env production --policy-ref origin/main --format', 'mlops compare', 'mlops promote churn --env production --policy-ref origin/main --yes']) expect(text).toContain(part);
    const bare = fresh(forge, { training: null, requirements: null, hasValidation: false, hasMonitors: false }).text;
    for (const part of ['dvc repro', 'mlops validate --junit', 'mlops monitor run', 'requirements.txt']) expect(bare).not.toContain(part);
    expect(fresh(forge, { ...facts, training: 'MLproject' }).text).toContain('mlflow run .');
  });

  it.each(['a b', "a'b", 'a${{ x }}', 'a$(x)', 'a;b', '../a', '', 'a\nb', '-a', 'x'.repeat(101), 'a"b', 'a`b'])('are not written for the name “%s”', (name) => {
    expect(() => workflowPath('github', { ...request, model: name })).toThrow('cannot be written');
    expect(() => workflowPath('gitlab', { ...request, env: name })).toThrow('cannot be written');
    expect(() => workflowPath('azure', { ...request, branch: name })).toThrow('cannot be written');
  });

  it('have a place of their own for each model and environment', () => {
    const names = [['a', 'b-c'], ['a-b', 'c'], ['A', 'b-c'], ['a.b', 'c'], ['a/b', 'c'], ['ä', 'c'], ['ö', 'c']].map(([model = '', env = '']) => slugOf({ model, env, branch: 'main' }));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a workflow that is there', () => {
  const old = fresh('github', { ...facts, hasMonitors: false }).text;
  const again = (existing: string, isForced = false) => workflowFile('github', request, facts, existing, isForced);

  it('is current as it was written, also with other ends of lines, and stale when the folder changed', () => {
    expect(again(fresh('github').text)).toMatchObject({ state: 'current', kept: [] });
    expect(again(fresh('github').text.replaceAll('\n', '\r\n'))).toMatchObject({ state: 'current' });
    expect(again(old)).toMatchObject({ state: 'stale', kept: [], text: fresh('github').text });
  });

  it('keeps what a person changed, took out and added, while the rest goes on', () => {
    const changed = old
      .replace('timeout-minutes: 30', 'timeout-minutes: 99')
      .replace(/# mlops:part annotate[\s\S]*(?=# mlops:part deploy)/, '')
      .concat('  mine:\n    runs-on: ubuntu-24.04\n');
    const one = again(changed);
    expect(one).toMatchObject({ state: 'stale', kept: ['test', 'annotate', 'end'] });
    expect(one.text).toContain('timeout-minutes: 99');
    expect(one.text).toContain('mlops monitor run');
    expect(one.text).not.toContain('upload-sarif');
    expect(one.text.endsWith('  mine:\n    runs-on: ubuntu-24.04\n')).toBe(true);
    // What was kept once is kept again, and nothing is left to do.
    expect(again(one.text)).toMatchObject({ state: 'current', kept: ['test', 'annotate', 'end'] });
    expect(again(changed, true)).toMatchObject({ state: 'stale', kept: [], text: fresh('github').text });
  });

  it('is not touched where somebody else wrote it', () => {
    expect(again('on: push\njobs: {}\n')).toMatchObject({ state: 'foreign' });
    expect(again('on: push\njobs: {}\n', true)).toMatchObject({ state: 'stale', text: fresh('github').text });
  });
});
