import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { CommandRecord } from '../../src/core/port/process.ts';
import { driven, lines, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const marks = (): string[] => readdirSync(variable('MLOPS_MARKS')).sort();
const ran: CommandRecord[] = [];
const readerGit = new Set(['for-each-ref', 'cat-file', 'rev-parse', 'log']);

async function everyRow(): Promise<string[]> {
  const all: string[] = [];
  for (const view of ['mlops.experiments', 'mlops.datasets', 'mlops.models', 'mlops.jobs'] as const) {
    await vscode.commands.executeCommand(`${view}.focus`);
    const tree = (await (await driven()).product()).trees[view];
    await until(`${view} was read`, () => tree.roots !== undefined || undefined);
    for (let depth = 0; depth < 4; depth += 1) {
      for (const node of tree.nodes()) if (node.row.children !== 'none' && node.children === undefined) await tree.children(node);
    }
    all.push(...lines(tree));
  }
  return all;
}

/** What a command that was refused told the person: the faults it logged. */
async function refusal(command: string, ...args: unknown[]): Promise<string> {
  const { output } = await (await driven()).product();
  const said: string[] = [];
  const original = output.error.bind(output);
  output.error = (message) => {
    said.push(message);
    original(message);
  };
  try {
    await vscode.commands.executeCommand(command, ...args);
  } finally {
    output.error = original;
  }
  return said.join('\n');
}

const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

const tests: HostTest[] = [
  {
    name: 'the window is not trusted, and the trees are filled from files and git objects all the same',
    body: async () => {
      assert.equal(vscode.workspace.isTrusted, false);
      const { workbench } = await (await driven()).product();
      workbench.machine.process.onDidRun((record) => ran.push(record));
      await opened('mlops.experiments');
      for (const wanted of ['lazy-exp', 'fine', 'data.csv']) await until(`a row of ${wanted}`, async () => (await everyRow()).join('\n').includes(wanted) || undefined);
      assert.deepEqual(marks(), []);
    },
  },
  {
    name: 'refresh, comparison, lenses, hovers and previews spring no trap either',
    body: async () => {
      const { workbench, trees } = await (await driven()).product();
      await workbench.refresh.now();
      await trees['mlops.experiments'].flush();
      const { runs } = await workbench.runs.list({}, AbortSignal.timeout(60_000));
      const ids = runs.map((run) => run.id);
      assert.ok(ids.length >= 3);
      await vscode.commands.executeCommand('mlops.run.open', ids[0]);
      const { panels } = await (await driven()).product();
      await panels.openCompare(ids.slice(0, 3));
      const commits = [...new Set(runs.flatMap((run) => (run.commit === null ? [] : [run.commit])))];
      await workbench.compare.codeBetween(commits[0] ?? '', commits[1] ?? '', AbortSignal.timeout(60_000));
      for (const file of ['dvc.yaml', 'MLproject']) {
        const uri = vscode.Uri.joinPath(vscode.Uri.file(folder()), file);
        await vscode.window.showTextDocument(uri);
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
        const titles = lenses.map((lens) => lens.command?.title ?? '');
        assert.ok(titles.length > 0 && !titles.some((title) => title.includes('Run')), `no Run without trust: ${titles.join(', ')}`);
      }
      assert.deepEqual(marks(), []);
    },
  },
  {
    name: 'a monitor shows what is kept and offers no Run; running it is refused',
    body: async () => {
      const file = `${folder()}/.mlops/monitors.yaml`;
      mkdirSync(`${folder()}/.mlops`, { recursive: true });
      writeFileSync(file, 'monitors:\n  churn: { reference: a.csv, current: b.csv }\n');
      try {
        const uri = vscode.Uri.file(file);
        await vscode.window.showTextDocument(uri);
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
        assert.deepEqual(lenses.map(({ command }) => command?.title), ['$(circle-large-outline) never run']);
        assert.match(await refusal('mlops.monitor.run', folder(), 'churn'), /untrusted: .*trusted folders only/s);
        assert.deepEqual(marks(), []);
      } finally {
        rmSync(file);
      }
    },
  },
  {
    name: 'launch, tasks, actions and marks that run something are refused with one clear sentence',
    body: async () => {
      const file = `${folder()}/dvc.yaml`;
      assert.match(await refusal('mlops.training.launch'), /untrusted: .*trusted folders only.*Trust this folder first/s);
      assert.match(await refusal('mlops.stage.run', file, 'train'), /untrusted: .*trusted folders only/s);
      for (const command of ['mlops.model.promote', 'mlops.model.rollBack']) assert.match(await refusal(command, { reference: 'm:1', env: 'production' }), /untrusted: Versions are promoted and rolled back in trusted folders only/s);
      const { workbench } = await (await driven()).product();
      const signal = AbortSignal.timeout(60_000);
      const [target] = (await workbench.targets.list(signal)).items;
      const spec = workbench.launch.command({ command: ['touch', 'x'], folder: folder(), params: {} }, signal);
      const launch = spec.then((made) => workbench.launch.plan(made, target?.id ?? 'local', signal)).then((plan) => workbench.launch.launch(plan, signal));
      await assert.rejects(launch, (error: { fault?: { code?: string } }) => error.fault?.code === 'untrusted');
      const { runs } = await workbench.runs.list({}, signal);
      const experiment = runs.find((run) => run.name === 'lazy-exp');
      assert.ok(experiment);
      const offered = workbench.actions.peek(experiment.id).filter((action) => action.effect !== 'read');
      for (const action of offered) {
        const acted = (async () => {
          for await (const _ of workbench.actions.perform(action.id, experiment.id, {}, signal));
        })();
        await assert.rejects(acted, (error: { fault?: { code?: string } }) => error.fault?.code === 'untrusted' , action.id);
      }
      assert.deepEqual(marks(), []);
    },
  },
  {
    name: 'all that was run is git, reading: for-each-ref, cat-file, rev-parse, log, with its guards',
    body: async () => {
      assert.ok(ran.length > 0, 'git was asked at all');
      for (const { argv } of ran) {
        assert.match(argv[0] ?? '', /(^|\/)git$/, argv.join(' '));
        assert.ok(argv.some((one) => readerGit.has(one)), argv.join(' '));
        for (const guard of ['--no-optional-locks', 'protocol.allow=never', 'core.fsmonitor=false']) assert.ok(argv.includes(guard), `${guard} in ${argv.join(' ')}`);
      }
      assert.deepEqual(marks(), []);
    },
  },
];

const granted: HostTest = {
  name: 'after trust was granted, the same window runs what it refused',
  body: async () => {
    void vscode.commands.executeCommand('workbench.trust.manage');
    await until('trust', () => vscode.workspace.isTrusted || undefined, 60_000);
    const { workbench } = await (await driven()).product();
    const signal = AbortSignal.timeout(150_000);
    const uri = vscode.Uri.joinPath(vscode.Uri.file(folder()), 'dvc.yaml');
    const titles = await until('a Run lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
      return lenses.find((lens) => lens.command?.title.includes('Run'))?.command?.title;
    });
    assert.match(titles, /Run/);
    const target = await until('a place to run', async () => (await workbench.targets.list(signal)).items[0]);
    const spec = await workbench.launch.command({ command: ['sh', '-c', 'echo trained'], folder: folder(), params: {}, recorders: [] }, signal);
    const job = await workbench.launch.launch(await workbench.launch.plan(spec, target.id, signal), signal);
    const ended = await until('the end of the job', async () => {
      const { status } = await workbench.jobs.job(job.id, signal);
      return ['finished', 'failed', 'lost', 'stopped'].includes(status) ? status : undefined;
    });
    assert.equal(ended, 'finished');
  },
};

export const run = hostSuite('untrusted', variable('MLOPS_TRUST') === '' ? tests : [...tests, granted]);
