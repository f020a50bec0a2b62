import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { Connection } from '../../../src/core/capability/connection.ts';
import type { FinishRequest, Recording } from '../../../src/core/capability/runRecorder.ts';
import { statusOf, type Outcome } from '../../../src/core/model/job.ts';
import { provider } from '../../../src/providers/mlflow/index.ts';
import { missing, tools } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { python } from './oracle.ts';

const signal = new AbortController().signal;
const here = import.meta.dirname;

/** How each process ends: what its exit says, and what the run must say then. */
const endings = [
  ['with-exception', 'failed'],
  ['exception', 'failed'],
  ['exit-3', 'failed'],
  ['interrupt', 'failed'],
  ['terminate', 'failed'],
  ['kill', 'failed'],
  ['hard-exit', 'failed'],
  ['success', 'finished'],
  ['nested-kill', 'failed'],
] as const;

/** What the detached supervisor does with a FinishRequest, and nothing more: no editor, no provider. */
async function finishAlone(machine: TestMachine, request: FinishRequest, outcome: Outcome): Promise<void> {
  const status = request.statuses[statusOf(outcome) as 'finished' | 'failed' | 'stopped'];
  const fill = (text: string) => text.replaceAll('{status}', status).replaceAll('{endMs}', String(Date.parse(outcome.endedAt)))
    .replaceAll('{exitCode}', outcome.exitCode === null ? '' : String(outcome.exitCode)).replaceAll('{signal}', outcome.signal ?? '');
  if (request.kind === 'http') {
    const answer = await machine.http.request({ method: request.method, url: request.url, headers: request.headers, body: fill(request.body) }, signal);
    expect(answer.status).toBe(200);
  } else {
    const env = Object.fromEntries(Object.entries(request.env).map(([key, value]) => [key, fill(value)]));
    const result = await machine.process.run(request.argv.map(fill), { cwd: request.cwd, env, timeoutMs: request.timeoutMs });
    expect(result.exitCode, new TextDecoder().decode(result.stderr)).toBe(0);
  }
}

describe.skipIf(missing('python', 'mlflow'))('a launched run ends as its process ended', () => {
  let folder = '';
  let machine: TestMachine;
  let local: Connection;
  let remote: Connection;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-rec-'));
    machine = testMachine(folder);
    await python('touch.py', [`sqlite:///${folder}/mlflow.db`], folder);
    local = provider.connect((await provider.detect(folder, machine, signal))[0]!, machine);
  });

  afterAll(async () => {
    for await (const event of local.actions!.perform('stopServer', 'mlflow:source/mlflow:mlflow.db', {}, signal)) expect(event.kind).toBeDefined();
    machine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function begin(connection: Connection, jobId: string): Promise<Recording> {
    return connection.recorder!.begin({
      jobId, name: `run of ${jobId}`, experiment: 'launched', params: { lr: 0.1, depth: 3 }, tags: { 'mlops.snapshot': 'abc' },
      commit: '0123456789abcdef0123456789abcdef01234567', dirty: true, cwd: folder,
    }, signal);
  }

  /** Each in a process of its own that ends by itself. */
  async function launch(runs: ReadonlyArray<{ how: string; recording: Recording }>): Promise<Map<string, Outcome>> {
    const ask = JSON.stringify(runs.map(({ how, recording }) => ({ how, env: recording.env })));
    const result = await machine.process.run([tools.python, path.join(here, 'endings.py'), ask], { cwd: folder, timeoutMs: 180_000 });
    const line = new TextDecoder().decode(result.stdout).split('\n').findLast((one) => one.startsWith('ENDED:'));
    const ended = JSON.parse((line ?? '').slice('ENDED:'.length)) as Record<string, number>;
    const names = Object.fromEntries(Object.entries(constants.signals).map(([name, number]) => [number, name]));
    return new Map(Object.entries(ended).map(([how, code]) => [how, {
      exitCode: code < 0 ? null : code, signal: code < 0 ? (names[-code] ?? null) : null, endedAt: new Date().toISOString(), stopped: false,
    }]));
  }

  it('in a SQLite store, through a program, with the editor closed', async () => {
    const recording = await begin(local, 'job-local');
    expect(local.recorder!.isDefault).toBe(true);
    expect(recording.finishWith?.kind).toBe('command');
    const outcome = (await launch([{ how: 'terminate', recording }])).get('terminate')!;
    expect(outcome.signal).toBe('SIGTERM');
    expect((await local.experiments!.run(recording.runId, signal)).status).toBe('running');
    await finishAlone(machine, recording.finishWith!, outcome);
    const run = await local.experiments!.run(recording.runId, signal);
    expect(run).toMatchObject({ status: 'failed', experiment: 'launched', commit: '0123456789abcdef0123456789abcdef01234567', dirty: true, snapshot: 'abc' });
    expect(run.metrics).toEqual({ loss: 1 });
    // What the program logged stays as it wrote it; what it did not log is added.
    expect(run.params).toEqual({ lr: '0.10', depth: '3' });
    expect(run.tags).toMatchObject({ 'mlops.signal': 'SIGTERM', 'mlops.job': 'job-local' });
    expect(run.endedAt).toBe(outcome.endedAt);
  });

  it('on a server, all endings, by HTTP alone', async () => {
    let uri = '';
    for await (const event of local.actions!.perform('startServer', 'mlflow:source/mlflow:mlflow.db', {}, signal)) {
      if (event.kind === 'done') uri = event.reveal ?? '';
    }
    remote = provider.connect(provider.configure!(folder, 'served', { uri }), machine);
    const runs = [];
    for (const [how] of endings) runs.push({ how, recording: await begin(remote, `job-${how}`) });
    const outcomes = await launch(runs);
    const before = await Promise.all(runs.map(({ recording }) => remote.experiments!.run(recording.runId, signal)));
    // MLflow alone: most of these say that they run, or that they finished.
    expect(before.filter((run, index) => run.status !== endings[index]![1]).length).toBeGreaterThanOrEqual(6);
    for (const [index, [how, status]] of endings.entries()) {
      const { recording } = runs[index]!;
      const outcome = outcomes.get(how)!;
      await finishAlone(machine, recording.finishWith!, outcome);
      const told = await remote.experiments!.run(recording.runId, signal);
      expect(told.status, how).toBe(status);
      expect(told.endedAt, how).not.toBeNull();
      // The editor comes back and tells the rest, twice.
      await remote.recorder!.end(recording.runId, outcome, signal);
      const once = await remote.experiments!.run(recording.runId, signal);
      await remote.recorder!.end(recording.runId, outcome, signal);
      expect(await remote.experiments!.run(recording.runId, signal)).toEqual(once);
      expect(once.endedAt).toBe(told.endedAt);
      expect(once.params['depth']).toBe('3');
      if (how === 'nested-kill') {
        const children = await remote.experiments!.runs({ parent: recording.runId }, signal);
        expect(children.items.map((one) => [one.status, one.parentId, one.tags['mlops.job']])).toEqual([['failed', recording.runId, 'job-nested-kill']]);
      }
    }
  });

  it('a stop is a stop, a lost one says so, and a foreign run is left alone', async () => {
    const stopped = await begin(local, 'job-stopped');
    await local.recorder!.end(stopped.runId, { exitCode: null, signal: 'SIGTERM', endedAt: new Date().toISOString(), stopped: true }, signal);
    expect((await local.experiments!.run(stopped.runId, signal)).status).toBe('stopped');
    const lost = await begin(local, 'job-lost');
    await local.recorder!.end(lost.runId, { exitCode: null, signal: null, endedAt: new Date().toISOString(), stopped: false }, signal);
    expect((await local.experiments!.run(lost.runId, signal)).tags['mlops.outcome']).toBe('lost');
    const foreign = (await local.experiments!.runs({}, signal)).items.find((run) => run.name === 'foreign')!;
    const ended = local.recorder!.end(foreign.id, { exitCode: 0, signal: null, endedAt: new Date().toISOString(), stopped: false }, signal);
    await expect(ended.catch((error: unknown) => toFault(error).code)).resolves.toBe('forbidden');
    expect((await local.experiments!.run(foreign.id, signal)).endedAt).toBeNull();
  });

  it('nothing is recorded from an untrusted workspace', async () => {
    machine.trust.isTrusted = false;
    try {
      await expect(begin(remote, 'x').catch((error: unknown) => toFault(error).code)).resolves.toBe('untrusted');
      await expect(begin(local, 'x').catch((error: unknown) => toFault(error).code)).resolves.toBe('untrusted');
    } finally {
      machine.trust.isTrusted = true;
    }
  });
});
