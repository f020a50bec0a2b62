import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tools } from '../../support/tools.ts';

type Value = string | number;

/** What `dump.py` says: MLflow's own client, field by field. */
export interface Dump {
  readonly experiments: ReadonlyArray<{ id: string; name: string; tags: Record<string, string> }>;
  readonly runs: ReadonlyArray<{
    id: string; experiment: string; name: string; status: string; start: number | null; end: number | null; user: string;
    metrics: Record<string, Value>; params: Record<string, string>; tags: Record<string, string>;
    datasets: Array<[string, string, string | null]>; outputs: string[];
  }>;
  readonly models: ReadonlyArray<{ name: string; description: string | null; tags: Record<string, string>; aliases: Record<string, string> }>;
  readonly versions: ReadonlyArray<{
    name: string; version: string; aliases: string[]; stage: string; run: string; source: string; status: string;
    tags: Record<string, string>; created: number; description: string | null; user: string | null;
  }>;
  readonly series: Record<string, Array<[number, number, Value]>>;
  readonly artifacts: Record<string, Array<[string, boolean, number | null]>>;
}

const here = import.meta.dirname;

export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: '1', ...more };
}

export async function python(script: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(tools.python, [path.join(here, script), ...args], {
    cwd, env: environment(env), maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}

export async function dump(uri: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Dump> {
  const line = (await python('dump.py', [uri], cwd, env)).split('\n').findLast((one) => one.startsWith('DUMP:'));
  if (line === undefined) throw new Error('the oracle said nothing');
  return JSON.parse(line.slice('DUMP:'.length)) as Dump;
}
