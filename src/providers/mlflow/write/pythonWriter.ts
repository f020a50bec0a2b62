import path from 'node:path';
import { fail, type FaultCode } from '../../../core/base/fault.ts';
import type { CommandFinish, FinishStatuses } from '../../../core/capability/runRecorder.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { trackingUri, type LocalAddress } from '../address.ts';
import { interpreterOf } from './interpreter.ts';
import { pythonProgram, resultMark } from './pythonProgram.ts';
import type { MlflowWriter, RunEnd } from './writer.ts';

/** MLflow alone needs 5 to 15 s to import, and a fresh store as long again. */
const timeoutMs = 180_000;

export interface PythonWriter extends MlflowWriter {
  /** The same program as a command that ends a run by itself, with the editor closed. */
  finishCommand(runId: string, statuses: FinishStatuses, signal: AbortSignal): Promise<CommandFinish>;
}

/** Writes to a local store through the MLflow of the workspace's Python. */
export function pythonWriter(machine: Machine, address: LocalAddress, folder: string): PythonWriter {
  const uri = trackingUri(address);
  // MLflow 3.13 and later refuse a file store unless told that it is meant.
  const storeEnv = { MLFLOW_DISABLE_TELEMETRY: 'true', ...(address.kind === 'folder' ? { MLFLOW_ALLOW_FILE_STORE: 'true' } : {}) };

  async function command(ask: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    const tool = await machine.python.tool('mlflow', folder, signal);
    const python = await interpreterOf(tool.argv, machine, folder, signal);
    return { argv: [python, '-c', pythonProgram, JSON.stringify({ uri, ...ask })], env: { ...tool.env, ...storeEnv } };
  }

  async function perform(ask: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { argv, env } = await command(ask, signal);
    const result = await machine.process.run(argv, { cwd: path.dirname(address.path), env, timeoutMs, signal });
    const line = new TextDecoder().decode(result.stdout).split('\n').findLast((one) => one.startsWith(resultMark));
    if (line === undefined) {
      const last = new TextDecoder().decode(result.stderr).trim().split('\n').at(-1) ?? '';
      throw fail('internal', `MLflow could not write to ${address.path}: ${last || `it ended with ${String(result.exitCode ?? result.signal)}`}`, {
        hint: 'The output channel shows the command; run it in a terminal to see more.',
      });
    }
    const answer = JSON.parse(line.slice(resultMark.length)) as { fault?: { code: FaultCode; message: string } } & Readonly<Record<string, unknown>>;
    if (answer.fault) throw fail(answer.fault.code, answer.fault.message);
    return answer;
  }

  const write = async (ask: Readonly<Record<string, unknown>>, signal: AbortSignal) => void (await perform(ask, signal));
  return {
    async createRun(run, signal) {
      const made = await perform({ op: 'createRun', ...run }, signal);
      return { runId: String(made['runId']), experimentId: String(made['experimentId']) };
    },
    setTags: (runId, tags, signal) => write({ op: 'setTags', runId, tags }, signal),
    finish: (end: RunEnd, signal) => write({ op: 'finish', ...end }, signal),
    rename: (runId, name, signal) => write({ op: 'rename', runId, name }, signal),
    deleteRun: (runId, signal) => write({ op: 'deleteRun', runId }, signal),
    restoreRun: (runId, signal) => write({ op: 'restoreRun', runId }, signal),
    register: async (version, signal) => String((await perform({ op: 'register', ...version }, signal))['version']),
    setAlias: (change, signal) => write({ op: 'setAlias', ...change }, signal),
    setVersionTag: (change, signal) => write({ op: 'setVersionTag', ...change }, signal),
    async finishCommand(runId, statuses, signal) {
      const end = { op: 'finish', runId, status: '{status}', endMs: '{endMs}', tags: { 'mlops.exitCode': '{exitCode}', 'mlops.signal': '{signal}' } };
      return { kind: 'command', ...(await command(end, signal)), cwd: path.dirname(address.path), timeoutMs, statuses };
    },
  };
}
