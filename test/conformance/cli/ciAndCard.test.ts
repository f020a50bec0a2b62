import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../support/tools.ts';
import { Mlops } from './mlops.ts';

interface Ci {
  readonly path: string;
  readonly state: string;
  readonly kept: readonly string[];
}
interface Card {
  readonly path: string;
  readonly state: string;
  readonly version: string;
  readonly modelDigest: string | null;
  readonly words: Readonly<Record<string, number>>;
  readonly empty: readonly string[];
}

describe.skipIf(missing('node'))('mlops ci and mlops card', () => {
  let mlops: Mlops;
  let folder: string;
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...args], { cwd: folder, env: mlops.env });
  const write = async (name: string, content: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({
      '.dvc/config': '',
      'dvc.yaml': 'artifacts:\n  churn:\n    path: model.bin\n    type: model\nmetrics:\n  - metrics.json\n',
      'model.bin': 'weights 1',
      'metrics.json': '{"test_auc": 0.91, "test_samples": 5000}',
    });
    git('init', '-qb', 'main');
    git('add', '.');
    git('commit', '-qm', 'A model');
    git('tag', '-a', 'churn@v0.0.1', '-m', 'first');
  });
  afterAll(() => mlops.dispose());

  it('writes a workflow, says when it is stale, and keeps what a person changed', async () => {
    const ci = (...args: string[]) => mlops.json<Ci>(['ci', 'github', '--model', 'churn', '--env', 'production', ...args], folder);
    const file = path.join(folder, '.github/workflows/mlops-churn-production.yml');
    expect(await ci('--check')).toMatchObject({ code: 1, data: { state: 'missing' } });
    expect(await ci('--write')).toMatchObject({ code: 0, data: { path: '.github/workflows/mlops-churn-production.yml', written: true } });
    expect(await ci('--check')).toMatchObject({ code: 0, data: { state: 'current', kept: [] } });
    await write('.mlops/monitors.yaml', 'monitors: {}\n');
    expect(await ci('--check')).toMatchObject({ code: 1, data: { state: 'stale' } });
    await writeFile(file, (await readFile(file, 'utf8')).replace('timeout-minutes: 30', 'timeout-minutes: 99'));
    expect(await ci('--write')).toMatchObject({ code: 0, data: { kept: ['test'] }, problems: [{ severity: 'info' }] });
    expect(await readFile(file, 'utf8')).toMatch(/timeout-minutes: 99[\s\S]*mlops monitor run/);
    expect(await ci('--check')).toMatchObject({ code: 0 });
    await writeFile(file, 'on: push\n');
    expect(await ci('--write')).toMatchObject({ code: 2 });
    expect(await readFile(file, 'utf8')).toBe('on: push\n');
    expect(await ci('--write', '--force')).toMatchObject({ code: 0 });
  });

  it('takes model and environment from the policy where it leaves no choice', async () => {
    expect((await mlops.run(['ci', 'azure'], folder)).code).toBe(2);
    await write('.mlops/policy.yaml', 'version: 1\nmodels:\n  churn:\n    environments: [staging, production]\nrules:\n  - id: small\n    metric: { path: artifact.bytes, max: 50 }\n');
    expect(await mlops.json<Ci>(['ci', 'azure'], folder)).toMatchObject({ code: 0, data: { path: 'azure-pipelines-mlops-churn-production.yml' } });
    for (const args of [['ci', 'jenkins'], ['ci', 'github', '--model', 'a b', '--env', 'x'], ['ci', 'github', '--check', '--write'], ['ci', 'github', '--force'], ['ci']]) expect([args, (await mlops.run(args, folder)).code]).toEqual([args, 2]);
  });

  it('writes a card with the facts of the version, keeps prose, and says when it is stale', async () => {
    const card = (...args: string[]) => mlops.json<Card>(['card', ...args], folder);
    const file = path.join(folder, '.mlops/cards/churn.md');
    expect(await card('churn', '--check')).toMatchObject({ code: 1, data: { state: 'missing' } });
    const first = await card('churn', '--write');
    expect(first).toMatchObject({ code: 0, data: { path: '.mlops/cards/churn.md', version: 'v0.0.1', modelDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown } });
    const sha = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
    const text = await readFile(file, 'utf8');
    for (const part of [sha, first.data.modelDigest!, '| test\\_auc | 0.91 | – | 5000 |']) expect(text).toContain(part);
    await appendFile(file, '\n## Owner\n\nAnn & Bo <ann@example.com>\n');
    expect(await card('churn', '--check')).toMatchObject({ code: 0, data: { state: 'current', words: { owner: 3 } } });
    git('commit', '-qm', 'Another', '--allow-empty');
    git('tag', '-a', 'churn@v0.0.2', '-m', 'second');
    expect(await card('churn', '--check')).toMatchObject({ code: 1, data: { state: 'stale', version: 'v0.0.2' } });
    expect((await card('churn', '--write')).code).toBe(0);
    expect(await readFile(file, 'utf8')).toMatch(/v0\.0\.2[\s\S]*Ann & Bo <ann@example\.com>\n$/);
    await writeFile(file, 'a'.repeat(10_000_000));
    const huge = await mlops.run(['card', 'churn', '--write'], folder);
    expect([huge.code, huge.stderr]).toEqual([2, expect.stringContaining('too large for a model card')]);
    expect((await mlops.run(['card', 'chrun'], folder)).code).toBe(2);
  });
});
