import type { Action, JsonSchema } from '../../../core/capability/actionSource.ts';

const text = (title: string, description?: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  title,
  ...(description === undefined ? {} : { description }),
  ...more,
});
const form = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});

const remote = text('Git remote', 'Name of the git remote', { default: 'origin' });
const storage = text('DVC remote', 'Name of the DVC remote; empty = the default one');
const runInputs = form({
  params: text('Parameters', 'Parameters to change, as key=value separated by spaces'),
  name: text('Name', 'Name of the experiment; empty = DVC makes one up'),
});
const isWrite = { effect: 'write', undoable: false } as const;

/** Every action by its id. What a subject offers is a list of these. */
export const offers = {
  run: { id: 'run', title: 'Run Experiment', group: '2_run', icon: 'play', inputs: runInputs, ...isWrite },
  queue: { id: 'queue', title: 'Queue Experiment', group: '2_run', inputs: runInputs, ...isWrite },
  startQueue: {
    id: 'startQueue',
    title: 'Start Queue',
    group: '2_run',
    icon: 'run-all',
    inputs: form({ jobs: { type: 'integer', title: 'Jobs', description: 'Experiments at a time', default: 1, minimum: 1, maximum: 64 } }),
    ...isWrite,
  },
  stopQueue: { id: 'stopQueue', title: 'Stop Queue', group: '2_run', icon: 'debug-stop', ...isWrite },
  stopTask: {
    id: 'stopTask',
    title: 'Stop Queued Run',
    group: '2_run',
    icon: 'debug-stop',
    effect: 'destructive',
    undoable: false,
    confirm: 'The running experiment is interrupted and counts as failed.',
  },
  showLog: { id: 'showLog', title: 'Show Queue Log', group: '1_open', icon: 'output', effect: 'read', undoable: false },
  apply: {
    id: 'apply',
    title: 'Apply to Workspace',
    group: '3_use',
    icon: 'check',
    effect: 'destructive',
    undoable: false,
    confirm: 'Files of the workspace are replaced by those of this experiment.',
  },
  branch: {
    id: 'branch',
    title: 'Create Branch…',
    group: '3_use',
    icon: 'git-branch',
    inputs: form({ name: text('Branch', 'Name of the new branch', { minLength: 1 }) }, ['name']),
    effect: 'write',
    undoable: true,
  },
  rename: {
    id: 'rename',
    title: 'Rename…',
    group: '7_modification',
    inputs: form({ name: text('Name', 'New name of the experiment', { minLength: 1 }) }, ['name']),
    effect: 'write',
    undoable: true,
  },
  remove: {
    id: 'remove',
    title: 'Remove',
    group: '7_modification',
    icon: 'trash',
    effect: 'destructive',
    undoable: true,
    confirm: 'The experiment is removed from this repository. Undo brings it back.',
  },
  removeTask: {
    id: 'removeTask',
    title: 'Remove from Queue',
    group: '7_modification',
    icon: 'trash',
    effect: 'destructive',
    undoable: false,
    confirm: 'The entry is removed from the queue for good.',
  },
  pushExperiment: {
    id: 'pushExperiment',
    title: 'Push Experiment',
    group: '5_share',
    icon: 'cloud-upload',
    inputs: form({ remote, data: { type: 'boolean', title: 'With data', description: 'Push its cached data too', default: true } }),
    ...isWrite,
  },
  listRemote: { id: 'listRemote', title: 'List Remote Experiments', group: '5_share', icon: 'cloud', inputs: form({ remote }), effect: 'read', undoable: false },
  fetchRemote: {
    id: 'fetchRemote',
    title: 'Fetch Remote Experiment…',
    group: '5_share',
    icon: 'cloud-download',
    inputs: form(
      {
        remote,
        experiment: text('Experiment', 'Its name or full ref; empty = all of them'),
        data: { type: 'boolean', title: 'With data', description: 'Fetch its cached data too', default: false },
      },
    ),
    ...isWrite,
  },
  pull: { id: 'pull', title: 'Pull Data', group: '5_share', icon: 'cloud-download', inputs: form({ storage }), ...isWrite },
  push: { id: 'push', title: 'Push Data', group: '5_share', icon: 'cloud-upload', inputs: form({ storage }), ...isWrite },
  checkout: {
    id: 'checkout',
    title: 'Check Out Data',
    group: '3_use',
    effect: 'destructive',
    undoable: false,
    confirm: 'Data in the workspace is replaced by what the .dvc files and dvc.lock name.',
  },
  fetchData: { id: 'fetchData', title: 'Fetch Data', group: '5_share', icon: 'cloud-download', inputs: form({ storage }), ...isWrite },
  pullData: { id: 'pullData', title: 'Pull This Data', group: '5_share', inputs: form({ storage }), ...isWrite },
  pushData: { id: 'pushData', title: 'Push This Data', group: '5_share', icon: 'cloud-upload', inputs: form({ storage }), ...isWrite },
  register: {
    id: 'register',
    title: 'Register Version…',
    group: '3_use',
    icon: 'tag',
    inputs: form({
      version: text('Version', 'As v1.2.3; empty = the next patch version', { pattern: '^v\\d+\\.\\d+\\.\\d+.*$' }),
      revision: text('Commit', 'Commit, branch or tag to register', { default: 'HEAD' }),
    }),
    effect: 'write',
    undoable: true,
  },
  assign: {
    id: 'assign',
    title: 'Assign Stage…',
    group: '3_use',
    icon: 'rocket',
    inputs: form({ stage: text('Stage', 'For example dev, staging or prod', { minLength: 1 }) }, ['stage']),
    effect: 'write',
    undoable: true,
  },
  unassign: {
    id: 'unassign',
    title: 'Take Stage Away…',
    group: '7_modification',
    inputs: form({ stage: text('Stage', 'The stage this version holds now', { minLength: 1 }) }, ['stage']),
    effect: 'write',
    undoable: true,
  },
} as const satisfies Readonly<Record<string, Action>>;

export type OfferId = keyof typeof offers;
