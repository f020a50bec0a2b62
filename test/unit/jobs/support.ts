import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Job } from '../../../src/core/model/job.ts';
import type { LaunchSpec } from '../../../src/core/model/launch.ts';
import type { Machine } from '../../../src/core/port/machine.ts';
import { isFinal } from '../../../src/core/model/run.ts';
import { nodeMachine } from '../../../src/io/machine.ts';
import { provider } from '../../../src/providers/local/index.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
export const signal = new AbortController().signal;
export const none = { env: {}, runs: [], finish: [] };

/** A folder of this test alone, with the product's own folders in it. */
export function scratch(): { root: string; workspace: string; state: string; remove: () => void } {
  const root = mkdtempSync(path.join(tmpdir(), 'mlops-jobs-'));
  const workspace = path.join(root, 'workspace');
  mkdirSync(workspace);
  return { root, workspace, state: path.join(root, 'xdg', 'mlops'), remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The supervisor as it ships: one bundle. */
export async function buildSupervisor(folder: string): Promise<string> {
  const outfile = path.join(folder, 'supervisor.js');
  await build({
    absWorkingDir: repository,
    entryPoints: ['src/providers/local/supervisor/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

export interface MachineSetup {
  readonly root: string;
  readonly supervisor: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTrusted?: boolean;
}

/** The real ports, with every folder of the user inside `root`. */
export function machineIn({ root, supervisor, env = {}, isTrusted = true }: MachineSetup): Machine {
  const xdg = path.join(root, 'xdg');
  return nodeMachine({
    trust: { isTrusted, onDidGrant: () => ({ dispose: () => undefined }) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    env: {
      PATH: process.env['PATH'],
      HOME: path.join(root, 'home'),
      XDG_STATE_HOME: xdg,
      XDG_CACHE_HOME: path.join(xdg, 'cache'),
      XDG_CONFIG_HOME: path.join(xdg, 'config'),
      MLOPS_SUPERVISOR: supervisor,
      ...env,
    },
  });
}

export function connect(machine: Machine, folder: string) {
  const config = { id: 'local', provider: 'local', label: 'This machine', origin: 'here', folder, detected: true, settings: {} };
  const { jobs, logs, dispose } = provider.connect(config, machine);
  if (!jobs || !logs) throw new Error('the local provider lost a capability');
  return { jobs, logs, dispose };
}

export type Local = ReturnType<typeof connect>;

export function specOf(folder: string, command: readonly string[], more: Partial<LaunchSpec> = {}): LaunchSpec {
  return { name: 'test', cwd: folder, folder, command, entry: null, params: {}, env: {}, resources: {}, options: {}, recorders: [], ...more };
}

export const cpu = 'local:target/local/cpu';

export async function start({ jobs }: Local, spec: LaunchSpec): Promise<Job> {
  const plan = await jobs.plan(spec, cpu, signal);
  return jobs.submit(plan, plan.planId, none, signal);
}

export async function until<T>(ask: () => Promise<T | undefined | false> | T | undefined | false, what: string, ms = 15_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function ended({ jobs }: Local, id: string, ms?: number): Promise<Job> {
  return until(async () => {
    const job = await jobs.job(id, signal);
    return isFinal(job.status) && job;
  }, `the end of ${id}`, ms);
}

export async function logOf({ logs }: Local, id: string, cursor?: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const event of logs.open(id, 'main', { follow: false, ...(cursor === undefined ? {} : { cursor }) }, signal)) {
    if (event.kind === 'bytes') chunks.push(event.bytes);
  }
  return Buffer.concat(chunks).toString();
}

export function folderOf(state: string, job: Job): string {
  return path.join(state, 'jobs', job.id.slice(job.id.lastIndexOf('/') + 1));
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
