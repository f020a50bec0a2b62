// Runs programs of the tooling: argument arrays only, output kept, and shown only where it helps.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';

/**
 * Runs a program to its end. Its standard input is empty, so nothing can wait for a person.
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number}} [options] show: pass output on as it comes
 * @returns {Promise<{code: number | null, signal: string | null, output: string}>}
 */
export async function run(program, args, { cwd, env = process.env, show = false, timeoutMs } = {}) {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output = (output + text).slice(-400_000);
        if (show) process.stdout.write(text);
      });
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output });
    });
  });
}

/** As `run`, but an ending other than 0 throws with the end of the output. */
export async function must(program, args, options) {
  const result = await run(program, args, options);
  if (result.code !== 0) {
    const ending = result.signal ?? `exit code ${result.code}`;
    throw new Error(`${[program, ...args].join(' ')} ended with ${ending}\n${result.output.slice(-4_000)}`);
  }
  return result.output;
}

/** Path of a program on PATH, or undefined. */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) throw error;
    }
  }
  return undefined;
}
