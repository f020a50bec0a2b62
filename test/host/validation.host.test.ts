import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { driven, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const isTrusted = variable('MLOPS_TRUSTED') === '1';

interface Told {
  readonly state: 'passed' | 'failed' | 'errored';
  readonly item: string;
  readonly messages: readonly vscode.TestMessage[];
}

const told: Told[] = [];
let ends = 0;
let controller: vscode.TestController;

/** The editor keeps results to itself, so what the extension tells it is noted on the way. */
function listen(of: vscode.TestController): void {
  const create = of.createTestRun.bind(of);
  of.createTestRun = (...args) => {
    const run = create(...args);
    const note = (state: Told['state']) => (item: vscode.TestItem, message?: vscode.TestMessage | readonly vscode.TestMessage[]) => {
      told.push({ state, item: item.label, messages: message === undefined ? [] : [message].flat() });
    };
    const noted = { passed: note('passed'), failed: note('failed'), errored: note('errored') };
    return new Proxy(run, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...all: unknown[]) => unknown;
        return (...all: unknown[]) => {
          if (key === 'passed' || key === 'failed' || key === 'errored') noted[key](...(all as [vscode.TestItem, vscode.TestMessage]));
          const answer = call(...all);
          if (key === 'end') ends += 1;
          return answer;
        };
      },
    });
  };
}

async function ran(command: string, ...args: unknown[]): Promise<readonly Told[]> {
  const [before, from] = [ends, told.length];
  void vscode.commands.executeCommand(command, ...args);
  await until(`${command} ends`, () => ends > before || undefined, 110_000);
  return told.slice(from);
}

const plain = (text: string | vscode.MarkdownString | undefined) => (typeof text === 'string' ? text : (text?.value ?? ''));
const said = (all: readonly Told[]) => all.map(({ item, state, messages }) => `${item} ${state}: ${messages.map(({ message }) => plain(message)).join('; ')}`).join('\n');
const states = (all: readonly Told[]) => Object.fromEntries(all.map(({ item, state }) => [item, state]));

const found: HostTest = {
  name: 'suites, scenarios and checks are found at their lines, and nothing runs',
  body: async () => {
    const { validation } = await driven();
    listen(validation);
    controller = validation;
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await until('the suites', () => validation.items.size === 3 || undefined);
    const lines: Record<string, number | undefined> = {};
    validation.items.forEach((item) => item.children.forEach((child) => (lines[child.label] = child.range?.start.line)));
    assert.deepEqual(lines, { ages: 5, enough: 6, 'every row': 13, north: 14, 'fold 1': 15, 'fold 2': 15, 'accuracy >= 0.5': 15 });
    assert.ok(!existsSync(path.join(workspace, 'ran')));
  },
};

const refused: HostTest = {
  // The editor itself asks for trust before it runs tests; what it would call then is called here.
  name: 'a folder that is not trusted runs nothing and says so in one sentence',
  body: async () => {
    const { validation } = await (await driven()).product();
    const request = new vscode.TestRunRequest();
    const run = controller.createTestRun(request);
    await validation.run(controller, request, run, new vscode.CancellationTokenSource().token);
    run.end();
    const all = told;
    assert.equal(all.length, 3);
    for (const { state, messages } of all) {
      assert.equal(state, 'errored');
      assert.match(plain(messages[0]?.message), /^Validation runs code of this folder, so it runs in trusted folders only\./);
    }
    assert.ok(!existsSync(path.join(workspace, 'ran')));
  },
};

const tests: HostTest[] = [
  {
    name: 'a run says what is expected and seen, at the line of the check and of the row',
    body: async () => {
      const all = await ran('testing.runAll');
      assert.deepEqual(states(all), { ages: 'failed', enough: 'passed', 'every row': 'passed', north: 'failed', folds: 'errored' }, said(all));
      const [message, row] = all.find(({ item }) => item === 'ages')?.messages ?? [];
      assert.equal(message?.expectedOutput, 'age from 0 to 120');
      assert.equal(message?.actualOutput, '1 of 3 outside the range');
      assert.deepEqual([message?.location?.uri.fsPath, message?.location?.range.start.line], [path.join(workspace, '.mlops', 'validation.yaml'), 5]);
      assert.deepEqual([row?.location?.uri.fsPath, row?.location?.range.start.line], [path.join(workspace, 'people.csv'), 3]);
      assert.match(plain(all.find(({ item }) => item === 'north')?.messages[0]?.message), /models:other: accuracy >= 0\.9, seen 0/);
      assert.ok(existsSync(path.join(workspace, 'ran')));
    },
    limitMs: 200_000,
  },
  {
    name: 'Rerun Failed Tests runs only those, and a mended file passes',
    body: async () => {
      writeFileSync(path.join(workspace, 'people.csv'), readFileSync(path.join(workspace, 'people.csv'), 'utf8').replace('-4', '44'));
      const all = states(await ran('testing.reRunFailTests'));
      assert.equal(all['ages'], 'passed');
      assert.ok(!('enough' in all) && !('every row' in all), JSON.stringify(all));
    },
  },
  {
    name: 'a cancel ends the person’s Python',
    body: async () => {
      const file = path.join(workspace, '.mlops', 'validation.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('models: [models:rule, models:other]', 'models: [models:sleeping]'));
      const before = ends;
      void vscode.commands.executeCommand('testing.runAll');
      const pid = await until('the model is asked', () => (existsSync(path.join(workspace, 'pid')) && Number(readFileSync(path.join(workspace, 'pid'), 'utf8'))) || undefined, 100_000);
      await vscode.commands.executeCommand('testing.cancelRun');
      await until('the run ends', () => ends > before || undefined);
      await until('Python ends', () => !existsSync(`/proc/${pid}`) || undefined);
    },
  },
  {
    name: 'a mistake in the file stands in the explorer, and the right suites stay',
    body: async () => {
      const file = path.join(workspace, '.mlops', 'validation.yaml');
      writeFileSync(file, `${readFileSync(file, 'utf8')}  wrong:\n    kind: data\n`);
      const item = await until('the mistake', () => {
        let mistaken: vscode.TestItem | undefined;
        controller.items.forEach((one) => (mistaken = one.error === undefined ? mistaken : one));
        return mistaken;
      });
      assert.match(plain(item.error), /Suite “wrong”: “data” is missing/);
      assert.equal(controller.items.size, 4);
    },
  },
];

export const run = hostSuite('validation', isTrusted ? [found, ...tests] : [found, refused]);
