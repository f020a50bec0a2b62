import path from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { fail, toFault } from '../../../core/base/fault.ts';
import type { ActionEvent } from '../../../core/capability/actionSource.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { pythonIsChosen } from '../../../core/port/pythonEnv.ts';
import { trackingUri, type LocalAddress } from '../address.ts';
import { processStart, readServer, statePath, type ServerRecord } from './serverState.ts';

/** A fresh store on a busy machine was seen to need 35 s; four times that is patience enough. */
const readyWithinMs = 150_000;
const pollMs = 500;
const graceMs = 8_000;

/** Starts the server as a session of its own with a log file, so that it outlives us and holds no pipe of ours. */
const launcher = String.raw`
import subprocess, sys
log = open(sys.argv[1], "ab")
flags = {"creationflags": 0x00000208} if sys.platform == "win32" else {"start_new_session": True}
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **flags)
print(child.pid)
`;

/** The local tracking server of one store: at most one, bound to this machine only. */
export class LocalServer {
  readonly #machine: Machine;
  readonly #address: LocalAddress;
  readonly #folder: string;

  constructor(machine: Machine, address: LocalAddress, folder: string) {
    this.#machine = machine;
    this.#address = address;
    this.#folder = folder;
  }

  running(): Promise<ServerRecord | undefined> {
    return readServer(this.#machine, this.#address.path);
  }

  async *start(wantedPort: number | undefined, signal: AbortSignal): AsyncIterable<ActionEvent> {
    const machine = this.#machine;
    const already = await this.running();
    if (already) {
      yield { kind: 'done', message: `The server already runs at ${already.uri}.`, reveal: already.uri, data: { ...already } };
      return;
    }
    const port = wantedPort ?? (await freePort());
    if (wantedPort !== undefined && !(await isFree(wantedPort))) {
      throw fail('conflict', `Port ${wantedPort} is taken.`, { hint: 'Choose another port, or leave it empty.' });
    }
    yield { kind: 'progress', message: 'Looking for MLflow…', fraction: 0.02 };
    const tool = await machine.python.tool('mlflow', this.#folder, signal);
    const python = await machine.python.interpreter(this.#folder, signal);
    if (!python) throw fail('missingTool', 'No Python was found for this workspace.', { hint: `Install Python and mlflow, or choose a Python: ${pythonIsChosen}.` });
    const logFile = statePath(machine, this.#address.path).replace(/json$/, 'log');
    await machine.files.writeAtomic(logFile, '');
    const uri = trackingUri(this.#address);
    const argv = [...tool.argv, 'server', '--backend-store-uri', uri, '--host', '127.0.0.1', '--port', String(port), '--workers', '1',
      '--artifacts-destination', path.join(path.dirname(this.#address.path), 'mlartifacts')];
    const started = await machine.process.run([python.path, '-c', launcher, logFile, ...argv], {
      cwd: path.dirname(this.#address.path),
      env: { ...tool.env, MLFLOW_DISABLE_TELEMETRY: 'true', ...(this.#address.kind === 'folder' ? { MLFLOW_ALLOW_FILE_STORE: 'true' } : {}) },
      signal,
    });
    const pid = Number(new TextDecoder().decode(started.stdout).trim());
    const startedAt = Number.isInteger(pid) && pid > 1 ? await processStart(machine, pid) : undefined;
    if (startedAt === undefined) throw await this.#failed(logFile);
    const record: ServerRecord = { pid, startedAt, port, uri: `http://127.0.0.1:${port}`, store: this.#address.path, logFile };
    await machine.files.writeAtomic(statePath(machine, this.#address.path), JSON.stringify(record), { mode: 0o600 });
    try {
      yield* this.#untilReady(record, signal);
    } catch (error) {
      await this.#end(record);
      throw error;
    }
    yield { kind: 'done', message: `The tracking server runs at ${record.uri}.`, reveal: record.uri, data: { ...record } };
  }

  async *stop(): AsyncIterable<ActionEvent> {
    const record = await this.running();
    if (!record) {
      yield { kind: 'done', message: 'No server that was started from here is running.' };
      return;
    }
    yield { kind: 'progress', message: `Stopping the server at ${record.uri}…` };
    await this.#end(record);
    yield { kind: 'done', message: `The server at ${record.uri} has stopped.` };
  }

  async *#untilReady(record: ServerRecord, signal: AbortSignal): AsyncIterable<ActionEvent> {
    const { clock, http } = this.#machine;
    const beganMs = clock.nowMs();
    for (;;) {
      const waitedMs = clock.nowMs() - beganMs;
      if (waitedMs > readyWithinMs) {
        throw fail('timeout', `The server did not become ready within ${readyWithinMs / 1000} s.`, { hint: `Its log is ${record.logFile}.` });
      }
      if ((await processStart(this.#machine, record.pid)) !== record.startedAt) throw await this.#failed(record.logFile);
      try {
        const health = await http.request({ method: 'GET', url: `${record.uri}/health`, timeoutMs: 2_000 }, signal);
        if (health.status === 200) return;
      } catch (error) {
        const { code } = toFault(error);
        if (code !== 'unreachable' && code !== 'timeout' && code !== 'corrupt') throw error;
      }
      yield {
        kind: 'progress',
        message: `Waiting for the server to become ready (${Math.round(waitedMs / 1000)} s; a first start takes up to a minute)…`,
        fraction: Math.min(0.95, 0.05 + waitedMs / 60_000),
      };
      await clock.sleep(pollMs, signal);
    }
  }

  async #failed(logFile: string): Promise<Error> {
    const log = await this.#machine.files.readText(logFile).catch(() => ''); // Without its log the failure itself still counts.
    const last = log.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
    return fail('internal', `The tracking server ended at once${last ? `: ${last}` : '.'}`, { hint: `Its log is ${logFile}.` });
  }

  /** Ends the whole session: the server starts workers of its own. Never a pid that is another process by now. */
  async #end(record: ServerRecord): Promise<void> {
    const { clock, process: programs } = this.#machine;
    const isOurs = async () => (await processStart(this.#machine, record.pid)) === record.startedAt;
    if (process.platform === 'win32') {
      if (await isOurs()) await programs.run(['taskkill', '/pid', String(record.pid), '/t', '/f'], { cwd: this.#machine.places.state });
    } else {
      const untilMs = clock.nowMs() + graceMs;
      if (await isOurs()) process.kill(-record.pid, 'SIGTERM');
      while ((await isOurs()) && clock.nowMs() < untilMs) await clock.sleep(100);
      if (await isOurs()) process.kill(-record.pid, 'SIGKILL');
    }
    await this.#machine.files.writeAtomic(statePath(this.#machine, this.#address.path), '{}', { mode: 0o600 });
  }
}

/** Chosen by the system: two windows that looked for the first free one would find the same, and read each other's store. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(fail('conflict', 'No free port was found.', { hint: `Name a port. (${error.message})` })));
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
