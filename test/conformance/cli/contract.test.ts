import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/model/run.ts';
import { missing, tools } from '../../support/tools.ts';
import { ended, Mlops } from './mlops.ts';
import { posixShim } from '../../../src/vscode/commands/shim.ts';
import { python } from '../mlflow/oracle.ts';

/** A Node without SQLite, as the system may have one. */
const oldNode = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'node')).find((node) => {
  try {
    accessSync(node, constants.X_OK);
  } catch {
    return false; // None in this folder of the PATH.
  }
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).startsWith('v20.');
});

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
    expect(data.runs[0]?.metrics).toMatchObject({ m1: 'NaN' });
    const rest = await mlops.json<{ runs: Run[] }>(['runs', '--limit', '100', '--order', 'metrics.m0:desc', '--cursor', data.next ?? ''], folder);
    expect(rest.data.runs[0]?.metrics['m0']).toBe(18.1);
    expect(rest.data.runs).toHaveLength(data.total - 3);
  });

  it('filters', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs', '--experiment', 'alpha', '--filter', 'metrics.m0 > 5 and params.`lr/decay` = 0.01 and not status in ("failed")'], folder);
    expect(data.runs.map((run) => run.metrics['m0'])).toEqual([21.1, 18.1, 15.1, 12.1, 9.1, 6.1]);
  });

  it('takes an experiment by its name, our id or the tracker’s own', async () => {
    const { data } = await mlops.json<{ experiments: Array<{ id: string; name: string }> }>(['experiments'], folder);
    const alpha = data.experiments.find(({ name }) => name === 'alpha')?.id ?? '';
    const answers = [];
    for (const word of ['alpha', alpha, alpha.slice(alpha.lastIndexOf('/') + 1)]) answers.push((await mlops.json<{ runs: Run[] }>(['runs', '--experiment', word], folder)).data.runs.map(({ id }) => id));
    expect(new Set(answers.map((ids) => ids.join()))).toHaveLength(1);
    expect(answers[0]?.length).toBeGreaterThan(0);
  });

  it.each([
    [['runs', '--filter', 'metrics.acc >'], 'column 14'],
    [['runs', '--source', 'nope'], 'no source “nope”'],
    [['runs', '--limit', 'many'], 'whole number'],
    [['runs', '--experiment', 'nope'], 'no experiment'],
    [['runs', '--order', 'nope'], 'no field'],
    [['runs', '--cursor', 'x'], 'no cursor'],
    [['runs', '--limit', '-1'], '--limit=-…'],
    [['runs', '--unknown'], '“--unknown”'],
    [['runs', '--json=1'], 'takes no value'],
    [['runs', '--cwd'], 'needs a value'],
    [['runs', '--source', ''], 'no source'],
    [['metrics'], 'needs more arguments'],
    [['pipelines', 'nope.yaml'], 'nope.yaml'],
    [['cancel', 'nope'], 'no job'],
    [['logs', 'nope', '--from', 'x'], 'whole number'],
    [['launch', '--param', 'lr', '--', 'true'], 'key=value'],
    [['launch', '--option', 'nope=1', '--', 'true'], 'nope'],
    [['launch', '--stage', 'nope'], 'No stage'],
    [['runs', 'extra'], 'one argument too many'],
    [['run'], 'needs more arguments'],
    [['run', 'nonsense'], 'No run here'],
    [['run', 'mlflow:0000'], '0000'],
    [['nope'], 'no command'],
    [['toString'], 'no command'],
    [[], 'command is missing'],
    [['compare', 'nope', 'nope'], 'No run here'],
    [['logs', 'nope'], 'no job'],
    [['launch'], 'command after --'],
    [['launch', '--target', 'moon', '--', 'true'], 'No target'],
    [['status', '--cwd', '/does/not/exist'], 'not a folder'],
    [['action', 'fly', 'mlflow:source/mlflow.db'], ''],
    [['action', '--list', 'mlflow:doesnotexist'], 'doesnotexist'],
    [['action', '--list', `mlflow:${'0'.repeat(32)}`], '0000'],
    [['action', '--list', 'nobody'], 'No run here'],
    [['runs', '--filter', 'status = failed'], 'no field “failed”'],
  ])('%j is wrong usage', async (args, message) => {
    const answer = await mlops.json(args, folder);
    expect(answer.code).toBe(2);
    expect(answer.problems.map((one) => one.message).join()).toContain(message);
    const plain = await mlops.run(args, folder);
    // What was asked for beside the mistake is still printed.
    expect(plain).toMatchObject({ code: 2, stdout: ['--experiment', 'nope.yaml'].includes(args[1] ?? '') ? expect.anything() as unknown : '' });
    expect(plain.stderr).toContain('error: ');
  });

  it('takes the subject of an action as any run, and what is no run as it is', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs', '--limit', '1'], folder);
    const id = data.runs[0]?.id ?? '';
    const listed = (subject: string) => mlops.json<{ actions: Array<{ id: string }> }>(['action', '--list', subject], folder);
    expect((await listed(id.slice('mlflow:'.length).slice(0, 10))).data).toEqual((await listed(id)).data);
    expect((await listed(`mlflow:source/${data.runs[0]?.source ?? ''}`)).data.actions.map((one) => one.id)).toContain('startServer');
    const absent = await listed('mlflow:doesnotexist');
    expect([absent.code, absent.problems[0]?.hint]).toEqual([2, '`mlops runs` lists the runs of this folder.']);
    const rename = await mlops.json(['action', 'rename', id.slice('mlflow:'.length)], folder);
    expect(rename).toMatchObject({ code: 2, problems: [{ hint: 'Give it as --input name=VALUE.' }] });
    expect((await mlops.run(['action', '--help'], folder)).stdout).toMatch(/SUBJECT {2}a run[^]*--yes {4}do not ask[^]*undo:/);
  });

  it('says of a filter that fits nothing which key no run has, and how a text is written', async () => {
    const { stdout } = await mlops.run(['runs', '--filter', 'metrics.m > 5 and metrics.m0 > 0'], folder);
    expect(stdout).toMatch(/^No run fits this filter\.\nNo run has metrics\.m\. Close: (metrics\.m\d(, )?)+\.\n$/);
    expect((await mlops.run(['runs', '--filter', 'metrics.m0 > 1e9'], folder)).stdout).toBe('No run fits this filter.\n');
    expect((await mlops.json<{ runs: Run[] }>(['runs', '--filter', 'metrics.m > 5'], folder)).data).toMatchObject({ runs: [], total: 0 });
    expect((await mlops.json(['runs', '--filter', 'status = failed'], folder)).problems[0]?.hint).toContain('Text stands in quotes: "failed".');
  });

  it('helps', async () => {
    const nouns = ['status', 'runs', 'run', 'metrics', 'compare', 'experiments', 'datasets', 'models', 'pipelines', 'targets', 'launch', 'jobs', 'logs', 'cancel', 'action'];
    for (const args of [['--help'], ['help'], ['launch', '-h'], ...nouns.map((noun) => [noun, '--help'])]) {
      const { code, stdout, stderr } = await mlops.run(args, folder);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('--json');
      expect(stdout).toContain(nouns.includes(args[0] ?? '') ? `Usage: mlops ${args[0]}` : 'mlops COMMAND');
    }
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await mlops.run(['--version'], folder)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
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
    for (const noun of ['runs', 'models', 'status']) {
      const child = mlops.start([noun, '--json'], gate);
      const result = ended(child);
      await new Promise<void>((resolve) => server.once('connection', () => resolve()));
      child.kill('SIGINT');
      const { code, stdout } = await result;
      expect([noun, code]).toEqual([noun, 130]);
      expect(JSON.parse(stdout)).toMatchObject({ data: null, problems: [{ code: 'cancelled' }] });
    }
    server.close();
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

  it.skipIf(oldNode === undefined)('works on a Node without SQLite: what needs it says so, or goes on to a better Node where one is known', async () => {
    const old = (args: string[], env: NodeJS.ProcessEnv) => mlops.run(args, folder, env, oldNode);
    const none = { MLOPS_NODE: '/does/not/exist' };
    for (const noun of ['status', 'experiments', 'pipelines', 'targets', 'jobs', 'datasets', 'models']) {
      const { code, stdout } = await old([noun, '--json'], none);
      expect([noun, code, (JSON.parse(stdout) as { schemaVersion: number }).schemaVersion]).toEqual([noun, 0, 1]);
    }
    const without = await old(['runs', '--source', 'mlflow', '--json'], none);
    const { problems } = JSON.parse(without.stdout) as { problems: Array<{ message: string; hint: string }> };
    expect([without.code, problems[0]?.message, problems[0]?.hint]).toEqual([3, expect.stringContaining('no SQLite'), expect.stringContaining('Node 22')]);
    const better = await old(['runs', '--source', 'mlflow', '--json'], { MLOPS_NODE: tools.node });
    expect(better.code).toBe(0);
    expect((JSON.parse(better.stdout) as { data: { runs: Run[] } }).data.runs).toHaveLength(22);
    await mkdir(path.join(mlops.scratch, 'data/mlops'), { recursive: true });
    await writeFile(path.join(mlops.scratch, 'data/mlops/node'), `${tools.node}\n`);
    expect((await old(['runs', '--source', 'mlflow', '--json'], {})).code).toBe(0);
  });

  it('works where the PATH has no node, through the program that the extension puts there', async () => {
    const shim = path.join(mlops.scratch, "it's a shim");
    await writeFile(shim, posixShim(tools.node, mlops.program), { mode: 0o755 });
    const alone = (args: string[]) => ended(spawn(shim, args, { cwd: folder, env: { PATH: '/nonexistent', HOME: mlops.env['HOME'] } }));
    const { code, stdout, stderr } = await alone(['runs', '--json', '--limit', '2']);
    expect([code, stderr, (JSON.parse(stdout) as { data: { total: number } }).data.total]).toEqual([0, '', 22]);
    const launched = await alone(['launch', '--record', 'none', '--', '/bin/sh', '-c', 'printf "%s" "$0"', "a 'b' $c"]);
    expect([launched.code, launched.stdout]).toEqual([0, "a 'b' $c"]);
  });

  it('takes a run by the beginning of its id or by its name, and never chooses among several', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs'], folder);
    const [one] = data.runs;
    const native = one?.id.slice('mlflow:'.length) ?? '';
    for (const text of [native, native.slice(0, 10), `mlflow:${native.slice(0, 10)}`]) {
      expect((await mlops.json<Run>(['run', text], folder)).data.id).toBe(one?.id);
    }
    expect(await mlops.json(['compare', native, native], folder)).toMatchObject({ code: 2, problems: [{ message: 'At least two different runs are needed to compare.' }] });
    const several = data.runs.filter(({ name }) => name === data.runs.find((run) => data.runs.some((other) => other !== run && other.name === run.name))?.name);
    if (several[0]?.name) {
      const { code, problems } = await mlops.json(['run', several[0].name], folder);
      expect([code, problems[0]?.message]).toEqual([2, `“${several[0].name}” fits ${several.length} runs.`]);
      for (const { id } of several.slice(0, 8)) expect(problems[0]?.hint).toContain(id);
    }
    const single = data.runs.find(({ name }) => name !== null && name.length >= 4 && !name.startsWith('-') && data.runs.filter((run) => run.name === name).length === 1);
    if (single?.name) expect((await mlops.json<Run>(['run', single.name], folder)).data.id).toBe(single.id);
    expect(several.length + (single ? 1 : 0)).toBeGreaterThan(0);
  });

  it('tells a metric without a history from one the run does not know', async () => {
    const { data } = await mlops.json<{ runs: Run[] }>(['runs', '--limit', '1'], folder);
    const id = data.runs[0]?.id ?? '';
    const { code, problems, data: answer } = await mlops.json<{ series: Array<{ key: string; values: unknown[] }> }>(['metrics', id, 'm1', 'nope'], folder);
    expect([code, problems.map(({ message }) => message)]).toEqual([2, [`${id} has no metric nope.`]]);
    expect(problems[0]?.hint).toMatch(/^Its metrics: .*m1/);
    // JSON has no NaN: it travels by name.
    expect(answer.series).toMatchObject([{ key: 'm1', values: ['NaN'] }]);
  });

  it('draws aligned columns, in colour on a terminal only', async () => {
    const { stdout } = await mlops.run(['runs', '--limit', '5'], folder);
    const [head = '', ...rows] = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('more:'));
    const column = head.indexOf('STATUS');
    for (const row of rows) expect(row.slice(column - 2, column + 8)).toMatch(/^ {2}[a-z]+ *$/);
    const terminal = async (env: string) => (await ended(spawn('script', ['-qec', `${env} ${tools.node} ${mlops.program} status`, '/dev/null'], { cwd: folder, env: { ...mlops.env, TERM: 'xterm' } }))).stdout;
    expect(await terminal('')).toContain('\u001b[2m');
    expect(await terminal('NO_COLOR=1')).not.toContain('\u001b[2m');
  });
});
