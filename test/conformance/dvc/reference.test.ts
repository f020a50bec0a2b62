import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { DataContent } from '../../../src/core/capability/datasetSource.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { provider } from '../../../src/providers/dvc/index.ts';
import { dvcDatasets } from '../../../src/providers/dvc/datasets/source.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing, tools } from '../../support/tools.ts';
import { RealProject } from './realProject.ts';

describe.skipIf(missing('dvc'))('DATA by a DVC revision is what DVC itself gets', () => {
  let project: RealProject;
  let commits: string[] = [];

  beforeAll(async () => {
    project = await RealProject.make();
    await project.write({
      'data/one.csv': 'x\n1\n',
      'data/many/a.csv': 'x\n10\n',
      'data/many/deep/b c.csv': 'x\n20\n',
      'data/git.csv': 'x\n5\n',
      'data/at@home.csv': 'x\n7\n',
      'dvc.yaml': ['stages:', '  half:', '    cmd: cp data/one.csv half.csv', '    deps: [data/one.csv]', '    outs: [half.csv]'].join('\n'),
    });
    await project.all(['dvc add -q data/one.csv data/many data/at@home.csv', 'dvc repro -q', 'git add -A', 'git commit -q -m first', 'git tag v1']);
    await project.write({ 'data/one.csv': 'x\n1\n2\n', 'data/many/a.csv': 'x\n11\n', 'data/git.csv': 'x\n6\n' });
    await project.all(['dvc add -q data/one.csv data/many', 'dvc repro -q', 'git add -A', 'git commit -q -m second']);
    commits = (await project.out('git', 'rev-list', '--reverse', 'HEAD')).trim().split('\n');
  });
  afterAll(() => project.dispose());

  const content = (reference: string) => dvcDatasets(project.context()).content!(reference, project.root, project.signal);
  const textOf = async ({ place }: DataContent) => Buffer.from('path' in place ? await readFile(place.path) : place.bytes).toString();
  const faultOf = (reference: string) => content(reference).then(() => undefined, toFault);

  it('of a file, a file within a folder, a stage’s output and one of git alone', async () => {
    const asked = [['data/one.csv', 'v1'], ['data/one.csv', 'main'], ['data/many/a.csv', 'HEAD~1'], ['half.csv', commits[0]!.slice(0, 10)], ['half.csv', 'main']] as const;
    const script = 'import dvc.api, json, sys; print(json.dumps([dvc.api.read(file, rev=rev) for file, rev in json.loads(sys.argv[1])]))';
    const { stdout } = await promisify(execFile)(tools.python, ['-c', script, JSON.stringify(asked)], { cwd: project.root, env: project.env });
    const theirs = JSON.parse(stdout) as string[];
    for (const [at, [file, revision]] of asked.entries()) {
      const found = await content(`${file}@${revision}`);
      expect(await textOf(found), `${file}@${revision}`).toBe(theirs[at]);
      expect(found.origin).toEqual({ commit: revision === 'main' ? commits[1] : commits[0], revision: expect.stringMatching(/^md5:[0-9a-f]{32}$/) as string, run: null });
    }
    expect(await textOf(await content('data/many/deep/b c.csv@v1'))).toBe('x\n20\n');
    expect(await textOf(await content('data/git.csv@v1'))).toBe('x\n5\n');
    expect(await textOf(await content('./data/../data/git.csv@HEAD'))).toBe('x\n6\n');
    expect(await textOf(await content('data/at@home.csv@v1'))).toBe('x\n7\n');
  });

  it('of the working tree, checked out or not', async () => {
    expect(await textOf(await content('data/one.csv'))).toBe('x\n1\n2\n');
    expect(await textOf(await content('data/at@home.csv@'))).toBe('x\n7\n');
    await rm(path.join(project.root, 'half.csv'));
    expect(await textOf(await content('half.csv'))).toBe('x\n1\n2\n');
  });

  it('or says why there is none', async () => {
    expect(await faultOf('data/one.csv@nothing')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('data/none.csv@v1')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('../outside.csv')).toMatchObject({ code: 'notFound' });
    expect(await faultOf('data/many@v1')).toMatchObject({ code: 'invalid', hint: expect.stringContaining('data/many/a.csv') as string });
    expect(await faultOf('data/one.csv@v1\nHEAD')).toMatchObject({ code: 'invalid' });
  });

  it('through the service, with a table’s name and origin; what is not pulled says so', async () => {
    const machine = nodeMachine({
      trust: { ...project.trust, isTrusted: false },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      env: project.env,
      places: { state: project.scratch, cache: project.scratch, config: project.scratch, home: project.scratch },
    });
    const row = { id: 'dvc', label: 'DVC', icon: 'database', markers: ['.dvc'], load: async () => ({ provider }) };
    const workbench = new Workbench(machine, [row], [project.root]);
    try {
      const table = await workbench.tables.open('dvc:data/one.csv@v1', project.root, project.signal);
      expect([table.name, table.rows, table.origin?.commit]).toEqual(['dvc:data/one.csv@v1', 1, commits[0]]);
      const digest = (await workbench.tables.open('data/git.csv', project.root, project.signal)).digest;
      expect((await workbench.tables.open('dvc:data/git.csv@main', project.root, project.signal)).digest).toBe(digest);
      await rm(path.join(project.root, '.dvc/cache'), { recursive: true });
      await expect(workbench.tables.open('dvc:data/one.csv@v1', project.root, project.signal)).rejects.toMatchObject({ fault: { code: 'notPulled', actionId: 'fetchData' } });
    } finally {
      workbench.dispose();
      machine.dispose();
    }
  });
});
