import { spawn as spawnChild, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { Emitter } from '../core/base/event.ts';
import { fail } from '../core/base/fault.ts';
import type { ChildHandle, CommandRecord, Process, ProcessOptions, ProcessResult } from '../core/port/process.ts';
import { maskArguments } from './redact.ts';

const defaultTimeoutMs = 60_000;
const defaultMaxBytes = 64 * 1024 * 1024;
const abandonMs = 500;

/** The Process port on node:child_process. Argument arrays only; no shell is ever involved. */
export function nodeProcess(baseEnv: NodeJS.ProcessEnv = process.env): Process {
  const records = new Emitter<CommandRecord>();
  const report = (argv: readonly string[], options: ProcessOptions, child: ChildProcess, startedMs: number, error?: string) =>
    records.fire({
      pid: child.pid ?? null,
      argv: maskArguments(argv, options.secrets),
      cwd: options.cwd,
      elapsedMs: Math.round(performance.now() - startedMs),
      exitCode: child.exitCode,
      signal: child.signalCode,
      error: error ?? null,
    });

  function start(argv: readonly string[], options: ProcessOptions, detached: boolean): ChildProcess {
    const [program, ...rest] = argv;
    if (program === undefined) throw fail('invalid', 'An empty command cannot be run.');
    const env: NodeJS.ProcessEnv = { ...baseEnv };
    for (const [name, value] of Object.entries(options.env ?? {})) {
      if (value === undefined) delete env[name];
      else env[name] = value;
    }
    const output = detached && !options.onOutput ? 'ignore' : 'pipe';
    return spawnChild(program, rest, { cwd: options.cwd, env, detached, windowsHide: true, stdio: ['pipe', output, output, ...(options.onChannel ? (['pipe'] as const) : [])] });
  }

  function run(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
    const startedMs = performance.now();
    const maxBytes = options.maxBytes ?? defaultMaxBytes;
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    return new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const child = start(argv, options, false);
      let ending: Error | undefined;
      const end = (reason: Error) => {
        ending ??= reason;
        child.kill('SIGKILL');
        // A program stuck in a sick driver cannot even be killed, and a grandchild may hold its output open.
        setTimeout(abandon, abandonMs).unref();
      };
      const abandon = () => {
        if (isDone) return;
        child.stdout?.destroy();
        child.stderr?.destroy();
        child.stdio[3]?.destroy();
        child.unref();
        finish(ending);
        reject(ending ?? fail('internal', `${argv[0]} could not be ended.`));
      };
      const abort = () => end(Object.assign(new Error('Cancelled.'), { name: 'AbortError' }));
      options.signal?.addEventListener('abort', abort, { once: true });
      const timer =
        timeoutMs > 0
          ? setTimeout(() => end(fail('timeout', `${argv[0]} did not finish within ${timeoutMs} ms.`)), timeoutMs)
          : undefined;
      const collect = (name: 'stdout' | 'stderr') => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        child[name]?.on('data', (chunk: Buffer) => {
          options.onOutput?.(name, chunk);
          bytes += chunk.length;
          if (bytes > maxBytes) end(fail('tooLarge', `${argv[0]} wrote more than ${maxBytes} bytes.`));
          else chunks.push(chunk);
        });
        return chunks;
      };
      listenOn(child, options);
      const stdout = collect('stdout');
      const stderr = collect('stderr');
      let isDone = false;
      const finish = (error?: Error) => {
        isDone = true;
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', abort);
        report(argv, options, child, startedMs, error?.message);
      };
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (isDone) return;
        finish(error);
        reject(asFault(error, argv, options.cwd));
      });
      child.on('close', (exitCode, signal) => {
        if (isDone) return;
        finish(ending);
        if (ending) reject(ending);
        else {
          resolve({
            exitCode,
            signal,
            stdout: Buffer.concat(stdout),
            stderr: Buffer.concat(stderr),
            elapsedMs: Math.round(performance.now() - startedMs),
          });
        }
      });
      child.stdin?.on('error', () => undefined); // The child may end before it read its input; its exit says the rest.
      child.stdin?.end(options.stdin);
    });
  }

  function spawn(argv: readonly string[], options: ProcessOptions & { readonly detached?: boolean }): ChildHandle {
    const startedMs = performance.now();
    const child = start(argv, options, options.detached ?? false);
    child.stdout?.on('data', (chunk: Buffer) => options.onOutput?.('stdout', chunk));
    child.stderr?.on('data', (chunk: Buffer) => options.onOutput?.('stderr', chunk));
    listenOn(child, options);
    child.stdin?.on('error', () => undefined); // Writing to an ended child; `exited` tells.
    if (options.stdin !== undefined) child.stdin?.end(options.stdin);
    if (options.detached) child.unref();
    const exited = new Promise<{ exitCode: number | null; signal: string | null }>((resolve, reject) => {
      child.on('error', (error) => {
        report(argv, options, child, startedMs, error.message);
        reject(asFault(error, argv, options.cwd));
      });
      child.on('close', (exitCode, signal) => {
        report(argv, options, child, startedMs);
        resolve({ exitCode, signal });
      });
    });
    exited.catch(() => undefined); // Whoever awaits it sees the failure; nobody awaiting is no crash.
    options.signal?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    return {
      pid: child.pid ?? -1,
      write: (bytes) => void child.stdin?.write(bytes),
      endInput: () => void child.stdin?.end(),
      kill: (signal) => void child.kill(signal === undefined ? 'SIGTERM' : (signal as keyof typeof osConstants.signals)),
      ...(options.detached ? { killGroup: (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => endGroup(child, signal) } : {}),
      unref: () => holdOpen(child, 'unref'),
      ref: () => holdOpen(child, 'ref'),
      exited,
    };
  }

  return { run, spawn, onDidRun: records.event };
}

function listenOn(child: ChildProcess, { onChannel }: ProcessOptions): void {
  const pipe = child.stdio[3];
  if (!onChannel || !pipe) return;
  pipe.on('data', (bytes: Buffer) => onChannel(bytes));
  pipe.on('error', () => undefined); // It ends with the child, whose exit says the rest.
}

/** Windows has no process groups to signal; there the tree is ended by its parent links. */
function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode !== null || child.signalCode !== null) return;
    spawnChild('taskkill.exe', ['/T', '/F', '/PID', String(child.pid)], { windowsHide: true, stdio: 'ignore' }).on('error', () => child.kill());
    return;
  }
  try {
    // Also after the child itself has ended: what it started may be there still.
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: all of them have ended by themselves.
  }
}

/** The pipes hold Node's event loop as well as the child does. */
function holdOpen(child: ChildProcess, verb: 'ref' | 'unref'): void {
  child[verb]();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) {
    (pipe as Partial<Pick<ChildProcess, 'ref' | 'unref'>> | null)?.[verb]?.();
  }
}

function asFault(error: NodeJS.ErrnoException, argv: readonly string[], cwd: string): Error {
  // The system says the same of a missing folder as of a missing program.
  if (error.code === 'ENOENT' && !existsSync(cwd)) return fail('notFound', `The folder ${cwd} is not there.`);
  if (error.code === 'ENOENT') {
    return fail('missingTool', `${argv[0]} was not found.`, {
      hint: 'Install it, or set its path in the settings.',
    });
  }
  if (error.code === 'EACCES') return fail('forbidden', `${argv[0]} may not be executed.`);
  return error;
}
