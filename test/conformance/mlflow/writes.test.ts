import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { ActionEvent } from '../../../src/core/capability/actionSource.ts';
import type { Connection } from '../../../src/core/capability/connection.ts';
import type { Run } from '../../../src/core/model/run.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { missing } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { python } from './oracle.ts';

const signal = new AbortController().signal;
const source = 'mlflow:source/mlflow:mlflow.db';

describe.skipIf(missing('python', 'mlflow'))('writing to MLflow', () => {
  let folder = '';
  let machine: TestMachine;
  let local: Connection;
  let run: Run;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-write-'));
    machine = testMachine(folder);
    await python('model.py', [`sqlite:///${folder}/mlflow.db`], folder);
    local = provider.connect((await provider.detect(folder, machine, signal))[0]!, machine);
    run = (await local.experiments!.runs({}, signal)).items[0]!;
  });
  afterAll(async () => {
    await act('stopServer', source);
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  type Done = Extract<ActionEvent, { kind: 'done' }>;
  async function act(action: string, subject: string, inputs: Readonly<Record<string, unknown>> = {}): Promise<Done> {
    let done: Done | undefined;
    for await (const event of local.actions!.perform(action, subject, inputs, signal)) if (event.kind === 'done') done = event;
    return done!;
  }
  const undo = (done: Done) => act(done.undo!.id, done.undo!.subject, done.undo!.inputs);
  const codeOf = (work: Promise<unknown>) => work.then(() => 'none', (error: unknown) => toFault(error).code);
  const again = () => local.experiments!.run(run.id, signal);
  const aliases = async () => (await local.models!.models({}, signal)).items[0]!.aliases;

  it('without a server goes through the workspace’s own MLflow: register, move an alias, refuse a stale move', async () => {
    const made = await local.models!.register!(run.id, 'model', 'net', signal);
    expect(made).toMatchObject({ version: '1', runId: run.id });
    expect((await again()).models).toContain(made.id);
    await local.models!.setAlias!(made.model, 'champion', '1', null, signal);
    expect(await aliases()).toEqual({ champion: '1' });
    expect(await codeOf(local.models!.setAlias!(made.model, 'champion', '1', null, signal))).toBe('conflict');
    expect(await codeOf(local.models!.setAlias!(made.model, 'champion', '9', '1', signal))).toBe('notFound');
    expect(await aliases()).toEqual({ champion: '1' });
  });

  it('through a running server: versions, aliases and their undo', async () => {
    expect(local.actions!.actions(source).map((one) => one.id)).toContain('startServer');
    const events: string[] = [];
    for await (const event of local.actions!.perform('startServer', source, {}, signal)) events.push(event.kind);
    expect(events.slice(0, 2)).toEqual(['progress', 'progress']);
    expect(local.actions!.actions(source).map((one) => one.id)).toEqual(['startServer', 'stopServer', 'openInBrowser']);
    expect((await act('startServer', source)).message).toContain('already runs');
    const logged = run.models[0]!.slice(run.models[0]!.lastIndexOf('/') + 1);
    const registered = await act('register', run.id, { name: 'net', artifact: logged });
    const version = (await local.models!.versions((await local.models!.models({}, signal)).items[0]!.id, {}, signal)).items[0]!;
    expect(registered.reveal).toBe(version.id);
    expect(version).toMatchObject({ version: '2', location: `models:/${logged}`, runId: run.id });
    const moved = await act('setAlias', version.id, { alias: 'champion' });
    expect(await aliases()).toEqual({ champion: '2' });
    await undo(moved);
    expect(await aliases()).toEqual({ champion: '1' });
    await undo(await act('removeAlias', version.model, { alias: 'champion' }));
    expect(await aliases()).toEqual({ champion: '1' });
    expect(await codeOf(local.models!.setAlias!(version.model, 'champion', '2', '2', signal))).toBe('conflict');
    await local.models!.setTag!(version.id, 'approval', 'pending', null, signal);
    expect(await codeOf(local.models!.setTag!(version.id, 'approval', 'approved', null, signal))).toBe('conflict');
    await local.models!.setTag!(version.id, 'approval', null, 'pending', signal);
    expect((await local.models!.versions(version.model, {}, signal)).items[0]!.tags).toEqual({});
    expect(await codeOf(local.models!.register!(run.id, 'm-00000000000000000000000000000000', 'net', signal))).toBe('invalid');
    expect(await codeOf(local.models!.register!(run.id, '../other', 'net', signal))).toBe('invalid');
  });

  it('tags, name, trash, and back', async () => {
    const set = await act('setTag', run.id, { key: 'stage', value: '<b>new</b>\n$(x)' });
    expect((await again()).tags['stage']).toBe('<b>new</b>\n$(x)');
    await undo(set);
    expect((await again()).tags['stage']).toBe('old');
    await undo(await act('deleteTag', run.id, { key: 'stage' }));
    expect((await again()).tags['stage']).toBe('old');
    expect(await codeOf(act('deleteTag', run.id, { key: 'none' }))).toBe('notFound');
    const named = await act('rename', run.id, { name: 'better' });
    expect((await again()).name).toBe('better');
    await undo(named);
    expect((await again()).name).toBe('trained');
    const deleted = await act('deleteRun', run.id);
    expect((await local.experiments!.runs({}, signal)).items).toEqual([]);
    await undo(deleted);
    expect((await local.experiments!.runs({}, signal)).items.map((one) => one.id)).toEqual([run.id]);
    expect((await act('openInBrowser', run.id)).reveal).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/experiments\/0\/runs\//);
  });

  it('artifacts: a range, a download, no way out', async () => {
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const remote = provider.connect(provider.configure!(folder, 'served', { uri: (await act('startServer', source)).reveal! }), machine);
    for (const store of [local.artifacts!, remote.artifacts!]) {
      expect(text(await store.read(run.id, 'model/sub/weights.txt', { start: 8, end: 15 }, signal))).toBe('weights');
      expect(text(await store.read(run.id, 'model/sub/weights.txt', { start: 795, end: 900 }, signal))).toBe('ghts ');
      expect(text(await store.read(run.id, 'notes.txt', undefined, signal))).toBe('note');
      for (const out of ['../meta.yaml', '/etc/passwd', 'model/../../../x']) expect(await codeOf(store.read(run.id, out, undefined, signal))).toBe('invalid');
      expect(await codeOf(store.read(run.id, 'none.txt', undefined, signal))).toBe('notFound');
    }
    const done = await act('downloadArtifact', run.id, { path: 'model', to: 'out' });
    expect(done.message).toContain('2 files');
    expect(readFileSync(path.join(folder, 'out/model/sub/weights.txt'), 'utf8')).toBe('weights '.repeat(100));
    expect(await codeOf(act('downloadArtifact', run.id, { path: 'model', to: 'out' }))).toBe('conflict');
    const native = run.id.slice('mlflow:'.length);
    symlinkSync('/etc', path.join(folder, 'mlruns/0', native, 'artifacts/link'));
    expect((await local.artifacts!.list(run.id, '', signal)).map((one) => one.path)).not.toContain('link');
    expect(await codeOf(local.artifacts!.read(run.id, 'link/passwd', undefined, signal))).toBe('invalid');
    rmSync(path.join(folder, 'mlruns/0', native, 'artifacts/link'));
  });

  it('a store whose schema is unknown is read through its running server', async () => {
    const before = (await local.experiments!.runs({}, signal)).items;
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path.join(folder, 'mlflow.db'));
    database.exec('pragma busy_timeout = 5000');
    const [revision] = database.prepare('select version_num from alembic_version').all() as Array<{ version_num: string }>;
    database.exec(`update alembic_version set version_num = 'ffffffffffff'`);
    local.invalidate();
    expect((await local.experiments!.runs({}, signal)).items).toEqual(before);
    database.exec(`update alembic_version set version_num = '${revision!.version_num}'`);
    database.close();
  });

  it('nothing is written or started from an untrusted workspace', async () => {
    machine.trust.isTrusted = false;
    try {
      for (const [action, subject] of [['deleteRun', run.id], ['stopServer', source]] as const) expect(await codeOf(act(action, subject))).toBe('untrusted');
      expect((await local.experiments!.runs({}, signal)).items).toHaveLength(1);
    } finally {
      machine.trust.isTrusted = true;
    }
  });

  it('stops what it started, and only that', async () => {
    const { data } = await act('startServer', source);
    const { pid, uri } = data as { pid: number; uri: string };
    expect((await act('stopServer', source)).message).toContain('stopped');
    expect(stateOf(pid)).toBe('gone');
    expect(await codeOf(machine.http.request({ method: 'GET', url: `${uri}/health` }, signal))).toBe('unreachable');
    // A forged record: another process's pid with a start time that is not its own.
    const [record] = (await machine.files.list(path.join(folder, 'state/mlflow-servers')))!.filter((one) => one.name.endsWith('.json'));
    const forged = { pid: process.pid, startedAt: '1', port: 1, uri: 'http://127.0.0.1:1', store: path.join(folder, 'mlflow.db'), logFile: '' };
    await machine.files.writeAtomic(path.join(folder, 'state/mlflow-servers', record!.name), JSON.stringify(forged));
    expect((await act('stopServer', source)).message).toContain('No server');
  });
});

/** By the kernel's word. Whether an ended process is also reaped is the affair of the system's init, not ours. */
function stateOf(pid: number): string {
  if (!existsSync(`/proc/${pid}/stat`)) return 'gone';
  const state = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))![1]!;
  return state === 'Z' ? 'gone' : state;
}
