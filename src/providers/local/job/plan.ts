import { randomBytes, createHash } from 'node:crypto';
import path from 'node:path';
import { fail, toFault } from '../../../core/base/fault.ts';
import { isSecretName } from '../../../core/log/secretName.ts';
import { entityId } from '../../../core/model/id.ts';
import type { LaunchSpec, Plan } from '../../../core/model/launch.ts';
import type { Machine } from '../../../core/port/machine.ts';
import type { PythonInterpreter } from '../../../core/port/pythonEnv.ts';
import { maskArguments } from '../../../io/redact.ts';
import { onPath } from '../../../io/pythonFind.ts';
import { cpuTarget } from '../targets.ts';
import type { Inventory } from '../gpu/inventory.ts';
import { addedEnv, pathOf } from './environment.ts';

const gitTimeoutMs = 20_000;

/** A plan with what submitting needs and nobody is shown. */
export interface PreparedPlan {
  readonly plan: Plan;
  readonly env: Readonly<Record<string, string>>;
  readonly devices: readonly string[];
}

export interface PlanParts {
  readonly machine: Machine;
  readonly source: string;
  readonly inventory: Inventory;
  /** Names of jobs that run on these devices now. */
  readonly busyWith: (devices: readonly string[]) => Promise<readonly string[]>;
}

export async function preparePlan(parts: PlanParts, spec: LaunchSpec, target: string, key: string, signal: AbortSignal): Promise<PreparedPlan> {
  const { machine } = parts;
  if (spec.command.length === 0 || spec.command[0] === '') throw fail('invalid', 'The command is empty.', { hint: 'Say what to run.' });
  if (!path.isAbsolute(spec.cwd) || (await machine.files.stat(spec.cwd, { followLinks: true }))?.kind !== 'folder') {
    throw fail('notFound', `The folder ${spec.cwd} is not there.`);
  }
  const devices = devicesOf(spec, key, parts.inventory);
  const python = await machine.python.interpreter(spec.folder, signal);
  const native = nativeId(machine.clock.nowMs(), spec);
  const jobId = entityId('local', 'job', `${parts.source}/${native}`);
  const env = addedEnv(machine.env, python, devices, jobId, spec.env);
  const git = await gitState(machine, spec.folder, signal);
  const warnings = [
    ...(await programWarnings(machine, spec, env)),
    ...(git.dirty ? ['The working tree has changes that no commit holds, so the commit alone does not reproduce this run.'] : []),
    ...(await deviceWarnings(parts, devices, spec)),
  ];
  return {
    devices,
    env,
    plan: {
      planId: native,
      jobId,
      target,
      spec,
      command: maskArguments(spec.command),
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSecretName(name) ? '•••' : value])),
      interpreter: python?.path ?? null,
      commit: git.commit,
      dirty: git.dirty,
      price: 'free',
      warnings: [...warnings, ...pythonWarnings(python)],
    },
  };
}

/** Time first, so that names sort; then a hash over the spec and chance, so that nobody can guess a job's folder. */
function nativeId(nowMs: number, spec: LaunchSpec): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const hash = createHash('sha256').update(JSON.stringify(spec)).update(randomBytes(16)).digest('hex');
  return `${stamp}-${hash.slice(0, 20)}`;
}

function devicesOf(spec: LaunchSpec, key: string, inventory: Inventory): readonly string[] {
  const wished = spec.resources.gpus ?? (key === cpuTarget ? [] : [key]);
  if (key === cpuTarget && wished.length > 0) throw fail('invalid', 'A launch on the CPU cannot have GPUs.', { hint: 'Choose a GPU as the target.' });
  const known = new Set(inventory.gpus.map((gpu) => gpu.uuid));
  const missing = wished.filter((uuid) => !known.has(uuid));
  if (missing.length > 0) {
    throw fail('notFound', `No such GPU on this machine: ${missing.join(', ')}.`, {
      hint: inventory.problems[0] ?? 'See the targets for what is there.',
    });
  }
  return wished;
}

interface GitState {
  readonly commit: string | null;
  readonly dirty: boolean | null;
}

/** A machine without git can train too; the record then says nothing of a commit. */
async function gitState(machine: Machine, folder: string, signal: AbortSignal): Promise<GitState> {
  try {
    return await readGitState(machine, folder, signal);
  } catch (error) {
    if (toFault(error).code !== 'missingTool') throw error;
    return { commit: null, dirty: null };
  }
}

async function readGitState(machine: Machine, folder: string, signal: AbortSignal): Promise<GitState> {
  const repository = await machine.git.open(folder, signal);
  if (!repository) return { commit: null, dirty: null };
  const { sha } = await repository.head(signal);
  if (!machine.trust.isTrusted) return { commit: sha, dirty: null };
  const argv = ['git', '--no-optional-locks', '-C', repository.root, 'status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=none'];
  const result = await machine.process.run(argv, { cwd: repository.root, env: { GIT_TERMINAL_PROMPT: '0' }, timeoutMs: gitTimeoutMs, signal });
  return { commit: sha, dirty: result.exitCode === 0 ? result.stdout.length > 0 : null };
}

async function programWarnings(machine: Machine, spec: LaunchSpec, env: Readonly<Record<string, string>>): Promise<string[]> {
  const program = spec.command[0] ?? '';
  const found = /[\\/]/.test(program)
    ? await machine.files.stat(path.resolve(spec.cwd, program), { followLinks: true })
    : await onPath(machine.files, program, pathOf({ ...machine.env, ...env }).value);
  return found ? [] : [`${program} was not found, so the command will not start.`];
}

async function deviceWarnings(parts: PlanParts, devices: readonly string[], spec: LaunchSpec): Promise<string[]> {
  const warnings: string[] = [];
  for (const gpu of parts.inventory.gpus) {
    if (!devices.includes(gpu.uuid)) continue;
    if (parts.inventory.split.has(gpu.uuid)) warnings.push(`${gpu.name} is split into MIG instances; a program may not find it as a whole.`);
    const isFull = gpu.memoryTotalMiB !== null && gpu.memoryUsedMiB !== null && gpu.memoryUsedMiB > gpu.memoryTotalMiB / 2;
    if (isFull) warnings.push(`${gpu.memoryUsedMiB} of ${gpu.memoryTotalMiB} MiB of ${gpu.name} are in use.`);
  }
  const busy = devices.length > 0 && spec.options['queue'] !== true ? await parts.busyWith(devices) : [];
  if (busy.length > 0) warnings.push(`Already running there: ${busy.join(', ')}. The option "queue" waits for it.`);
  if (spec.env['CUDA_VISIBLE_DEVICES'] !== undefined) warnings.push('CUDA_VISIBLE_DEVICES is set by hand and wins over the chosen target.');
  return warnings;
}

function pythonWarnings(python: PythonInterpreter | undefined): string[] {
  return python ? [] : ['No Python was found for this folder.'];
}
