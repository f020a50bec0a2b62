import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { SupervisorSpec } from './spec.ts';

export interface Started {
  readonly child: ChildProcess;
  readonly outputs: readonly Readable[];
}

/**
 * One real pipe for stdout and stderr, so that their order is kept and a program may reopen /dev/stderr; the sockets
 * that Node would make allow neither. Undefined where the system has no named pipes.
 */
function onePipe(folder: string): { readonly readFd: number; readonly writeFd: number } | undefined {
  if (process.platform === 'win32') return undefined;
  const file = path.join(folder, 'output.pipe');
  rmSync(file, { force: true });
  if (spawnSync('mkfifo', ['-m', '600', file], { stdio: 'ignore' }).status !== 0) return undefined;
  try {
    // The reader first and without waiting: opening the writer would block until there is one.
    const readFd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return { readFd, writeFd: openSync(file, constants.O_WRONLY) };
  } finally {
    rmSync(file, { force: true });
  }
}

/** Starts the command as leader of its own session and group, so that one signal reaches all it starts. */
export function startChild(spec: SupervisorSpec, folder: string): Started {
  const [program, ...rest] = spec.command;
  if (program === undefined) throw new Error('The command is empty.');
  const pipe = onePipe(folder);
  const output = pipe ? pipe.writeFd : 'pipe';
  const child = spawn(program, rest, {
    cwd: spec.cwd,
    env: spec.env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', output, output],
  });
  if (!pipe) return { child, outputs: [child.stdout, child.stderr].filter((one) => one !== null) };
  closeSync(pipe.writeFd); // Ours must be shut, or the end of the output would never be seen.
  return { child, outputs: [new Socket({ fd: pipe.readFd, readable: true, writable: false })] };
}

/** Resolves when every output has reached its end. */
export function ended(outputs: readonly Readable[]): Promise<void> {
  return Promise.all(
    outputs.map((one) => new Promise<void>((resolve) => {
      if (one.readableEnded || one.destroyed) resolve();
      one.once('close', resolve).once('end', resolve);
    })),
  ).then(() => undefined);
}
