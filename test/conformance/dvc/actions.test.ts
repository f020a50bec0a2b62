import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionEvent } from '../../../src/core/capability/actionSource.ts';
import { dvcActions } from '../../../src/providers/dvc/actions/source.ts';
import { dvcDatasets } from '../../../src/providers/dvc/datasets/source.ts';
import { dvcModels } from '../../../src/providers/dvc/models/source.ts';
import type { RemoteListing } from '../../../src/providers/dvc/remote/listing.ts';
import { missing, tools } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { RealProject } from './realProject.ts';

type Done = Extract<ActionEvent, { kind: 'done' }>;
type Inputs = Readonly<Record<string, unknown>>;

describe.skipIf(missing('dvc', 'gto'))('actions on a real DVC project', () => {
  let project: RealProject;
  let marker: string;

  beforeAll(async () => {
    project = await RealProject.make();
    marker = path.join(project.scratch, 'marker');
    await mkdir(path.join(project.scratch, 'storage'));
    await project.write({
      'dvc.yaml': 'stages:\n  fit:\n    cmd: cp params.yaml out.txt\n    params: [lr, fail]\n    outs: [out.txt]\nartifacts:\n  m: {path: out.txt, type: model}\n',
      'params.yaml': 'lr: 1\nfail: no\n',
      'data.csv': 'one\n',
    });
    await project.all([
      ['git', 'init', '-q', '--bare', '../origin.git'],
      'git remote add origin ../origin.git',
      'dvc remote add -q -d store ../storage',
      'dvc add -q data.csv',
      'dvc repro -q',
      'git add -A',
      'git commit -q -m base',
      'git push -q origin main',
      'dvc exp run -q -n alpha -S lr=2',
      'git checkout -q -f -- .',
      'dvc exp run -q -n beta -S lr=3',
      'git checkout -q -f -- .',
      'dvc checkout -q -f',
    ]);
  });
  afterAll(() => project.dispose());

  async function act(action: string, subject: string, inputs: Inputs = {}): Promise<{ done: Done; events: ActionEvent[] }> {
    const events: ActionEvent[] = [];
    for await (const event of dvcActions(project.context()).perform(action, subject, inputs, project.signal)) events.push(event);
    const done = events.at(-1);
    if (done?.kind !== 'done') throw new Error(`${action} did not end with done`);
    return { done, events };
  }
  const refs = async () => (await project.out('git', 'for-each-ref', '--format=%(refname) %(objectname)')).trim().split('\n');
  const refOf = async (name: string) => (await refs()).find((line) => line.includes(`/${name} `)) ?? '';
  const run = async (name: string) => `dvc:${(await refOf(name)).split(' ')[1] ?? ''}`;
  const source = 'dvc:source/dvc';

  it('removes an experiment and brings the very same back', async () => {
    const before = await refs();
    const subject = await run('alpha');
    const { done } = await act('remove', subject);
    expect(await refOf('alpha')).toBe('');
    expect(done.undo).toBeDefined();
    const undo = done.undo ?? { id: '', subject: '', inputs: {} };
    expect(dvcActions(project.context()).actions(undo.subject).map((one) => one.id)).toContain(undo.id);
    const back = await act(undo.id, undo.subject, undo.inputs);
    expect(back.done.reveal).toBe(subject);
    expect((await refs()).filter((line) => !line.includes('/exec/'))).toEqual(before.filter((line) => !line.includes('/exec/')));
    // A second undo must not move what is there.
    await expect(act(undo.id, undo.subject, undo.inputs)).rejects.toMatchObject({ fault: { code: 'conflict' } });
    const forged = { ...undo.inputs, ref: 'refs/heads/main' };
    await expect(act(undo.id, undo.subject, forged)).rejects.toMatchObject({ fault: { code: 'invalid' } });
  });

  it('makes a branch and takes it back, but not once it moved', async () => {
    const subject = await run('alpha');
    const { done } = await act('branch', subject, { name: 'try/alpha' });
    expect(await refOf('try/alpha')).toContain(subject.slice(4));
    await act(done.undo?.id ?? '', done.undo?.subject ?? '', done.undo?.inputs);
    expect(await refOf('try/alpha')).toBe('');
    const again = (await act('branch', subject, { name: 'try/alpha' })).done;
    await project.all(['git update-ref refs/heads/try/alpha main']);
    await expect(act(again.undo?.id ?? '', again.undo?.subject ?? '', again.undo?.inputs)).rejects.toMatchObject({ fault: { code: 'conflict' } });
    await expect(act('branch', subject, { name: 'try/alpha' })).rejects.toMatchObject({ fault: { code: 'conflict' } });
  });

  it('prints on the command line what the tool says as lines, and takes the experiment by its name', async () => {
    const mlops = await Mlops.make();
    try {
      const { code, stdout, stderr } = await mlops.run(['action', 'branch', 'alpha', '--input', 'name=lines'], project.root);
      expect([code, stdout.split('\n')[0]]).toEqual([0, 'Branch lines holds alpha.']);
      expect(stderr.trim().split('\n').length).toBeGreaterThan(1);
      // Only what fits a finished experiment is offered; a plain commit is none.
      const offered = async (subject: string) => (await mlops.json<{ actions: Array<{ id: string }> }>(['action', '--list', subject], project.root)).data.actions.map(({ id }) => id);
      expect(await offered('beta')).toEqual(['apply', 'branch', 'pushExperiment', 'rename', 'remove']);
      expect(await offered('main')).toEqual([]);
      // Every control character but the line break, and none of those made visible.
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\\u\{a\}/);
      const undo = /^undo: mlops (.*)$/m.exec(stdout)?.[1]?.split(' ') ?? [];
      expect(await mlops.run(undo, project.root)).toMatchObject({ code: 0, stdout: 'lines is deleted.\n' });
    } finally {
      await mlops.dispose();
    }
  });

  it('renames an experiment and back', async () => {
    const subject = await run('beta');
    const { done } = await act('rename', subject, { name: 'gamma' });
    expect(await refOf('gamma')).not.toBe('');
    expect(await refOf('beta')).toBe('');
    await act(done.undo?.id ?? '', done.undo?.subject ?? '', done.undo?.inputs);
    expect(await run('beta')).toBe(subject);
  });

  it('applies an experiment and streams what DVC says', async () => {
    const { events } = await act('apply', await run('beta'));
    expect(events.some((event) => event.kind === 'output')).toBe(true);
    expect(await readFile(path.join(project.root, 'params.yaml'), 'utf8')).toContain('lr: 3');
    await project.all(['git checkout -q -f -- .', 'dvc checkout -q -f']);
  });

  it('runs and queues experiments with params, and removes one from the queue', async () => {
    const { done } = await act('run', source, { params: 'lr=7', name: 'seven' });
    expect(done.reveal).toBe(await run('seven'));
    await project.all(['git checkout -q -f -- .', 'dvc checkout -q -f']);
    await act('queue', 'dvc:stage/dvc/dvc.yaml/fit', { params: 'lr=8', name: 'eight' });
    const queued = (await project.out('dvc', 'queue', 'status')).split('\n').find((line) => line.includes('eight'));
    expect(queued).toContain('Queued');
    const sha = (await project.out('git', 'rev-parse', 'refs/exps/celery/stash')).trim();
    await act('removeTask', `dvc:${sha}`);
    expect(await project.out('dvc', 'queue', 'status')).not.toContain('eight');
  });

  it('pushes an experiment, lists the remote with its age, and fetches what is not here', async () => {
    await act('pushExperiment', await run('alpha'), { remote: 'origin', data: true });
    const listed = (await act('listRemote', source, { remote: 'origin' })).done.data as RemoteListing;
    expect(listed.experiments).toMatchObject([{ name: 'alpha', isLocal: true }]);
    expect(Date.now() - Date.parse(listed.askedAt)).toBeLessThan(60_000);
    const subject = await run('alpha');
    await act('remove', subject);
    const { done } = await act('fetchRemote', source, { remote: 'origin', experiment: 'alpha' });
    expect(done.reveal).toBe(subject);
    expect(await run('alpha')).toBe(subject);
    await expect(act('fetchRemote', source, { experiment: 'nobody' })).rejects.toMatchObject({ fault: { code: 'notFound' } });
    await project.all(['git remote add gone ../nowhere.git']);
    await expect(act('listRemote', source, { remote: 'gone' })).rejects.toMatchObject({ fault: { code: 'unreachable' } });
  });

  it('pushes data and fetches one dataset into an emptied cache', async () => {
    await act('push', source);
    await rm(path.join(project.root, '.dvc/cache'), { recursive: true });
    const datasets = async () => (await dvcDatasets(project.context()).datasets({}, project.signal)).items;
    const [data] = await datasets();
    expect(data).toMatchObject({ name: 'data.csv', current: { present: false } });
    await act('fetchData', data?.id ?? '');
    expect((await datasets())[0]?.current?.present).toBe(true);
    await act('pull', source);
  });

  it('registers a version, gives it a stage, and takes both back', async () => {
    const { done } = await act('register', 'dvc:model/dvc/m', { version: 'v1.0.0' });
    expect(done.reveal).toBe('dvc:modelVersion/dvc/m/v1.0.0');
    const assigned = (await act('assign', done.reveal ?? '', { stage: 'prod' })).done;
    const shown = (await project.json('gto', 'show', '--json')) as Record<string, unknown>;
    expect(shown['m']).toMatchObject({ version: 'v1.0.0', stage: { prod: 'v1.0.0' } });
    const [model] = (await dvcModels(project.context()).models({}, project.signal)).items;
    expect(model?.latest).toMatchObject({ version: 'v1.0.0', stage: 'prod' });
    await act('unassign', done.reveal ?? '', { stage: 'prod' });
    await act(assigned.undo?.id ?? '', assigned.undo?.subject ?? '', assigned.undo?.inputs);
    await act(done.undo?.id ?? '', done.undo?.subject ?? '', done.undo?.inputs);
    expect(await refOf('m@v1.0.0')).toBe('');
  });

  it('lets no hostile name become an option or a command', async () => {
    const subject = await run('alpha');
    for (const name of ['-x', '--force', `$(touch ${marker})`, '`id`\n', '../../heads/main', 'a b', 'x..y', 'x.lock', '']) {
      await expect(act('rename', subject, { name }), name).rejects.toMatchObject({ fault: { code: 'invalid' } });
      await expect(act('branch', subject, { name }), name).rejects.toMatchObject({ fault: { code: 'invalid' } });
      await expect(act('listRemote', source, { remote: name === '' ? '-' : name }), name).rejects.toMatchObject({ fault: { code: 'invalid' } });
    }
    for (const remote of ['ext::sh -c id', 'https://example.com/x.git', '/etc', 'data', 'origin2']) {
      await expect(act('fetchRemote', source, { remote })).rejects.toMatchObject({ fault: { code: 'invalid' } });
    }
    await expect(act('register', 'dvc:model/dvc/m', { revision: '--upload-pack=x' })).rejects.toMatchObject({ fault: { code: 'invalid' } });
    // A hostile experiment that came from elsewhere is handled by its full ref.
    const [sha = '', baseline = ''] = [subject.slice(4), (await project.out('git', 'rev-parse', 'main')).trim()];
    const ref = `refs/exps/${baseline.slice(0, 2)}/${baseline.slice(2)}/-x$(id)`;
    await project.all([['git', 'update-ref', '-d', (await refOf('alpha')).split(' ')[0] ?? ''], ['git', 'update-ref', ref, sha]]);
    await act('remove', subject);
    expect((await refs()).join('\n')).not.toContain('-x$(id)');
    expect(existsSync(marker)).toBe(false);
  });

  it('says who holds the lock while another DVC has it', async () => {
    const hold = 'import sys; from dvc.lock import Lock; lock = Lock(".dvc/tmp/lock"); lock.lock(); print("held", flush=True); sys.stdin.read()';
    const holder = spawn(tools.python, ['-c', hold], { cwd: project.root, env: project.env, stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      const failure = act('checkout', source);
      await expect(failure).rejects.toMatchObject({ fault: { code: 'locked' } });
      await expect(failure).rejects.toMatchObject({ fault: { hint: expect.stringContaining(`Process ${holder.pid ?? 0} `) as string } });
    } finally {
      holder.stdin.end();
      await once(holder, 'close');
    }
    await act('checkout', source);
  });

  it('runs nothing in an untrusted workspace', async () => {
    project.trust.isTrusted = false;
    try {
      for (const action of ['listRemote', 'run', 'pull']) {
        await expect(act(action, source)).rejects.toMatchObject({ fault: { code: 'untrusted' } });
      }
    } finally {
      project.trust.isTrusted = true;
    }
  });
});
