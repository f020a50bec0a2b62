import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { disposable } from '../../../src/core/base/disposable.ts';
import type { SourceConfig } from '../../../src/core/model/source.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { dvcContext } from '../../../src/providers/dvc/sharedContext.ts';
import { tools } from '../../support/tools.ts';

const run = promisify(execFile);
const driver = path.resolve(import.meta.dirname, '../../../scripts/demoWorkspace/drive/commands.py');

/** A real git repository with a real DVC project, driven by the real tools. Removed by `dispose`. */
export class RealProject {
  readonly scratch: string;
  readonly root: string;
  readonly trust = { isTrusted: true, onDidGrant: () => disposable(() => undefined) };
  readonly env: NodeJS.ProcessEnv;

  private constructor(scratch: string) {
    this.scratch = scratch;
    this.root = path.join(scratch, 'project');
    this.env = {
      PATH: `${tools.pythonBin}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: scratch,
      GIT_AUTHOR_NAME: 'Ada Test',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Test',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_CONFIG_NOSYSTEM: '1',
      DVC_NO_ANALYTICS: '1',
      DVC_TEST: 'true',
      DO_NOT_TRACK: '1',
      LC_ALL: 'C.UTF-8',
    };
  }

  /** git and DVC are initialised at the root. */
  static async make(): Promise<RealProject> {
    const project = new RealProject(await mkdtemp(path.join(tmpdir(), 'mlops-dvc-')));
    await mkdir(project.root);
    await project.all(['git init -q -b main', 'dvc init -q']);
    return project;
  }

  get signal(): AbortSignal {
    return AbortSignal.timeout(120_000);
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }

  async remove(...names: readonly string[]): Promise<void> {
    for (const name of names) await rm(path.join(this.root, name), { recursive: true, force: true });
  }

  /** Command lines of dvc and git, in order, in one Python process. A line is split at spaces. */
  all(lines: ReadonlyArray<string | readonly string[]>): Promise<void> {
    return this.in('.', lines);
  }

  /** The same in a folder below the root. */
  async in(folder: string, lines: ReadonlyArray<string | readonly string[]>): Promise<void> {
    const child = run(tools.python, [driver], { cwd: path.join(this.root, folder), env: this.env, maxBuffer: 64 * 1024 * 1024 });
    child.child.stdin?.end(JSON.stringify(lines.map((line) => (typeof line === 'string' ? line.split(' ') : line))));
    await child.catch((error: Error & { stdout?: string }) => {
      throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error });
    });
  }

  /** A script of the project, in the tools' Python. */
  async python(...args: readonly string[]): Promise<void> {
    await run(tools.python, args, { cwd: this.root, env: this.env });
  }

  /** One worker, which lives on: with pipes of ours it would keep us waiting for its end. */
  async startQueue(): Promise<void> {
    const child = spawn(tools.dvc, ['queue', 'start', '-j', '1'], { cwd: this.root, env: this.env, stdio: 'ignore' });
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
    if (code !== 0) throw new Error(`dvc queue start ended with ${String(code)}.`);
  }

  /** Resolves when the queue's worker has nothing more to do. */
  async queueEnds(): Promise<void> {
    for (let waitedMs = 0; waitedMs < 120_000; waitedMs += 500) {
      const status = await this.out('dvc', 'queue', 'status');
      if (!/Queued|Running/.test(status)) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('The queue did not end in two minutes.');
  }

  async out(program: 'git' | 'dvc' | 'gto', ...args: readonly string[]): Promise<string> {
    const argv0 = program === 'git' ? 'git' : path.join(tools.pythonBin, program);
    return (await run(argv0, args, { cwd: this.root, env: this.env, maxBuffer: 64 * 1024 * 1024 })).stdout;
  }

  async json(program: 'dvc' | 'gto', ...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.out(program, ...args));
  }

  /** The provider's context on the real machine; `below` = a DVC project in a sub-folder. */
  context(below = '', id = below === '' ? 'dvc' : `dvc:${below}`) {
    const config: SourceConfig = {
      id,
      provider: 'dvc',
      label: 'test',
      origin: path.join(this.root, below),
      folder: this.root,
      detected: true,
      settings: below === '' ? {} : { path: below },
    };
    const machine = nodeMachine({
      trust: this.trust,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      env: this.env,
      places: {
        state: path.join(this.scratch, 'state'),
        cache: path.join(this.scratch, 'cache'),
        config: path.join(this.scratch, 'config'),
        home: this.scratch,
      },
    });
    this.#machines.push(machine);
    return dvcContext(config, machine);
  }

  readonly #machines: Array<{ dispose(): void }> = [];

  async dispose(): Promise<void> {
    for (const machine of this.#machines) machine.dispose();
    await rm(this.scratch, { recursive: true, force: true });
  }
}
