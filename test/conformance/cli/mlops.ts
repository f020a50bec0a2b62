import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { tools } from '../../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

export interface Envelope<T> {
  readonly schemaVersion: number;
  readonly data: T;
  readonly problems: ReadonlyArray<{ source: string; severity: string; code: string; message: string; hint: string | null; at?: { path: string; line?: number } }>;
}

/** The command as it ships: bundled, on a real Node, with every folder of the user below a scratch one. */
export class Mlops {
  readonly scratch: string;
  readonly program: string;

  private constructor(scratch: string) {
    this.scratch = scratch;
    this.program = path.join(scratch, 'dist', 'cli.js');
  }

  static async make(): Promise<Mlops> {
    const mlops = new Mlops(await mkdtemp(path.join(tmpdir(), 'mlops-cli-')));
    const common = { absWorkingDir: root, bundle: true, outdir: path.join(mlops.scratch, 'dist'), platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' } as const;
    await build({
      ...common,
      entryPoints: { cli: 'src/cli/main.ts' },
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
    });
    await build({ ...common, entryPoints: { supervisor: 'src/providers/local/supervisor/main.ts' } });
    await copyFile(path.join(root, 'package.json'), path.join(mlops.scratch, 'package.json'));
    return mlops;
  }

  get env(): NodeJS.ProcessEnv {
    const at = (name: string) => path.join(this.scratch, name);
    return {
      PATH: `${tools.pythonBin}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: at('home'),
      XDG_STATE_HOME: at('state'),
      XDG_CACHE_HOME: at('cache'),
      XDG_CONFIG_HOME: at('config'),
      XDG_DATA_HOME: at('data'),
      DVC_NO_ANALYTICS: '1',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
      GIT_CONFIG_NOSYSTEM: '1',
    };
  }

  async folder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
    const folder = await mkdtemp(path.join(this.scratch, 'folder-'));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
    return folder;
  }

  start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, node: string = tools.node): ChildProcess {
    return spawn(node, [this.program, ...args], { cwd, env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, node: string = tools.node): Promise<Ended> {
    const startedMs = performance.now();
    return ended(this.start(args, cwd, env, node), startedMs);
  }

  /** Runs with `--json`; the answer must be one envelope and nothing else. */
  async json<T>(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Envelope<T> & { readonly code: number | null; readonly stderr: string; readonly elapsedMs: number }> {
    const dashes = args.indexOf('--');
    const withJson = dashes < 0 ? [...args, '--json'] : [...args.slice(0, dashes), '--json', ...args.slice(dashes)];
    const { code, stdout, stderr, elapsedMs } = await this.run(withJson, cwd, env);
    const envelope = JSON.parse(stdout) as Envelope<T>;
    if (Object.keys(envelope).join() !== 'schemaVersion,data,problems' || envelope.schemaVersion !== 1) throw new Error(`no envelope: ${stdout.slice(0, 200)}`);
    return { ...envelope, code, stderr, elapsedMs };
  }

  async dispose(): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
  }
}

export function ended(child: ChildProcess, startedMs = performance.now()): Promise<Ended> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        elapsedMs: performance.now() - startedMs,
      }),
    );
  });
}
