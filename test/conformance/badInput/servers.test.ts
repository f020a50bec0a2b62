import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { faults, faultServer, type FaultServer } from '../../servers/faultServer.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { commitAll, healthyFiles, initialise, write, writeStore } from './project.ts';

interface Runs {
  readonly runs: Run[];
}

describe.skipIf(missing('node'))('a server that fails empties and blocks nobody else', () => {
  let mlops: Mlops;
  let server: FaultServer;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    server = await faultServer(faults.html);
    folder = await mlops.folder();
    initialise(folder);
    write(folder, { ...healthyFiles, '.gitignore': 'mlruns\n' });
    commitAll(folder);
    writeStore(folder);
  });
  afterAll(async () => {
    await server.close();
    await mlops.dispose();
  });
  const connectTo = (uri: string) => write(folder, { '.mlops/sources.yaml': `sources:\n  - {id: far, provider: mlflow, uri: ${JSON.stringify(uri)}}\n` });

  const check = async (message: RegExp, hint: RegExp, env: NodeJS.ProcessEnv = {}) => {
    const { code, data, problems, elapsedMs } = await mlops.json<Runs>(['runs'], folder, env);
    expect(data.runs.map(({ source }) => source).sort()).toEqual(['dvc', 'mlflow:mlruns']);
    expect(problems.map(({ source }) => source)).toEqual(['far']);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.hint).toMatch(hint);
    expect(problems[0]?.message).not.toMatch(/<html|SELECT|Traceback/);
    expect(code).toBe(0);
    expect((await mlops.json(['runs', '--source', 'far'], folder, env)).code).toBe(3);
    expect((await mlops.json(['runs', '--source', 'dvc'], folder, env))).toMatchObject({ code: 0, problems: [] });
    const plain = await mlops.run(['runs'], folder, env);
    expect(plain.stderr).toMatch(/far: /);
    return elapsedMs;
  };

  it.each([
    ['html', /127\.0\.0\.1/, /address/],
    ['login', /sign/i, /token/],
    ['hostCheck', /host/i, /--allowed-hosts/],
    ['unauthorized', /sign-in|credential/i, /password|token/],
    ['crash', /127\.0\.0\.1/, /log/],
    ['half', /halfway/, /again/i],
    ['halfChunked', /halfway/, /again/i],
    ['cutJson', /127\.0\.0\.1/, /again/i],
    ['garbage', /not HTTP/, /port/],
    ['throttle', /127\.0\.0\.1/, /./],
  ] as const)('%s', async (name, message, hint) => {
    server.handler = faults[name];
    connectTo(server.origin);
    await check(message, hint);
  });

  it('an expired token says so', async () => {
    server.handler = faults.unauthorized;
    connectTo(server.origin);
    await check(/./, /expired/, { MLFLOW_TRACKING_URI: server.origin, MLFLOW_TRACKING_TOKEN: 'of-yesterday' });
  });

  it('a refused connection', async () => {
    connectTo('http://127.0.0.1:1');
    await check(/refuses/, /running/);
  });

  it('a host of no such name', async () => {
    connectTo('http://tracker.invalid');
    await check(/tracker\.invalid/, /address|network/);
  });

  it.each(['never', 'slow'] as const)('%s: it is given up after a bounded time, and the others are there', { timeout: 200_000 }, async (name) => {
    server.handler = faults[name];
    connectTo(server.origin);
    const { code, data, problems, elapsedMs } = await mlops.json<Runs>(['runs'], folder);
    expect(data.runs).toHaveLength(2);
    expect(problems).toMatchObject([{ source: 'far', code: 'timeout' }]);
    expect(problems[0]?.hint).toBeTruthy();
    expect([code, elapsedMs < 60_000]).toEqual([0, true]);
  });

  it('a server that takes the connection and says nothing at all', { timeout: 200_000 }, async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      connectTo(`http://127.0.0.1:${(silent.address() as { port: number }).port}`);
      const { data, problems } = await mlops.json<Runs>(['runs'], folder);
      expect([data.runs.length, problems[0]?.code]).toEqual([2, 'timeout']);
    } finally {
      silent.close();
    }
  });
});
