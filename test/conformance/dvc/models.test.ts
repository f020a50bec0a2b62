import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisteredModel } from '../../../src/core/model/modelVersion.ts';
import { dvcModels } from '../../../src/providers/dvc/models/source.ts';
import { missing } from '../../support/tools.ts';
import { RealProject } from './realProject.ts';

interface GtoModel {
  readonly version: string | null;
  readonly stage: Readonly<Record<string, string | null>>;
  readonly active: boolean;
}
interface GtoVersion {
  readonly version: string;
  readonly commit_hexsha: string;
  readonly created_at: string;
  readonly author: string;
  readonly is_active: boolean;
  readonly stages: ReadonlyArray<{ readonly stage: string }>;
}

describe.skipIf(missing('dvc', 'gto'))('models of a real repository', () => {
  let project: RealProject;

  beforeAll(async () => {
    project = await RealProject.make();
    const dvcYaml = (path: string) =>
      `stages:\n  fit:\n    cmd: cp params.yaml ${path}\n    deps: [params.yaml]\n    outs: [${path}]\n` +
      `artifacts:\n  churn:\n    path: ${path}\n    type: model\n    desc: Who will leave\n    labels: [tabular]\n` +
      `  untagged:\n    path: ${path}\n    type: model\n  table:\n    path: params.yaml\n    type: dataset\n`;
    await project.write({ 'dvc.yaml': dvcYaml('model.bin'), 'params.yaml': 'a: 1\n', 'sub/dir/dvc.yaml': 'artifacts:\n  nested:\n    path: n.bin\n    type: model\n' });
    await project.all(['dvc repro -q', 'git add -A', 'git commit -q -m one']);
    await project.out('gto', 'register', 'churn', 'HEAD', '--version', 'v0.9.0');
    await project.out('gto', 'assign', 'churn', '--version', 'v0.9.0', '--stage', 'prod');
    await project.out('gto', 'register', 'sub/dir:nested', 'HEAD');
    for (const [index, text] of ['two', 'three', 'four', 'five'].entries()) {
      await project.write({ 'params.yaml': `a: ${index + 2}\n` });
      await project.all(['dvc repro -q', ['git', 'commit', '-q', '-a', '-m', text]]);
      if (text === 'two') await project.out('gto', 'register', 'churn', 'HEAD', '--version', 'v0.10.0');
      if (text === 'three') await project.out('gto', 'register', 'churn', 'HEAD', '--version', 'v1.0.0-rc.1');
      if (text === 'four') await project.out('gto', 'assign', 'loose', 'HEAD', '--stage', 'dev', '--skip-registration');
    }
    await project.out('gto', 'assign', 'churn', '--version', 'v0.10.0', '--stage', 'prod');
    await project.out('gto', 'assign', 'churn', '--version', 'v0.10.0', '--stage', 'staging');
    await project.out('gto', 'deprecate', 'churn', 'v0.10.0', 'staging');
    await project.out('gto', 'register', 'gone', 'HEAD', '--version', 'v2.0.0');
    await project.out('gto', 'deprecate', 'gone', 'v2.0.0');
    await project.out('gto', 'register', 'old', 'HEAD~1', '--version', 'v1.0.0');
    await new Promise((resolve) => setTimeout(resolve, 1100)); // Tags know whole seconds; GTO orders by them.
    await project.out('gto', 'deprecate', 'old');
    // A lightweight tag of the right name, which GTO ignores; and forms of older releases.
    await project.all(['git tag churn@v7.0.0', 'git tag notes', ['git', 'tag', '-a', 'legacy@v0.1.0', '-m', 'by hand', 'HEAD~2'], ['git', 'tag', '-a', 'legacy#prod#7', '-m', 'by hand', 'HEAD~2']]);
  });
  afterAll(() => project.dispose());

  const models = async () => (await dvcModels(project.context()).models({}, project.signal)).items;

  async function sameAsGto() {
    const truth = (await project.json('gto', 'show', '--json')) as Record<string, GtoModel>;
    const ours = await models();
    const tagged = ours.filter((one) => one.tags['deprecated'] !== 'true' && (one.versionCount ?? 0) > 0);
    const expected = Object.entries(truth).filter(([, one]) => one.version !== null || Object.values(one.stage).some(Boolean));
    expect(tagged.map((one) => one.name).sort()).toEqual(expected.map(([name]) => name).sort());
    for (const [name, model] of expected) {
      const own = ours.find((one) => one.name === name);
      const versions = await versionsOf(own);
      const registered = versions.filter((one) => one.status === 'registered');
      expect(registered.length === 0 ? null : own?.latest?.version, name).toBe(model.version);
      const held = (stage: string) => versions.find((one) => one.stages.includes(stage))?.version ?? null;
      for (const [stage, version] of Object.entries(model.stage)) expect(held(stage), `${name}#${stage}`).toBe(version);
    }
  }

  async function versionsOf(model: RegisteredModel | undefined) {
    return (await dvcModels(project.context()).versions(model?.id ?? '', {}, project.signal)).items;
  }

  it('gives the versions and stages that gto show gives', sameAsGto);

  it('gives each version its commit, author and time as gto show does', async () => {
    const truth = (await project.json('gto', 'show', 'churn', '--json')) as GtoVersion[];
    const ours = await versionsOf((await models()).find((one) => one.name === 'churn'));
    const active = truth.filter((one) => one.is_active);
    expect(ours.map((one) => one.version).sort()).toEqual(active.map((one) => one.version).sort());
    for (const one of active) {
      const own = ours.find((version) => version.version === one.version);
      expect(own?.commit).toBe(one.commit_hexsha);
      expect(own?.user).toBe(one.author);
      expect(own?.stages.toSorted()).toEqual(one.stages.map((stage) => stage.stage).sort());
      const head = (await project.out('git', 'log', '-1', '--format=%ct', `refs/tags/churn@${one.version}`)).trim();
      expect(Math.abs(Date.parse(own?.createdAt ?? '') - Number(head) * 1000)).toBeLessThan(120_000);
    }
  });

  it('says where the bytes of a version lie, by the lock of its own commit', async () => {
    const ours = await versionsOf((await models()).find((one) => one.name === 'churn'));
    const lock = await project.out('git', 'show', 'churn@v0.9.0:dvc.lock');
    const digest = /outs:\n\s+- path: model.bin\n\s+hash: md5\n\s+md5: (\w+)/.exec(lock)?.[1];
    expect(ours.find((one) => one.version === 'v0.9.0')?.location).toBe(`model.bin (md5 ${digest ?? '?'})`);
    expect(new Set(ours.map((one) => one.location)).size).toBe(ours.length);
  });

  it('shows declared models without a tag, with no version; no dataset; deprecated ones marked', async () => {
    const ours = await models();
    expect(ours.find((one) => one.name === 'untagged')).toMatchObject({ versionCount: 0, latest: null });
    expect(ours.find((one) => one.name === 'churn')).toMatchObject({ description: 'Who will leave', tags: { labels: 'tabular' } });
    expect(ours.some((one) => one.name === 'table')).toBe(false);
    expect(ours.find((one) => one.name === 'old')?.tags['deprecated']).toBe('true');
    expect(ours.find((one) => one.name === 'sub/dir:nested')?.latest?.version).toBe('v0.0.1');
  });

  it('breaks ties within one second as gto does', async () => {
    const atOnce = ['both@v1.0.0', 'both#prod#1 HEAD~1', 'both#prod#2 HEAD', 'both#prod#3 HEAD~2', 'loner#dev#1 HEAD~1', 'loner#dev HEAD', 'tie@v1.0.0#1', 'tie#prod#2', 'tie#prod!#3', 'tie#dev!#4', 'tie#dev#5', 'tie#qa#6', 'back@v1.0.0!#1', 'back@v1.0.0#2', 'back@v1.1.0#3'];
    // After the commits, as tags are: GTO looks at both.
    project.env['GIT_COMMITTER_DATE'] = '2030-01-02T03:04:05Z';
    try {
      await project.all(atOnce.map((tag) => tag.split(' ')).map(([tag = '', at = 'HEAD']) => ['git', 'tag', '-a', tag, '-m', 'at once', at]));
    } finally {
      delete project.env['GIT_COMMITTER_DATE'];
    }
    await sameAsGto();
    const [version] = await versionsOf((await models()).find((one) => one.name === 'tie'));
    expect(version?.stages).toEqual(['qa']);
  });

  it('takes no stage from a commit without a version, since gto takes none', async () => {
    const at = ['commit#dev#1', 'commit#dev!#2', 'late#dev#1', 'late@v1.0.0', 'late#dev!#3'];
    for (const [index, tag] of at.entries()) {
      project.env['GIT_COMMITTER_DATE'] = `2030-01-03T03:04:0${index}Z`;
      await project.out('git', 'tag', '-a', tag, '-m', 'in turn', 'HEAD~1');
    }
    delete project.env['GIT_COMMITTER_DATE'];
    await sameAsGto();
    const [version] = await versionsOf((await models()).find((one) => one.name === 'commit'));
    expect(version?.stages).toEqual(['dev']);
  });

  it('gives the same from packed refs', async () => {
    await project.all(['git pack-refs --all --prune']);
    await sameAsGto();
  });
});
