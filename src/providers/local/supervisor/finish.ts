import { spawn } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { sleep } from './group.ts';
import type { CommandFinish, ExitRecord, FinishRequest, HttpFinish } from './spec.ts';

const waitsMs = [500, 1_000, 2_000, 4_000, 8_000];
const httpTimeoutMs = 10_000;

/** Telling again cannot help: the tracker understood and said no. */
class Refused extends Error {}

/** The exit record in the places of a template. */
export function fill(template: string, finish: FinishRequest, exit: ExitRecord): string {
  const { finished, failed, stopped } = finish.statuses;
  const values: Readonly<Record<string, string>> = {
    status: exit.stopped ? stopped : exit.exitCode === 0 ? finished : failed,
    endMs: String(Date.parse(exit.endedAt)),
    exitCode: exit.exitCode === null ? '' : String(exit.exitCode),
    signal: exit.signal ?? '',
  };
  return template.replace(/\{(status|endMs|exitCode|signal)\}/g, (_, name: string) => values[name] ?? '');
}

/** Tells one tracker how the job ended, trying again for a while. Throws when it could not be told. */
export async function tell(finish: FinishRequest, exit: ExitRecord, waits: readonly number[] = waitsMs): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await (finish.kind === 'http' ? send(finish, exit) : runProgram(finish, exit));
      return;
    } catch (error) {
      const waitMs = waits[attempt];
      if (waitMs === undefined || error instanceof Refused) throw error;
      await sleep(waitMs);
    }
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function send(finish: HttpFinish, exit: ExitRecord): Promise<void> {
  const url = new URL(finish.url);
  const isSecret = Object.keys(finish.headers).some((name) => /^(authorization|cookie|x-.*(token|key))$/i.test(name));
  if (url.protocol === 'http:' && isSecret && !isLoopback(url.hostname)) {
    return Promise.reject(new Refused('A credential is not sent over plain HTTP.'));
  }
  const body = Buffer.from(fill(finish.body, finish, exit));
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...finish.headers, 'content-length': body.length };
    const sent = start(url, { method: finish.method, headers, timeout: httpTimeoutMs }, (response) => {
      response.resume();
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else if (status >= 400 && status < 500 && status !== 408 && status !== 429) reject(new Refused(`HTTP ${status}`));
        else reject(new Error(`HTTP ${status}`));
      });
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(body);
  });
}

function runProgram(finish: CommandFinish, exit: ExitRecord): Promise<void> {
  const [program, ...rest] = finish.argv.map((one) => fill(one, finish, exit));
  if (program === undefined) return Promise.reject(new Refused('The finish command is empty.'));
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  for (const [name, value] of Object.entries(finish.env)) env[name] = fill(value, finish, exit);
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { cwd: finish.cwd, env, stdio: 'ignore', windowsHide: true });
    const timer = setTimeout(() => child.kill('SIGKILL'), finish.timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? signal}`));
    });
  });
}
