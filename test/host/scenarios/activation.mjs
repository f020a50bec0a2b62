// What activation costs: several cold windows of one profile, and what was loaded before anything was asked for.
import assert from 'node:assert/strict';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const windows = 5;
const budgetMs = 30;

export async function play({ profile, demo, scratch, test, root }) {
  const told = path.join(scratch, 'activate.txt');
  const one = await profile({ env: { MLOPS_TOLD: told, MLOPS_STORE: path.join(await demo(), 'mlflow.db') } });
  for (let round = 0; round < windows; round += 1) {
    // Empty: what a folder holds would activate the extension before anything could look on.
    const workspace = path.join(scratch, `empty-${round}`);
    await mkdir(workspace);
    await one.host({ workspace, suite: 'activation' });
  }
  await test(`activate() takes less than ${budgetMs} ms, the median of ${windows} cold windows`, async () => {
    const took = (await readFile(told, 'utf8')).trim().split('\n').map(Number).sort((a, b) => a - b);
    console.log(`activate(): ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`);
    assert.equal(took.length, windows);
    assert.ok(took[Math.floor(windows / 2)] < budgetMs, took.join(', '));
  });
  await test('dist/extension.js has less than 150 KB', async () => assert.ok((await stat(path.join(root, 'dist', 'extension.js'))).size < 150_000));
}
