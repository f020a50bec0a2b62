// kill −9 of the extension host while a training runs: the training goes on, and the window that comes back shows all of its log.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { terminalSettings, terminalText } from '../../../scripts/lib/person.mjs';
import { addTraining } from '../training/index.mjs';

const run = promisify(execFile);
/** Printed in 40 s: the training must outlast what is done to its window, and all of it fit in the terminal's buffer. */
const lines = 800;

export async function play({ demo, profile, test, skip, isElectron, tools, root }) {
  if (isElectron) {
    skip('kill −9 of the extension host', 'a desktop window is not driven from outside');
    return;
  }
  const workspace = await demo();
  await addTraining(workspace, 'steady', lines);
  const one = await profile({ settings: terminalSettings });
  const mlops = async (...args) => JSON.parse((await run(tools.node, [path.join(root, 'dist', 'cli.js'), ...args, '--json'], { cwd: workspace, env: one.environment })).stdout).data;
  const window = await one.window({ workspace });
  const { page } = window;

  await test('the training is launched from the palette, and its log shows what it prints', async () => {
    await window.showContainer();
    await window.runCommand('MLOps: Launch Training…');
    const input = page.locator('.quick-input-widget input.input').first();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'steady' }).first().waitFor({ timeout: 60_000 });
    await input.fill('steady');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'steady' }).waitFor();
    await page.keyboard.press('Enter');
    await until('the job', async () => {
      if (await input.isVisible()) await page.keyboard.press('Enter');
      return (await mlops('jobs')).jobs.length > 0;
    });
    await until('a hundred lines', async () => (await seenIn(window)).length > 100);
  });

  let first;
  const jobNow = async () => (await mlops('jobs')).jobs[0];
  await test('its extension host is killed: the training goes on', async () => {
    first = await hostOf(one.home);
    process.kill(first, 'SIGKILL');
    const before = (await jobNow()).logBytes;
    await until('more log', async () => (await jobNow()).logBytes > before);
    assert.equal((await jobNow()).status, 'running');
  });

  await test('the editor starts a new host, whose log has every line once, from before and after', async () => {
    await until('another extension host', async () => ![first, undefined].includes(await hostOf(one.home)));
    await until('the end of the training', async () => (await jobNow()).endedAt !== null);
    let seen = [];
    await until('the last line', async () => (seen = await seenIn(window)).at(-1) === lines - 1);
    // Read once more: what would be written twice may come after the last line.
    await until('the whole log again', async () => (seen = await seenIn(window)).length > 0);
    assert.deepEqual(seen, Array.from({ length: lines }, (_, at) => at));
  });

  await test('the run is finished, for MLflow itself and in the tree', async () => {
    const job = await jobNow();
    assert.deepEqual([job.status, job.exitCode], ['finished', 0]);
    const program = 'import sys; from mlflow.tracking import MlflowClient; print(MlflowClient("sqlite:///" + sys.argv[1]).get_run(sys.argv[2]).info.status)';
    const { stdout } = await run(tools.python, ['-c', program, path.join(workspace, 'mlflow.db'), job.runs[0].id.replace('mlflow:', '')], { env: one.environment });
    assert.equal(stdout.trim().split('\n').at(-1), 'FINISHED');
    await page.locator('.sidebar .monaco-list-row', { hasText: 'steady' }).first().waitFor();
  });
}

/** Numbers of the lines that the terminal in front holds, in its order. */
async function seenIn(window) {
  const text = await terminalText(window);
  return [...text.matchAll(new RegExp(`^line (\\d+) of ${lines}\\s*$`, 'gm'))].map(([, number]) => Number(number));
}

/** Process id of the extension host of this profile; undefined while there is none. */
async function hostOf(home) {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // A process may end while it is looked at.
    const read = (file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    if ((await read('cmdline')).includes('--type=extensionHost') && (await read('environ')).includes(`XDG_STATE_HOME=${home}/`)) return Number(pid);
  }
  return undefined;
}

async function until(what, look, limitMs = 180_000) {
  const end = Date.now() + limitMs;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
