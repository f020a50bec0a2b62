// Settings hold UI choices and program paths; connections, targets and metrics live in `.mlops/`, which the command
// line reads too. `restricted` = names a program or an endpoint, so an untrusted folder cannot set it.
export const settings = {
  'mlops.python.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    restricted: true,
    description:
      "Python interpreter for training and for Python tools. Empty: the folder's `.venv`, else the interpreter selected in the Python extension, else the one on PATH.",
  },
  'mlops.trees.pageSize': {
    type: 'number',
    default: 200,
    minimum: 20,
    maximum: 500,
    scope: 'window',
    description: 'Rows a tree level shows before "Load more…". The run table has no such limit.',
  },
  'mlops.runs.staleAfterMinutes': {
    type: 'number',
    default: 30,
    minimum: 1,
    scope: 'window',
    description: 'A run of somebody else that says it is running but wrote no metric, log or heartbeat for this long is shown as stale.',
  },
  'mlops.jobs.stopGraceSeconds': {
    type: 'number',
    default: 10,
    minimum: 0,
    maximum: 600,
    scope: 'resource',
    description: 'How long a stopped job may tidy up before its whole process group is ended.',
  },
  'mlops.codeLens.enabled': {
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Show Run, state, last run and Compare above the stages of pipeline files.',
  },
  'mlops.drift.reader': {
    type: 'string',
    enum: ['auto', 'own', 'duckdb'],
    default: 'auto',
    scope: 'machine-overridable',
    description: 'What reads large Parquet files for drift reports: DuckDB where it is installed and takes less time than the built-in reader (auto), always the built-in reader (own), or DuckDB for all it can read (duckdb). Reports are the same.',
  },
  'mlops.accelerator.registry': {
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description: 'npm registry to fetch DuckDB from, for networks without the public one. What it gives out is checked against hashes in the extension.',
  },
  'mlops.statusBar.enabled': {
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Show running jobs in the status bar.',
  },
};
