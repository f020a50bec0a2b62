// “Install 'mlops' Command”: the program it writes must work where no other Node is.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function play({ demo, profile, scratch, test }) {
  const workspace = await demo();
  const told = path.join(scratch, 'told.json');
  const one = await profile({ env: { MLOPS_TOLD: told } });
  await one.host({ workspace, suite: 'terminal' });
  await test('the installed program answers status in an environment whose PATH has no node', async () => {
    const { shim, bin } = JSON.parse(await readFile(told, 'utf8'));
    // A terminal with a shell and the plain tools, but no node; the folder of the program before them, as a terminal has it.
    const plain = path.join(scratch, 'plain-bin');
    await mkdir(plain);
    const { stdout: found } = await run('sh', ['-c', 'for p in sh env git cat; do command -v $p; done']);
    for (const file of found.trim().split('\n')) await symlink(file, path.join(plain, path.basename(file)));
    const env = { PATH: [bin, plain].join(path.delimiter), HOME: scratch, LC_ALL: 'C.UTF-8' };
    await assert.rejects(run('sh', ['-c', 'command -v node'], { env }));
    const { stdout, stderr } = await run('sh', ['-c', 'command -v mlops; mlops status --json'], { cwd: workspace, env });
    const [where, ...json] = stdout.trim().split('\n');
    assert.equal(where, shim);
    const answer = JSON.parse(json.join('\n'));
    assert.equal(answer.schemaVersion, 1);
    const providers = new Set(answer.data.sources.map((source) => source.provider));
    assert.ok(providers.has('dvc') && providers.has('mlflow'), `${stdout}${stderr}`);
    const runs = JSON.parse((await run('mlops', ['runs', '--json', '--limit', '3'], { cwd: workspace, env })).stdout);
    assert.equal(runs.data.runs.length, 3);
    const bad = await run('mlops', ['nonsense'], { cwd: workspace, env }).then(() => 0, (error) => error.code);
    assert.equal(bad, 2);
  });
}
