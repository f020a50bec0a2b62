import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tools } from '../../support/tools.ts';
import { ended, type Ended, type Mlops } from '../cli/mlops.ts';

/** Someone with a clone, keys and a state folder of their own, who runs the command as it ships. */
export class Someone {
  readonly name: string;
  readonly clone: string;
  readonly #mlops: Mlops;
  readonly #home: string;

  constructor(mlops: Mlops, root: string, name: string) {
    this.#mlops = mlops;
    this.name = name;
    this.#home = path.join(root, `home-${name}`);
    this.clone = path.join(root, name);
    mkdirSync(this.#home, { recursive: true });
    // In a copy of a place it is there.
    if (!existsSync(this.keyFile())) this.makeKey('key');
  }

  keyFile(name = 'key'): string {
    return path.join(this.#home, name);
  }

  /** As a line of the roster. */
  publicKey(name = 'key'): string {
    return readFileSync(`${this.keyFile(name)}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ');
  }

  makeKey(name: string, type = 'ed25519'): void {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', this.keyFile(name)], { stdio: 'pipe' });
  }

  get env(): NodeJS.ProcessEnv {
    const address = `${this.name}@example.org`;
    return {
      ...this.#mlops.env,
      HOME: this.#home,
      XDG_STATE_HOME: path.join(this.#home, 'state'),
      MLOPS_SIGNING_KEY: this.keyFile(),
      GIT_AUTHOR_NAME: this.name,
      GIT_AUTHOR_EMAIL: address,
      GIT_COMMITTER_NAME: this.name,
      GIT_COMMITTER_EMAIL: address,
    };
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${this.keyFile()}`, '-c', 'commit.gpgSign=true', '-c', 'tag.gpgSign=false', ...args], { cwd: this.clone, env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  commit(files: Readonly<Record<string, string>>, message: string, branch = 'main'): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(this.clone, name)), { recursive: true });
      writeFileSync(path.join(this.clone, name), content);
    }
    this.git('add', '-A');
    this.git('commit', '-qm', message);
    this.git('push', '-q', 'origin', `HEAD:${branch}`);
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.#mlops.run(args, this.clone, { ...this.env, ...env });
  }

  json<T>(args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof this.jsonOf<T>> {
    return this.jsonOf<T>(args, env);
  }

  private jsonOf<T>(args: readonly string[], env: NodeJS.ProcessEnv) {
    return this.#mlops.json<T>(args, this.clone, { ...this.env, ...env });
  }

  /** In a real terminal, where `answer` is typed once `question` is shown. */
  inTerminal(args: readonly string[], answer: string, { env = {}, question = 'Type the first' }: { env?: NodeJS.ProcessEnv; question?: string } = {}): Promise<Ended> {
    const script = path.join(import.meta.dirname, 'terminal.py');
    return ended(spawn(tools.python, [script, question, answer, tools.node, this.#mlops.program, ...args], { cwd: this.clone, env: { ...this.env, TERM: 'dumb', ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }
}
