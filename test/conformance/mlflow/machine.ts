import path from 'node:path';
import { fail } from '../../../src/core/base/fault.ts';
import { disposable } from '../../../src/core/base/disposable.ts';
import type { Credential } from '../../../src/core/port/credentials.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { duckdbAccelerator } from '../../../src/io/duckdb/accelerator.ts';
import { nodeClock } from '../../../src/io/clock.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeGitBranches } from '../../../src/io/git/branches.ts';
import { nodeHttp } from '../../../src/io/http.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { nodePythonEnv } from '../../../src/io/pythonEnv.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { nodeSigning } from '../../../src/io/signing/index.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { parsePythonSyntax } from '../../../src/io/pythonSyntax.ts';
import { parseYamlStream, parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { lazyTables } from '../../../src/io/table/lazyTables.ts';
import { tools } from '../../support/tools.ts';

export interface TestMachine extends Machine {
  readonly secrets: Map<string, Credential>;
  readonly trust: { isTrusted: boolean; onDidGrant: Machine['trust']['onDidGrant'] };
  dispose(): void;
}

/** The real machine with its state in `scratch`, the suites' Python, and secrets in memory. */
export function testMachine(scratch: string, env: Readonly<Record<string, string | undefined>> = {}): TestMachine {
  const quiet = { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: '1' };
  const process_ = nodeProcess({ ...process.env, ...quiet });
  const http = nodeHttp();
  const files = nodeFiles();
  const sqlite = nodeSqlite();
  const trust = { isTrusted: true, onDidGrant: () => disposable(() => undefined) };
  const settings = { get: <T>(key: string) => (key === 'python.path' ? tools.python : undefined) as T | undefined };
  const secrets = new Map<string, Credential>();
  const full = { PATH: process.env['PATH'], ...env };
  return {
    files,
    process: process_,
    git: { open: async () => undefined },
    branches: nodeGitBranches(process_),
    signatures: nodeSignatures(),
    signing: nodeSigning(process_),
    http,
    sqlite,
    tables: lazyTables({ sqlite }),
    accelerator: duckdbAccelerator({ http, cacheFolder: path.join(scratch, 'cache'), registry: () => undefined }),
    credentials: {
      get: async (origin) => secrets.get(origin),
      set: async (origin, credential) => void secrets.set(origin, credential),
      remove: async (origin) => void secrets.delete(origin),
    },
    python: nodePythonEnv({ process: process_, files, settings, trust, env: full }),
    clock: nodeClock(),
    cache: {
      get: async () => undefined,
      set: async () => {
        throw fail('unsupported', 'No cache in this test.');
      },
      delete: async () => undefined,
    },
    trust,
    places: { state: path.join(scratch, 'state'), cache: path.join(scratch, 'cache'), config: path.join(scratch, 'config'), home: scratch },
    settings,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    env: full,
    parseYaml: async (text) => parseYamlSyntax(text),
    parseYamlStream: async (text) => parseYamlStream(text),
    parsePython: async (text) => parsePythonSyntax(text),
    secrets,
    dispose: () => http.dispose(),
  };
}
