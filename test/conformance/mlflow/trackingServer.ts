import { spawn, type ChildProcess } from 'node:child_process';
import { tools } from '../../support/tools.ts';
import { freePort, untilHealthy } from '../../support/server.ts';
import { environment } from './oracle.ts';

/** A real `mlflow server` of a store, started by the test and not by the product. */
export class TrackingServer {
  readonly uri: string;
  readonly #args: readonly string[];
  readonly #cwd: string;
  #child: ChildProcess | undefined;

  private constructor(store: string, cwd: string, port: number) {
    this.uri = `http://127.0.0.1:${port}`;
    this.#cwd = cwd;
    this.#args = ['-m', 'mlflow', 'server', '--backend-store-uri', store, '--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  }

  /** Not started yet: who makes it can end it, however the start goes. */
  static async create(store: string, cwd: string): Promise<TrackingServer> {
    return new TrackingServer(store, cwd, await freePort());
  }

  /** Again on the same port after an end. */
  async start(): Promise<void> {
    // A group of its own, so that its workers end with it.
    this.#child = spawn(tools.python, this.#args, { cwd: this.#cwd, env: environment(), stdio: 'ignore', detached: true });
    await untilHealthy(this.uri, 180_000);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    process.kill(-child.pid, signal);
    await closed;
  }
}
