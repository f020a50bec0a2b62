import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetVersion } from '../../../src/core/model/dataset.ts';
import { dvcDatasets } from '../../../src/providers/dvc/datasets/source.ts';
import { missing } from '../../support/tools.ts';
import { RealProject } from './realProject.ts';

interface DvcDiff {
  readonly added: Array<{ path: string }>;
  readonly deleted: Array<{ path: string }>;
  readonly modified: Array<{ path: string }>;
}

describe.skipIf(missing('dvc'))('datasets of a real DVC project', () => {
  let project: RealProject;

  beforeAll(async () => {
    project = await RealProject.make();
    await project.write({
      'data/raw/a.csv': 'x\n1\n',
      'data/raw/b.csv': 'x\n2\n',
      'data/raw/deep/c d.csv': 'x\n3\n',
      'data/one.csv': 'one\n',
      'dvc.yaml': [
        'stages:',
        '  split:',
        '    cmd: mkdir -p out && cp data/one.csv out/half.csv && cp data/one.csv model.bin',
        '    deps: [data/one.csv]',
        '    outs: [out, model.bin]',
        'artifacts:',
        '  m: {path: model.bin, type: model}',
      ].join('\n'),
    });
    await project.all([
      'dvc add -q data/raw data/one.csv',
      'dvc repro -q',
      'git add -A',
      'git commit -q -m first',
    ]);
    await project.write({ 'data/raw/b.csv': 'x\n22\n', 'data/raw/é.csv': 'new\n', 'data/one.csv': 'one\ntwo\n' });
    await project.remove('data/raw/a.csv');
    await project.all(['dvc add -q data/raw data/one.csv', 'dvc repro -q', 'git commit -q -am second', 'git tag second']);
  });
  afterAll(() => project.dispose());

  const all = async () => (await dvcDatasets(project.context()).datasets({}, project.signal)).items;
  const versionsOf = async (name: string): Promise<readonly DatasetVersion[]> => {
    const source = dvcDatasets(project.context());
    const dataset = (await source.datasets({}, project.signal)).items.find((one) => one.name === name);
    return (await source.versions(dataset?.id ?? '', {}, project.signal)).items;
  };

  it('lists tracked data and stage outputs, and no model', async () => {
    const listed = await all();
    expect(listed.map((one) => one.name)).toEqual(['data/one.csv', 'data/raw', 'out']);
    const outs = (await project.json('dvc', 'ls', '.', '-R', '--dvc-only', '--json')) as Array<{ path: string }>;
    for (const { path: name } of outs.filter((out) => out.path !== 'model.bin')) {
      expect(listed.some((one) => name === one.name || name.startsWith(`${one.name}/`)), name).toBe(true);
    }
  });

  it('tells size, count and presence of the current version as the .dvc file does', async () => {
    const raw = (await all()).find((one) => one.name === 'data/raw');
    const pointer = await readFile(path.join(project.root, 'data/raw.dvc'), 'utf8');
    expect(raw?.current?.digest).toBe(`md5:${/md5: (\S+)/.exec(pointer)?.[1] ?? ''}`);
    expect(raw?.current?.sizeBytes).toBe(Number(/size: (\d+)/.exec(pointer)?.[1]));
    expect(raw?.current?.fileCount).toBe(3);
    expect(raw?.current?.present).toBe(true);
  });

  it('finds the versions over git history, newest first, with the commit that brought each', async () => {
    const versions = await versionsOf('data/raw');
    const shas = (await project.out('git', 'log', '--format=%H', '--', 'data/raw.dvc')).trim().split('\n');
    expect(versions.map((one) => one.commit)).toEqual(shas);
    expect(versions.map((one) => one.message)).toEqual(['second', 'first']);
    expect((await versionsOf('out')).map((one) => one.message)).toEqual(['second', 'first']);
  });

  it('diffs two versions file by file exactly as dvc diff', async () => {
    const [after, before] = await versionsOf('data/raw');
    const diff = await dvcDatasets(project.context()).diff?.(before?.id ?? '', after?.id ?? '', project.signal);
    const truth = (await project.json('dvc', 'diff', '--json', 'HEAD~1', 'HEAD')) as DvcDiff;
    const below = (items: Array<{ path: string }>) =>
      items.map((item) => item.path).filter((name) => /^data\/raw\/./.test(name)).map((name) => name.slice('data/raw/'.length)).sort();
    const ours = (status: string) => diff?.files.filter((file) => file.status === status).map((file) => file.path).sort();
    expect(ours('added')).toEqual(below(truth.added));
    expect(ours('removed')).toEqual(below(truth.deleted));
    expect(ours('changed')).toEqual(below(truth.modified));
    expect(ours('added')).toEqual(['é.csv']);
    expect(diff?.incomplete).toBeNull();
  });

  it('shows the first bytes of a file in any version', async () => {
    const [, before] = await versionsOf('data/raw');
    const source = dvcDatasets(project.context());
    const bytes = await source.preview?.(before?.id ?? '', 'deep/c d.csv', 3, project.signal);
    expect(new TextDecoder().decode(bytes)).toBe('x\n3');
    await expect(source.preview?.(before?.id ?? '', '../../../etc/passwd', 3, project.signal)).rejects.toMatchObject({ fault: { code: 'notFound' } });
    const [one] = await versionsOf('data/one.csv');
    expect(new TextDecoder().decode(await source.preview?.(one?.id ?? '', null, 100, project.signal))).toBe('one\ntwo\n');
  });

  it('says what is not on this machine, as dvc data status does', async () => {
    const kept = path.join(project.scratch, 'kept');
    const cache = path.join(project.root, '.dvc/cache');
    await cp(cache, kept, { recursive: true });
    try {
      await rm(cache, { recursive: true, force: true });
      const status = (await project.json('dvc', 'data', 'status', '--json', '--no-updates').catch(() => project.json('dvc', 'data', 'status', '--json'))) as { not_in_cache?: string[] };
      const absent = (status.not_in_cache ?? []).map((name) => name.replace(/\/$/, ''));
      for (const one of await all()) {
        expect(one.current?.present, one.name).toBe(false);
        expect(absent).toContain(one.name);
      }
      const [after, before] = await versionsOf('data/raw');
      const source = dvcDatasets(project.context());
      const diff = await source.diff?.(before?.id ?? '', after?.id ?? '', project.signal);
      expect(diff?.files).toEqual([]);
      expect(diff?.incomplete).toContain('not on this machine');
      await expect(source.preview?.(after?.id ?? '', 'b.csv', 10, project.signal)).rejects.toMatchObject({ fault: { code: 'notPulled' } });
    } finally {
      await cp(kept, cache, { recursive: true });
    }
  });

  it('reads a cache laid out before DVC 3', async () => {
    const files = path.join(project.root, '.dvc/cache/files/md5');
    const kept = path.join(project.scratch, 'kept3');
    await cp(files, kept, { recursive: true });
    try {
      await rm(path.join(project.root, '.dvc/cache/files'), { recursive: true });
      await cp(kept, path.join(project.root, '.dvc/cache'), { recursive: true });
      const raw = (await all()).find((one) => one.name === 'data/raw');
      expect(raw?.current?.present).toBe(true);
    } finally {
      await cp(kept, files, { recursive: true });
    }
  });

  it('lists an uncommitted version first, with no commit', async () => {
    await project.write({ 'data/one.csv': 'three\n' });
    await project.all(['dvc add -q data/one.csv']);
    try {
      const [now, ...old] = await versionsOf('data/one.csv');
      expect(now?.commit).toBeNull();
      expect(old.map((one) => one.message)).toEqual(['second', 'first']);
    } finally {
      await project.all(['git checkout -q -- .', 'dvc checkout -q']);
    }
  });

  it('keeps the others when one .dvc file is broken, and names it with its line', async () => {
    await project.write({ 'broken.dvc': 'outs:\n- md5: [\n' });
    try {
      const page = await dvcDatasets(project.context()).datasets({}, project.signal);
      expect(page.items.map((one) => one.name)).toContain('data/raw');
      expect(page.problems).toHaveLength(1);
      expect(page.problems?.[0]).toMatchObject({ code: 'corrupt', at: { path: 'broken.dvc' } });
      expect(page.problems?.[0]?.at?.line).toBeGreaterThan(0);
    } finally {
      await project.remove('broken.dvc');
    }
  });
});
