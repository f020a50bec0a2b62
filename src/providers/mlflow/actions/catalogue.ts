import type { Action, JsonSchema } from '../../../core/capability/actionSource.ts';

const text = (title: string, more: JsonSchema = {}): JsonSchema => ({ type: 'string', title, minLength: 1, ...more });
const form = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => ({ type: 'object', properties, required });

const startServer: Action = {
  id: 'startServer',
  title: 'Start a local tracking server',
  group: '2_run',
  icon: 'play',
  effect: 'write',
  undoable: true,
  inputs: form({ port: { type: 'integer', title: 'Port (empty: a free one)', minimum: 1024, maximum: 65535 } }, []),
};
const stopServer: Action = { id: 'stopServer', title: 'Stop the local tracking server', group: '2_run', icon: 'debug-stop', effect: 'write', undoable: false };
const openInBrowser: Action = { id: 'openInBrowser', title: 'Open in browser', group: '1_open', icon: 'link-external', effect: 'read', undoable: false };

const runActions: readonly Action[] = [
  {
    id: 'setTag', title: 'Set a tag…', group: '7_modification', icon: 'tag', effect: 'write', undoable: true,
    inputs: form({ key: text('Tag'), value: { type: 'string', title: 'Value' } }, ['key', 'value']),
  },
  {
    id: 'deleteTag', title: 'Delete a tag…', group: '7_modification', effect: 'write', undoable: true,
    inputs: form({ key: text('Tag') }, ['key']),
  },
  {
    id: 'rename', title: 'Rename in MLflow…', group: '7_modification', icon: 'edit', effect: 'write', undoable: true,
    inputs: form({ name: text('Name') }, ['name']),
  },
  {
    id: 'register', title: 'Register a model version…', group: '7_modification', icon: 'package', effect: 'write', undoable: false,
    inputs: form({ name: text('Registered model'), artifact: text('Logged model (m-…) or artifact path', { default: 'model' }) }, ['name', 'artifact']),
  },
  {
    id: 'downloadArtifact', title: 'Download an artifact…', group: '1_open', icon: 'cloud-download', effect: 'write', undoable: false,
    inputs: form({ path: text('Artifact (a file or a folder)'), to: text('Into this folder', { default: 'artifacts' }) }, ['path', 'to']),
  },
  {
    id: 'deleteRun', title: 'Delete the run', group: '9_delete', icon: 'trash', effect: 'destructive', undoable: true,
    confirm: 'The run moves to MLflow’s trash, from which it can be restored until the trash is emptied.',
  },
];
const restoreRun: Action = { id: 'restoreRun', title: 'Restore the deleted run', group: '9_delete', icon: 'discard', effect: 'write', undoable: true };

const modelActions: readonly Action[] = [
  {
    id: 'setAlias', title: 'Set an alias…', group: '7_modification', icon: 'bookmark', effect: 'write', undoable: true,
    inputs: form({ alias: text('Alias'), version: text('Version') }, ['alias', 'version']),
  },
  {
    id: 'removeAlias', title: 'Remove an alias…', group: '7_modification', effect: 'write', undoable: true,
    inputs: form({ alias: text('Alias') }, ['alias']),
  },
];
const versionActions: readonly Action[] = [
  {
    id: 'setAlias', title: 'Set an alias…', group: '7_modification', icon: 'bookmark', effect: 'write', undoable: true,
    inputs: form({ alias: text('Alias') }, ['alias']),
  },
  ...modelActions.filter((action) => action.id === 'removeAlias'),
  ...runActions.filter((action) => action.id === 'setTag' || action.id === 'deleteTag'),
];

/**
 * The same in every process, whether or not it knows of a server that another one started: starting twice and stopping
 * nothing are both harmless.
 */
export function sourceActions(isLocal: boolean): readonly Action[] {
  return isLocal ? [startServer, stopServer, openInBrowser] : [openInBrowser];
}

const allRunActions: readonly Action[] = [openInBrowser, ...runActions, restoreRun];

export { allRunActions, modelActions, versionActions };
