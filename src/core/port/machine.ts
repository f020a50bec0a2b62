import type { Event } from '../base/event.ts';
import type { Accelerator } from './accelerator.ts';
import type { Clock } from './clock.ts';
import type { Credentials } from './credentials.ts';
import type { Files } from './files.ts';
import type { Git } from './git.ts';
import type { GitBranches } from './gitBranches.ts';
import type { Http } from './http.ts';
import type { KeyValue } from './keyValue.ts';
import type { Process } from './process.ts';
import type { PythonEnv } from './pythonEnv.ts';
import type { PythonOutline } from './pythonSyntax.ts';
import type { Signatures } from './signatures.ts';
import type { Signing } from './signing.ts';
import type { Sqlite } from './sqlite.ts';
import type { SyntaxDocument, SyntaxStream } from './syntax.ts';
import type { Tables } from './tables.ts';

/** Workspace trust. Before it is given: local files are read, nothing runs, no endpoint is contacted. */
export interface Trust {
  readonly isTrusted: boolean;
  readonly onDidGrant: Event<void>;
}

/** Folders outside every workspace. */
export interface Places {
  /** Job state: pid, start time, spool. Only this is trusted for signals. */
  readonly state: string;
  readonly cache: string;
  readonly config: string;
  readonly home: string;
}

/** User settings, read by full key without the `mlops.` prefix; undefined = not set. */
export interface Settings {
  get<T>(key: string, folder?: string): T | undefined;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What the product needs from the machine, injected by vscode/compose.ts and cli/main.ts. */
export interface Machine {
  readonly files: Files;
  readonly process: Process;
  readonly git: Git;
  /** Writes branches that nobody has out. For trusted folders only. */
  readonly branches: GitBranches;
  readonly signatures: Signatures;
  /** Runs ssh-keygen and git. For trusted folders only. */
  readonly signing: Signing;
  readonly http: Http;
  readonly sqlite: Sqlite;
  readonly tables: Tables;
  readonly accelerator: Accelerator;
  readonly credentials: Credentials;
  readonly python: PythonEnv;
  readonly clock: Clock;
  readonly cache: KeyValue;
  readonly trust: Trust;
  readonly places: Places;
  readonly settings: Settings;
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** YAML with the place of everything in it. Never rejects for what is wrong with the text: that is in `issues`. */
  parseYaml(text: string): Promise<SyntaxDocument>;
  /** The same for a text of several documents; JSON is YAML too. */
  parseYamlStream(text: string): Promise<SyntaxStream>;
  /** What a Python file says at first sight. Nothing of it is run. */
  parsePython(text: string): Promise<PythonOutline>;
}
