import path from 'node:path';
import type { Disposable } from '../core/base/disposable.ts';
import { fail } from '../core/base/fault.ts';
import type { Credentials } from '../core/port/credentials.ts';
import type { Http } from '../core/port/http.ts';
import type { Log, Machine, Places, Settings, Trust } from '../core/port/machine.ts';
import type { Process } from '../core/port/process.ts';
import type { PythonEnv } from '../core/port/pythonEnv.ts';
import type { Sqlite } from '../core/port/sqlite.ts';
import { nodeClock } from './clock.ts';
import { fileCredentials, type CredentialVariables } from './credentials.ts';
import { nodeFiles } from './files.ts';
import { nodeGitBranches } from './git/branches.ts';
import { nodeGit } from './git/index.ts';
import { folderKeyValue } from './keyValue.ts';
import { nodePlaces } from './places.ts';
import { nodeProcess } from './process.ts';
import { fileSettings } from './settings.ts';
import { nodeSignatures } from './signatures.ts';
import { nodeSigning } from './signing/index.ts';
import { nodeSqlite } from './sqlite.ts';
import { duckdbAccelerator } from './duckdb/accelerator.ts';
import { acceleratorFolder } from './duckdb/place.ts';
import { readerNamed } from '../core/table/tableReader.ts';
import { lazyTables } from './table/lazyTables.ts';

export interface MachineOptions {
  readonly trust: Trust;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
  /** Default: the XDG folders. */
  readonly places?: Places;
  /** Default: `settings.json` in the config folder. */
  readonly settings?: Settings;
  /** Default: the environment's, then `credentials.json` in the config folder (or `MLOPS_CREDENTIALS`). */
  readonly credentials?: Credentials;
  readonly credentialVariables?: readonly CredentialVariables[];
  /** Where immutable things are cached. Default: the XDG cache folder. */
  readonly cacheFolder?: string;
  readonly sqlite?: Sqlite;
  /** The interpreter that the editor's Python extension selected. */
  readonly editorInterpreter?: (folder: string) => Promise<string | undefined>;
}

/** The ports for Node. Nothing is read or started here; what is heavy loads on first use. */
export function nodeMachine(options: MachineOptions): Machine & Disposable {
  const env = options.env ?? process.env;
  const places = options.places ?? nodePlaces(env);
  const files = nodeFiles();
  const processes = nodeProcess(env);
  const settings = options.settings ?? fileSettings(places.config);
  const git = nodeGit({ process: processes, files, env });
  const http = guardedHttp(options.trust);
  const credentialsFile = env['MLOPS_CREDENTIALS'] ?? path.join(places.config, 'credentials.json');
  const sqlite = options.sqlite ?? nodeSqlite();
  const duckdb = { folder: acceleratorFolder(places.cache), warn: (message: string) => options.log.warn(message), isTrusted: () => options.trust.isTrusted, reader: () => readerNamed(env['MLOPS_DRIFT_READER'] ?? settings.get<string>('drift.reader')) };
  return {
    files,
    process: processes,
    git,
    branches: nodeGitBranches(processes),
    signatures: nodeSignatures(),
    signing: nodeSigning(processes),
    http,
    sqlite,
    tables: lazyTables({ sqlite, duckdb }),
    accelerator: duckdbAccelerator({ http, cacheFolder: places.cache, registry: () => env['MLOPS_NPM_REGISTRY'] ?? settings.get<string>('accelerator.registry') }),
    credentials: options.credentials ?? fileCredentials(files, credentialsFile, env, options.credentialVariables ?? []),
    python: lazyPython({ ...options, env, settings, files, process: processes }),
    clock: nodeClock(),
    cache: folderKeyValue(options.cacheFolder ?? places.cache),
    trust: options.trust,
    places,
    settings,
    log: options.log,
    env,
    parseYaml: async (text) => (await import('./yamlSyntax.ts')).parseYamlSyntax(text),
    parseYamlStream: async (text) => (await import('./yamlSyntax.ts')).parseYamlStream(text),
    parsePython: async (text) => (await import('./pythonSyntax.ts')).parsePythonSyntax(text),
    dispose() {
      git.dispose();
      http.dispose();
    },
  };
}

/** Before trust no endpoint is contacted, whoever asks: the address may come from the repository. */
function guardedHttp(trust: Trust): Http & Disposable {
  let loading: Promise<Http & Disposable> | undefined;
  return {
    async request(request, signal) {
      if (!trust.isTrusted) {
        throw fail('untrusted', 'No server is contacted from an untrusted workspace.', { hint: 'Trust this workspace to read from servers.' });
      }
      loading ??= import('./http.ts').then((module) => module.nodeHttp());
      return (await loading).request(request, signal);
    },
    dispose() {
      // A load that failed has failed its requests already; there is nothing left to end.
      loading?.then((http) => http.dispose(), () => undefined);
    },
  };
}

type PythonParts = Pick<MachineOptions, 'trust' | 'editorInterpreter'> & {
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Settings;
  readonly files: Machine['files'];
  readonly process: Process;
};

function lazyPython({ trust, editorInterpreter, ...parts }: PythonParts): PythonEnv {
  let loading: Promise<PythonEnv> | undefined;
  const load = () =>
    (loading ??= import('./pythonEnv.ts').then((module) =>
      module.nodePythonEnv({ ...parts, trust, ...(editorInterpreter ? { editorInterpreter } : {}) }),
    ));
  return {
    interpreter: async (folder, signal) => (await load()).interpreter(folder, signal),
    tool: async (name, folder, signal) => (await load()).tool(name, folder, signal),
  };
}
