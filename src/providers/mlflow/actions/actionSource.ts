import { fail } from '../../../core/base/fault.ts';
import type { Action, ActionEvent, ActionSource, Undo } from '../../../core/capability/actionSource.ts';
import type { ArtifactStore } from '../../../core/capability/artifactStore.ts';
import type { ModelRegistry } from '../../../core/capability/modelRegistry.ts';
import { parseId } from '../../../core/model/id.ts';
import type { Machine } from '../../../core/port/machine.ts';
import type { Ids } from '../ids.ts';
import type { MlflowStore } from '../store/store.ts';
import type { MlflowWriter } from '../write/writer.ts';
import { allRunActions, modelActions, sourceActions, versionActions } from './catalogue.ts';
import { download } from './download.ts';
import type { LocalServer } from './localServer.ts';

type Inputs = Readonly<Record<string, unknown>>;

export interface ActionsOptions {
  readonly machine: Machine;
  readonly folder: string;
  readonly ids: Ids;
  readonly store: MlflowStore;
  readonly models: Required<ModelRegistry>;
  readonly artifacts: ArtifactStore;
  readonly writer: (signal: AbortSignal) => Promise<MlflowWriter>;
  /** The pages' root: the connected server, or the local one while it runs. */
  readonly serverUri: () => string | undefined;
  /** Looks whether the local server runs. */
  readonly lookForServer: () => Promise<void>;
  /** Absent for a server that is not ours to start. */
  readonly server: LocalServer | undefined;
  /** Called after the local server came or went. */
  readonly didChangeServer: () => Promise<void>;
}

export function mlflowActions(options: ActionsOptions): ActionSource {
  const { ids, store, models, server } = options;

  function actions(subject: string): readonly Action[] {
    const parsed = parseId(subject);
    if (parsed?.provider !== 'mlflow') return [];
    if (parsed.kind === 'run') return allRunActions;
    if (ids.peek(subject, 'source')?.length === 0) return sourceActions(server !== undefined);
    if (ids.peek(subject, 'modelVersion')?.length === 2) return versionActions;
    if (ids.peek(subject, 'model')?.length === 1) return modelActions;
    return [];
  }

  async function* onSource(action: string, inputs: Inputs, signal: AbortSignal): AsyncIterable<ActionEvent> {
    if (!server) throw fail('unsupported', 'A remote server is not started or stopped from here.');
    try {
      if (action === 'startServer') yield* server.start(typeof inputs['port'] === 'number' ? inputs['port'] : undefined, signal);
      else yield* server.stop();
    } finally {
      await options.didChangeServer();
    }
  }

  async function* onRun(action: string, subject: string, inputs: Inputs, signal: AbortSignal): AsyncIterable<ActionEvent> {
    const runId = ids.nativeRun(subject);
    const undo = (id: string, title: string, values: Inputs = {}): Undo => ({ id, subject, inputs: values, title });
    if (action === 'downloadArtifact') {
      yield* download(options.artifacts, subject, word(inputs, 'path'), word(inputs, 'to'), options.folder, options.machine.files, signal);
      return;
    }
    if (action === 'register') {
      yield { kind: 'progress', message: 'Registering…' };
      const version = await models.register(subject, word(inputs, 'artifact'), word(inputs, 'name'), signal);
      yield { kind: 'done', message: `Registered as version ${version.version}.`, reveal: version.id, data: version };
      return;
    }
    const before = await store.run(runId, signal);
    const writer = await options.writer(signal);
    yield { kind: 'progress', message: 'Writing…' };
    if (action === 'deleteRun') {
      await writer.deleteRun(runId, signal);
      yield { kind: 'done', message: 'The run is deleted.', undo: undo('restoreRun', 'Restore the run') };
    } else if (action === 'restoreRun') {
      await writer.restoreRun(runId, signal);
      yield { kind: 'done', message: 'The run is restored.', undo: undo('deleteRun', 'Delete the run again') };
    } else if (action === 'rename') {
      await writer.rename(runId, word(inputs, 'name'), signal);
      const back = before.name === null ? {} : { undo: undo('rename', 'Take the old name back', { name: before.name }) };
      yield { kind: 'done', message: 'The run is renamed.', ...back };
    } else {
      const key = word(inputs, 'key');
      const value = action === 'deleteTag' ? null : text(inputs, 'value');
      const old = before.tags[key];
      if (value === null && old === undefined) throw fail('notFound', `The run has no tag “${key}”.`);
      await writer.setTags(runId, { [key]: value }, signal);
      const back = old === undefined ? undo('deleteTag', 'Delete the tag', { key }) : undo('setTag', 'Take the old value back', { key, value: old });
      yield { kind: 'done', message: value === null ? `Tag “${key}” is deleted.` : `Tag “${key}” is set.`, undo: back };
    }
  }

  async function* onModel(action: string, subject: string, inputs: Inputs, signal: AbortSignal): AsyncIterable<ActionEvent> {
    const [name = '', version] = ids.peek(subject, 'modelVersion') ?? ids.segments(subject, 'model', 1);
    const model = ids.of('model', name);
    const stored = (await store.models(signal)).items.find((one) => one.name === name);
    if (!stored) throw fail('notFound', `This source has no registered model “${name}”.`);
    yield { kind: 'progress', message: 'Writing…' };
    if (action === 'setAlias' || action === 'removeAlias') {
      const alias = word(inputs, 'alias');
      const old = stored.aliases[alias] ?? null;
      const next = action === 'removeAlias' ? null : (version ?? word(inputs, 'version'));
      if (next === null && old === null) throw fail('notFound', `“${name}” has no alias “${alias}”.`);
      await models.setAlias(model, alias, next, old, signal);
      const undo: Undo = old === null
        ? { id: 'removeAlias', subject: model, inputs: { alias }, title: 'Remove the alias' }
        : { id: 'setAlias', subject: model, inputs: { alias, version: old }, title: `Move the alias back to ${old}` };
      yield { kind: 'done', message: next === null ? `Alias “${alias}” is removed.` : `Alias “${alias}” is on version ${next}.`, undo };
      return;
    }
    const key = word(inputs, 'key');
    const held = (await store.versions(name, signal)).items.find((one) => one.version === version);
    if (!held) throw fail('notFound', `“${name}” has no version ${version ?? ''}.`);
    const old = held.tags[key] ?? null;
    const value = action === 'deleteTag' ? null : text(inputs, 'value');
    if (value === null && old === null) throw fail('notFound', `The version has no tag “${key}”.`);
    await models.setTag(subject, key, value, old, signal);
    const undo: Undo = old === null
      ? { id: 'deleteTag', subject, inputs: { key }, title: 'Delete the tag' }
      : { id: 'setTag', subject, inputs: { key, value: old }, title: 'Take the old value back' };
    yield { kind: 'done', message: value === null ? `Tag “${key}” is deleted.` : `Tag “${key}” is set.`, undo };
  }

  return {
    actions,
    async *perform(action, subject, inputs, signal) {
      if (!actions(subject).some((one) => one.id === action)) throw fail('invalid', `“${action}” is not offered for ${subject}.`);
      if (action === 'openInBrowser') {
        yield { kind: 'done', message: 'Opening the tracking server’s page.', reveal: await pageOf(subject, signal) };
        return;
      }
      if (!options.machine.trust.isTrusted) {
        throw fail('untrusted', 'Nothing is changed from an untrusted workspace.', { hint: 'Trust this workspace first.' });
      }
      const kind = parseId(subject)?.kind;
      if (kind === 'source') yield* onSource(action, inputs, signal);
      else if (kind === 'run') yield* onRun(action, subject, inputs, signal);
      else yield* onModel(action, subject, inputs, signal);
    },
  };

  async function pageOf(subject: string, signal: AbortSignal): Promise<string> {
    await options.lookForServer();
    const root = options.serverUri();
    if (root === undefined) throw fail('notFound', 'No tracking server of this store is running.', { hint: 'Start a local tracking server first.', actionId: 'startServer' });
    if (parseId(subject)?.kind !== 'run') return root;
    const run = await store.run(ids.nativeRun(subject), signal);
    return `${root}/#/experiments/${encodeURIComponent(run.experimentId)}/runs/${encodeURIComponent(run.runId)}`;
  }
}

function text(inputs: Inputs, key: string): string {
  const value = inputs[key];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw fail('invalid', `“${key}” is missing.`);
}

function word(inputs: Inputs, key: string): string {
  const value = text(inputs, key).trim();
  if (value === '') throw fail('invalid', `“${key}” is empty.`);
  return value;
}
