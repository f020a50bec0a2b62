import type { ProviderRow } from '../core/capability/provider.ts';

/** Every kind of system the product knows. A row is pure data: listing providers loads none of them. */
export const providerRows: readonly ProviderRow[] = [
  {
    id: 'dvc',
    label: 'DVC',
    icon: 'git-branch',
    markers: ['.dvc/config', '*/.dvc/config', '*/*/.dvc/config'],
    pipelineFiles: ['dvc.yaml'],
    settings: {
      path: {
        type: 'string',
        default: '',
        scope: 'machine-overridable',
        restricted: true,
        description: 'Path of dvc. Empty: the one beside the Python of the folder, else the one on PATH.',
      },
    },
    load: () => import('./dvc/index.ts'),
  },
  {
    id: 'mlflow',
    label: 'MLflow',
    icon: 'beaker',
    markers: ['mlflow.db', 'mlruns', '*/mlflow.db', '*/mlruns', 'MLproject', '*/MLproject'],
    variables: ['MLFLOW_TRACKING_URI'],
    pipelineFiles: ['MLproject'],
    connection: {
      type: 'object',
      required: ['uri'],
      properties: {
        uri: {
          type: 'string',
          title: 'Tracking URI',
          description: 'http(s)://host:port, sqlite:///path/to/mlflow.db, or a folder such as ./mlruns',
        },
        label: { type: 'string', title: 'Label', description: 'The name shown in the trees' },
      },
    },
    settings: {
      path: {
        type: 'string',
        default: '',
        scope: 'machine-overridable',
        restricted: true,
        description: 'Path of mlflow. Empty: the one beside the Python of the folder, else the one on PATH.',
      },
    },
    load: () => import('./mlflow/index.ts'),
  },
  {
    id: 'local',
    label: 'This machine',
    icon: 'vm',
    markers: [],
    always: true,
    load: () => import('./local/index.ts'),
  },
];
