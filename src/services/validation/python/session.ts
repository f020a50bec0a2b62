import type { Disposable } from '../../../core/base/disposable.ts';
import { fail } from '../../../core/base/fault.ts';
import type { Machine } from '../../../core/port/machine.ts';
import type { ChildHandle } from '../../../core/port/process.ts';
import { pythonIsChosen } from '../../../core/port/pythonEnv.ts';
import type { Column } from '../../../core/table/column.ts';
import { sha256 } from '../../../core/base/sha256.ts';
import { MessageQueue, type Message } from './messageQueue.ts';
import { pythonProgram } from './program.ts';
import { tablePieces } from './tablePieces.ts';

/** Between asking the process group to end and ending it. */
const graceMs = 2_000;
const otherPython = `Or choose another Python: ${pythonIsChosen}.`;
const mostErrorText = 64 * 1024;

/** One job of the program. A job that is left before it said that it is done takes the process with it. */
export interface Job extends Disposable {
  /** The table's columns, in one piece. */
  send(columns: readonly Column[]): void;
  /** No further table comes. */
  endTables(): void;
  /** The next thing it says; throws the fault it names, and where it ends without a word. */
  next(): Promise<Message>;
}

/**
 * The program in the folder's own Python, started for the first job and kept for the next: starting it costs seconds. Ending it
 * ends the whole process group.
 */
export class PythonSession {
  readonly #machine: Machine;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #ending: Array<Promise<void>> = [];
  #running: Running | undefined;

  constructor(machine: Machine, folder: string, signal: AbortSignal) {
    this.#machine = machine;
    this.#folder = folder;
    this.#signal = signal;
  }

  /**
   * Throws `untrusted` before trust, `missingTool` where there is no Python. `ask` goes through stdin, so that what it holds
   * stands in no list of processes.
   */
  async begin(ask: Readonly<Record<string, unknown>>): Promise<Job> {
    const running = (this.#running ??= await this.#start());
    running.child.write(`${JSON.stringify(ask)}\n`);
    let isDone = false;
    return {
      send: (columns) => {
        for (const piece of tablePieces(columns)) running.child.write(piece);
      },
      endTables: () => running.child.write('\n'),
      async next() {
        const message = await running.messages.next();
        isDone ||= message.done === true;
        if (message.fault) throw fail(message.fault.code, message.fault.message, { hint: `Install it there. ${otherPython}` });
        return message;
      },
      dispose: () => {
        if (!isDone) this.#end(running);
      },
    };
  }

  /** Over when nothing of it is left. */
  async end(): Promise<void> {
    if (this.#running) this.#end(this.#running);
    await Promise.all(this.#ending);
  }

  #end(running: Running): void {
    if (this.#running === running) this.#running = undefined;
    this.#ending.push(running.stop());
  }

  async #start(): Promise<Running> {
    const machine = this.#machine;
    if (!machine.trust.isTrusted) {
      throw fail('untrusted', 'This runs code of the folder, so it runs in trusted folders only.', { hint: 'Trust this folder first.' });
    }
    const python = await machine.python.interpreter(this.#folder, this.#signal);
    if (!python) throw fail('missingTool', 'No Python was found for this folder.', { hint: `Install Python with scikit-learn. ${otherPython}` });
    const program = await programFile(machine);
    this.#signal.throwIfAborted();
    return run(machine, [python.path, program], this.#folder, this.#signal);
  }
}

interface Running {
  readonly child: ChildHandle;
  readonly messages: MessageQueue;
  readonly stop: () => Promise<void>;
}

function run(machine: Machine, argv: readonly string[], folder: string, signal: AbortSignal): Running {
  const messages = new MessageQueue();
  const decoder = new TextDecoder();
  let errors = '';
  const child = machine.process.spawn(argv, {
    cwd: folder,
    detached: true,
    env: { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' },
    onOutput: (stream, bytes) => {
      if (stream === 'stdout') messages.take(bytes);
      else errors = (errors + decoder.decode(bytes, { stream: true })).slice(-mostErrorText);
    },
  });
  // It is our own work, not one that outlives us.
  child.ref?.();
  let isStopped = false;
  const over = child.exited.then(() => undefined, () => undefined); // How it ended is told by the messages.
  const stop = async (): Promise<void> => {
    signal.removeEventListener('abort', abort);
    if (!isStopped) {
      isStopped = true;
      child.endInput();
      child.killGroup?.('SIGTERM');
    }
    await Promise.race([over, machine.clock.sleep(graceMs)]);
    child.killGroup?.('SIGKILL');
    await over;
  };
  const abort = (): void => {
    void stop();
    messages.fail(Object.assign(new Error('Cancelled.'), { name: 'AbortError' }));
  };
  signal.addEventListener('abort', abort, { once: true });
  child.exited.then(
    ({ exitCode, signal: killedBy }) => {
      messages.fail(fail('internal', `Python ended early (${exitCode ?? killedBy ?? 'no code'}): ${lastLine(errors)}`, { hint: `${argv.join(' ')} was run in ${folder}.` }));
    },
    (error: unknown) => messages.fail(error),
  );
  return { child, messages, stop };
}

/** In the cache, under its digest; written anew where it is not what it should be. */
async function programFile(machine: Machine): Promise<string> {
  const file = `${machine.places.cache}/python/validate-${sha256(pythonProgram).slice(0, 16)}.py`;
  const stat = await machine.files.stat(file, { followLinks: true });
  if (stat?.kind === 'file' && (await machine.files.readText(file)) === pythonProgram) return file;
  await machine.files.writeAtomic(file, pythonProgram, { mode: 0o600 });
  return file;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 500) || 'it said nothing';
}
