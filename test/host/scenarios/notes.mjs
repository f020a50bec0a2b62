// Marks, names and notes of runs, kept in a file that a team commits; and an experiment removed and brought back.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { answering } from '../person.mjs';

const run = promisify(execFile);

export async function play({ demo, profile, isElectron, skip, test }) {
  const workspace = await demo();
  const refs = async () => {
    const { stdout } = await run('git', ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/exps'], { cwd: workspace });
    // The queue keeps refs of its own below refs/exps.
    return stdout.trim().split('\n').map((line) => line.split(' ')).filter(([, ref]) => ref.split('/').length === 5 && !/\/(exec|celery)\//.test(ref));
  };
  const [sha, ref] = (await refs())[0];
  const name = ref.split('/').at(-1);
  const one = await profile({ env: { MLOPS_RUN: sha, MLOPS_DRIVEN: isElectron ? '' : '1' } });
  const writing = answering({ inputs: { 'Rename Run': 'the one to keep', 'Edit Run Note': 'best recall: so far' } });
  await one.host({ workspace, suite: 'notes', meanwhile: isElectron ? undefined : writing });

  const title = 'Remove takes an experiment out of the repository after a question; Undo brings back the very same commit';
  if (isElectron) return skip(title, 'a desktop window is not driven from outside');
  await test(title, async () => {
    const window = await one.window({ workspace });
    const others = (await refs()).filter(([, one]) => one !== ref);
    const shaNow = async () => (await refs()).find(([, one]) => one === ref)?.[0];
    const becomes = async (wanted, what) => {
      for (const end = Date.now() + 180_000; (await shaNow()) !== wanted; await sleep(100)) assert.ok(Date.now() < end, what);
    };
    await window.showContainer();
    await window.runCommand('MLOps: Run Action');
    void answering({ inputs: { 'Run Action': name, [name]: 'Remove' }, buttons: ['Remove'] })(window).catch(() => undefined);
    await becomes(undefined, 'the experiment is not removed');
    assert.deepEqual(await refs(), others);
    // The toast hides after a while; the bell has what it said.
    await window.runCommand('Notifications: Show Notifications');
    await window.page.locator('.notifications-center .monaco-button').filter({ hasText: 'Undo' }).first().click({ timeout: 60_000 });
    await becomes(sha, 'the experiment is not back');
    assert.deepEqual((await refs()).length, others.length + 1);
  });
}
