import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { nodeGit } from '../../../src/io/git/index.ts';
import { providerRows } from '../../../src/providers/registry.ts';
import type { Refreshed } from '../../../src/services/refresh.ts';
import { Workbench } from '../../../src/services/workbench.ts';
import { missing, tools } from '../../support/tools.ts';
import { testMachine, type TestMachine } from './machine.ts';
import { environment, python } from './oracle.ts';
import { TrackingServer } from './trackingServer.ts';

/** Two first starts of a real server, on a machine that may be busy. */
const setUpMs = 600_000;
const signal = new AbortController().signal;

/** The seam at work: four sources of two kinds at once, and one of them dies. */
describe.skipIf(missing('python', 'mlflow', 'dvc'))('two servers and two DVC projects in one workspace', () => {
  let folder = '';
  let machine: TestMachine;
  let workbench: Workbench;
  const servers: TrackingServer[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'mlflow-two-'));
    makeProjects(folder);
    for (const name of ['one', 'two']) {
      const place = path.join(folder, '.stores', name);
      mkdirSync(place, { recursive: true });
      await python('touch.py', [`sqlite:///${place}/${name}.sqlite`], place);
      const server = await TrackingServer.create(`sqlite:///${place}/${name}.sqlite`, place);
      servers.push(server);
      await server.start();
    }
    mkdirSync(path.join(folder, '.mlops'));
    writeFileSync(path.join(folder, '.mlops/sources.yaml'), `sources:\n${servers.map((server, index) =>
      `  - id: server${index + 1}\n    provider: mlflow\n    uri: ${server.uri}\n`).join('')}`);
    const base = testMachine(folder);
    machine = { ...base, git: nodeGit({ files: base.files, process: base.process }) };
    workbench = new Workbench(machine, providerRows, [folder]);
  }, setUpMs);

  afterAll(async () => {
    workbench?.dispose();
    await Promise.all(servers.map((server) => server.end('SIGTERM')));
    machine?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function rows(): Promise<{ bySource: Record<string, Run[]>; problems: ReadonlyArray<{ source: string; code: string; hint: string | null | undefined }>; failed: readonly string[] }> {
    const { runs, problems, failed } = await workbench.runs.list({}, signal);
    return {
      bySource: Object.fromEntries([...new Set(runs.map((run) => run.source))].map((source) => [source, runs.filter((run) => run.source === source)])),
      problems: problems.map(({ source, code, hint }) => ({ source, code, hint })),
      failed,
    };
  }

  it('shows all four; a killed one is one problem of its own, keeps its last rows, and comes back', async () => {
    const before = await rows();
    expect(Object.keys(before.bySource).sort()).toEqual(['dvc:left', 'dvc:right', 'server1', 'server2']);
    expect([before.problems, before.failed]).toEqual([[], []]);
    const seen: Refreshed[] = [];
    workbench.refresh.onDidRefresh((one) => seen.push(one));
    const lost = before.bySource['server1']![0]!;

    await servers[0]!.end('SIGKILL');
    const during = await rows();
    const { server1: _, ...others } = before.bySource;
    expect(during.bySource).toEqual(others);
    expect(during.failed).toEqual(['server1']);
    expect(during.problems).toMatchObject([{ source: 'server1', code: 'unreachable' }]);
    expect(during.problems[0]!.hint).toBeTruthy();
    await workbench.refresh.now();
    const refreshed = Object.fromEntries(seen.map((one) => [one.source, one]));
    expect(refreshed['server1']).toMatchObject({ change: null, fault: { code: 'unreachable' } });
    for (const source of Object.keys(others)) expect(refreshed[source]).toMatchObject({ fault: null, change: { upserted: [], removed: [] } });
    // What was seen of it is not taken away: no row is reported as gone.
    expect(workbench.runs.peek(lost.id)).toEqual(lost);

    await servers[0]!.start();
    expect(await rows()).toEqual(before);
    seen.length = 0;
    await workbench.refresh.now('server1');
    expect(seen).toMatchObject([{ source: 'server1', fault: null, change: { upserted: [], removed: [] } }]);
  });
});

function makeProjects(folder: string): void {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, stdio: 'ignore' });
  git('init', '-b', 'main');
  writeFileSync(path.join(folder, '.gitignore'), '.stores/\nstate/\ncache/\n');
  for (const [index, name] of ['left', 'right'].entries()) {
    const place = path.join(folder, name);
    mkdirSync(place);
    execFileSync(path.join(tools.pythonBin, 'dvc'), ['init', '--subdir', '-q'], { cwd: place, env: environment({ DVC_NO_ANALYTICS: '1' }), stdio: 'ignore' });
    writeFileSync(path.join(place, 'dvc.yaml'), 'params:\n  - params.yaml\nmetrics:\n  - metrics.json\n');
    writeFileSync(path.join(place, 'params.yaml'), `lr: 0.${index + 1}\n`);
    writeFileSync(path.join(place, 'metrics.json'), `{"acc": 0.${index + 5}}\n`);
  }
  git('add', '-A');
  git('commit', '-m', 'two projects');
}
