import { spawn } from 'node:child_process';
import { writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { missing, tools } from '../../support/tools.ts';
import { ended, Mlops } from './mlops.ts';
import { python } from '../mlflow/oracle.ts';

describe.skipIf(missing('node', 'mlflow'))('the command line', () => {
  let mlops: Mlops;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder();
    await python('populate.py', [`sqlite:///${folder}/mlflow.db`], folder);
  });
  afterAll(() => mlops.dispose());

  it('answers every noun with one envelope', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs'], folder);
    const [one, two] = data.runs.map((run) => run.id);
    const nouns = [['status'], ['runs'], ['run', one], ['metrics', one, 'm0'], ['compare', one, two], ['datasets'], ['models'], ['experiments'], ['pipelines'], ['targets'], ['jobs']];
    for (const args of nouns) {
      const answer = await mlops.json(args as string[], folder);
      expect([args[0], answer.code, answer.problems]).toEqual([args[0], 0, []]);
    }
  });

  it('lists runs in the contract’s shape', async () => {
    const { data } = await mlops.json<{ runs: Run[]; total: number; next: string | null }>(['runs', '--limit', '3', '--order', 'metrics.m0:desc'], folder);
    expect(Object.keys(data)).toEqual(['runs', 'total', 'next']);
    expect(data.runs.map((run) => run.metrics['m0'])).toEqual([21.1, 20.1, 19.1]);
    expect(Object.keys(data.runs[0] ?? {}).sort()).toEqual(
      ['id', 'source', 'experiment', 'name', 'status', 'startedAt', 'endedAt', 'commit', 'dirty', 'snapshot', 'parentId', 'sameAs', 'params', 'metrics', 'tags', 'datasets', 'models', 'user', 'url'].sort(),
    );
    expect(data.runs[0]?.metrics).toMatchObject({ m1: 'NaN', m3: '-Infinity' });
    const rest = await mlops.json<{ runs: Run[] }>(['runs', '--limit', '100', '--order', 'metrics.m0:desc', '--cursor', data.next ?? ''], folder);
    expect(rest.data.runs[0]?.metrics['m0']).toBe(18.1);
    expect(rest.data.runs).toHaveLength(data.total - 3);
  });

  it('filters', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs', '--experiment', 'alpha', '--filter', 'metrics.m0 > 5 and params.`lr/decay` = 0.01 and not status in ("failed")'], folder);
    expect(data.runs.map((run) => run.metrics['m0'])).toEqual([21.1, 18.1, 15.1, 12.1, 9.1, 6.1]);
  });

  it.each([
    [['runs', '--filter', 'metrics.acc >'], 'column 14'],
    [['runs', '--source', 'nope'], 'no source “nope”'],
    [['runs', '--limit', 'many'], 'whole number'],
    [['runs', '--experiment', 'nope'], 'no experiment'],
    [['runs', '--order', 'nope'], 'no field'],
    [['runs', '--cursor', 'x'], 'no cursor'],
    [['runs', '--unknown'], '--unknown'],
    [['runs', 'extra'], 'one argument too many'],
    [['run'], 'needs more arguments'],
    [['run', 'nonsense'], 'not an id'],
    [['run', 'mlflow:0000'], '0000'],
    [['nope'], 'no command'],
    [['toString'], 'no command'],
    [[], 'command is missing'],
    [['compare', 'mlflow:1'], 'two different runs'],
    [['logs', 'nope'], 'no job'],
    [['launch'], 'command after --'],
    [['launch', '--target', 'moon', '--', 'true'], 'No target'],
    [['status', '--cwd', '/does/not/exist'], 'not a folder'],
    [['action', 'fly', 'mlflow:source/mlflow.db'], ''],
  ])('%j is wrong usage', async (args, message) => {
    const answer = await mlops.json(args, folder);
    expect(answer.code).toBe(2);
    expect(answer.problems.map((one) => one.message).join()).toContain(message);
    const plain = await mlops.run(args, folder);
    expect(plain).toMatchObject({ code: 2, stdout: args[1] === '--experiment' ? expect.anything() as unknown : '' });
    expect(plain.stderr).toContain('error: ');
  });

  it('helps', async () => {
    for (const args of [['--help'], ['runs', '--help'], ['launch', '-h'], ['help']]) {
      const { code, stdout, stderr } = await mlops.run(args, folder);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('--json');
    }
  });

  it('lets no foreign text drive the terminal', async () => {
    for (const args of [['runs'], ['models'], ['experiments'], ['runs', '--order', 'name']]) {
      const { stdout, stderr } = await mlops.run(args, folder);
      // Every control character but the line break; colours belong to terminals, and this is a pipe.
       
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  it('ends well when its reader goes away', async () => {
    const script = `"$0" "$1" runs --json | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await ended(spawn('bash', ['-c', script, tools.node, mlops.program], { cwd: folder, env: mlops.env }));
    expect(stdout.trim()).toMatch(/^\{"schemaVe?0$|^\{"schemaVe\n?0$/);
    expect(stderr).toBe('');
  });

  it('is cancelled by an interrupt with 130', async () => {
    const gate = await mlops.folder({ '.mlops/sources.yaml': 'sources:\n  - {id: slow, provider: mlflow, uri: "http://127.0.0.1:9/"}\n' });
    // A port that accepts and never answers.
    const { createServer } = await import('node:net');
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await writeFile(path.join(gate, '.mlops/sources.yaml'), `sources:\n  - {id: slow, provider: mlflow, uri: "http://127.0.0.1:${port}"}\n`);
    const child = mlops.start(['runs', '--json'], gate);
    const result = ended(child);
    await new Promise<void>((resolve) => server.once('connection', () => resolve()));
    child.kill('SIGINT');
    const { code, stdout } = await result;
    server.close();
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ data: null, problems: [{ code: 'cancelled' }] });
  });

  it('turns an error that nobody caught into 5 and an envelope', async () => {
    const bomb = path.join(mlops.scratch, 'bomb.mjs');
    await writeFile(bomb, "const timer = setInterval(() => { if (process.listenerCount('uncaughtException') > 0) { clearInterval(timer); throw new Error('boom'); } }, 1);\n");
    const { code, stdout } = await mlops.run(['runs', '--json'], folder, { NODE_OPTIONS: `--import ${bomb}` });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ data: null, problems: [{ code: 'internal', message: 'boom' }] });
  });

  it('reads, runs nothing and asks nobody with --untrusted', async () => {
    const { createServer } = await import('node:http');
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await mkdir(path.join(folder, '.mlops'), { recursive: true });
    await writeFile(path.join(folder, '.mlops/sources.yaml'), `sources:\n  - {id: far, provider: mlflow, uri: "http://127.0.0.1:${port}"}\n`);
    try {
      const answer = await mlops.json<{ runs: Run[] }>(['runs', '--untrusted'], folder);
      expect(answer.data.runs.length).toBe(22);
      expect(answer.problems).toMatchObject([{ source: 'far', code: 'untrusted' }]);
      const marker = path.join(folder, 'marker');
      const launch = await mlops.json(['launch', '--untrusted', '--record', 'none', '--', 'touch', marker], folder);
      expect(launch.code).toBe(2);
      expect(launch.problems).toMatchObject([{ code: 'untrusted' }]);
      expect(asked).toBe(0);
    } finally {
      server.close();
      await writeFile(path.join(folder, '.mlops/sources.yaml'), 'sources: []\n');
    }
  });

  it('goes on to a better Node for SQLite only, where one is known', async () => {
    const old = process.env['MLOPS_OLD_NODE'] ?? '/usr/local/bin/node';
    const { stdout: version } = await ended(spawn(old, ['--version']));
    if (!version.startsWith('v20.')) return;
    const without = await mlops.run(['runs', '--source', 'mlflow', '--json'], folder, { MLOPS_NODE: '/does/not/exist' }, old);
    const better = await mlops.run(['runs', '--source', 'mlflow', '--json'], folder, { MLOPS_NODE: tools.node }, old);
    expect(better.code).toBe(0);
    expect((JSON.parse(better.stdout) as { data: { runs: Run[] } }).data.runs).toHaveLength(22);
    await mkdir(path.join(mlops.scratch, 'data/mlops'), { recursive: true });
    await writeFile(path.join(mlops.scratch, 'data/mlops/node'), `${tools.node}\n`);
    const recorded = await mlops.run(['runs', '--source', 'mlflow', '--json'], folder, {}, old);
    expect(recorded.code).toBe(0);
    // Without one it says so or reads another way, and never breaks.
    expect([0, 3]).toContain(without.code);
  });
});
