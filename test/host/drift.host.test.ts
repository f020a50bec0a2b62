import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import * as vscode from 'vscode';
import type { DriftReport } from '../../src/core/model/drift.ts';
import type { DriftController } from '../../src/vscode/panels/drift/controller.ts';
import { driven, variable } from './driven.ts';
import { jobOf, logOf } from './launched.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const truth = (JSON.parse(readFileSync(variable('MLOPS_EVIDENCE'), 'utf8')) as { data: DriftReport }).data;
const sides = JSON.parse(variable('MLOPS_SIDES')) as { readonly reference: string; readonly current: string };

function request() {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const named = (text: string) => ({ text, name: text });
  return { folder, reference: named(sides.reference), currents: [named(sides.current)] };
}

async function controllers(): Promise<DriftController[]> {
  const { panels } = await (await driven()).product();
  // A class of the other bundle cannot be asked with instanceof: only a drift panel has a picture.
  return panels.opened().filter((one): one is DriftController => 'picture' in one);
}

async function shows(controller: DriftController | undefined): Promise<void> {
  assert.ok(controller);
  const [head, more] = await until('the report is shown', () => (controller.picture.windows.length > 0 && controller.work.state === 'idle' ? controller.picture.windows : undefined));
  assert.equal(more, undefined);
  assert.equal(head?.id, truth.digest);
  assert.equal(head.verdict, truth.verdict);
  assert.equal(controller.picture.timeline.names.length, truth.columns.length);
}

const before: HostTest[] = [
  {
    name: 'two files are compared in another process, and the panel shows what the command line says of them',
    body: async () => {
      const { workbench, panels } = await (await driven()).product();
      const ran: Array<{ readonly argv: readonly string[]; readonly pid: number | null }> = [];
      const watch = workbench.machine.process.onDidRun((record) => ran.push(record));
      await panels.openDrift(request());
      watch.dispose();
      await shows((await controllers())[0]);
      const command = ran.find(({ argv }) => argv.includes('drift'));
      assert.ok(command?.pid && command.pid !== process.pid);
      assert.equal(command.argv[0], process.execPath);
      assert.ok(!command.argv.includes('--untrusted'));
    },
  },
  {
    name: 'Retrain with This Window launches the stage that names the reference, on the current data',
    body: async () => {
      const [controller] = await controllers();
      assert.ok(controller);
      // The button is there for this window; what it does is the command.
      await until('the window can be retrained on', () => controller.picture.windows[0]?.canRetrain || undefined);
      const { reference, currents } = request();
      const job = await jobOf(() => vscode.commands.executeCommand('mlops.drift.retrain', reference, currents[0]));
      assert.equal(job.status, 'finished', await logOf(job));
      assert.match(await logOf(job), new RegExp(`fitted on ${sides.current}`));
    },
  },
  {
    name: 'a saved report opens in a panel of its own, one that was changed is refused',
    body: async () => {
      const { output } = await (await driven()).product();
      await vscode.commands.executeCommand('mlops.drift.openReport', vscode.Uri.file(variable('MLOPS_EVIDENCE')));
      await shows((await controllers())[1]);
      const said: string[] = [];
      const original = output.error.bind(output);
      output.error = (message) => void said.push(message);
      await vscode.commands.executeCommand('mlops.drift.openReport', vscode.Uri.file(variable('MLOPS_FORGED')));
      output.error = original;
      assert.match(said.join('\n'), /integrity: forged\.json: The digest of this report is not that of its content/);
      assert.equal((await controllers()).length, 2);
    },
  },
  {
    name: 'a comparison that is cancelled ends its process',
    body: async () => {
      const { workbench, panels } = await (await driven()).product();
      const ended: Array<string | null> = [];
      const watch = workbench.machine.process.onDidRun(({ argv, error }) => argv.includes('drift') && ended.push(error));
      const work = panels.openDrift(request());
      const controller = await until('the third panel', async () => (await controllers())[2]);
      controller.dispose();
      await work;
      await until('the process ended', () => ended.length > 0 || undefined);
      watch.dispose();
      assert.equal(ended[0], 'Cancelled.');
      const tabs = await until('three tabs', () => {
        const all = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.input instanceof vscode.TabInputWebview);
        return all.length === 3 ? all : undefined;
      });
      await vscode.window.tabGroups.close(tabs.slice(1));
      // Only a panel that was on screen has kept what a reload needs; the editor writes it down a moment later.
      await until('the first panel is on screen again', async () => ((await controllers())[0]?.posted ?? 0) >= 3 || undefined);
      await new Promise((resolve) => setTimeout(resolve, 3000));
    },
  },
];

const after: HostTest[] = [
  {
    name: 'after a reload of the window the panel is there again, from the saved report',
    body: async () => {
      const { workbench } = await (await driven()).product();
      const ran: string[] = [];
      const watch = workbench.machine.process.onDidRun(({ argv }) => ran.push(argv.join(' ')));
      await shows(await until('the panel', async () => (await controllers())[0]));
      watch.dispose();
      assert.deepEqual(ran.filter((line) => / drift /.test(line)), []);
    },
  },
  {
    name: 'what other tools say of the demo’s windows stands beside ours',
    body: async () => {
      const folder = vscode.workspace.workspaceFolders![0]!.uri;
      await vscode.commands.executeCommand('mlops.drift.openReport', vscode.Uri.joinPath(folder, 'drift', 'census', 'side-by-side.json'));
      const { picture } = (await controllers()).at(-1)!;
      assert.equal(picture.windows.length, 6);
      assert.deepEqual(picture.others?.tools.map(({ name, reports }) => [name, reports]), [['MLOps Workbench', 6], ['Evidently', 6], ['NannyML', 6]]);
    },
  },
];

export async function run(): Promise<void> {
  const phase = variable('MLOPS_PHASE');
  if (existsSync(phase)) return hostSuite('drift', after)();
  await hostSuite('drift', before)();
  if (variable('MLOPS_DRIVEN') === '') return;
  writeFileSync(phase, '');
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
  // The next host runs the second half and ends the suite.
  await new Promise(() => undefined);
}
