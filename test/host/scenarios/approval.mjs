// Two people and a bare remote: Alice asked in a terminal, Bob looks at it in the editor, with his own key.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../../../scripts/lib/cache.mjs';

const exec = promisify(execFile);

export async function play({ profile, tools, root, scratch }) {
  const { bob, remote } = await story(scratch, tools, path.join(root, 'dist', 'cli.js'));
  const one = await profile({ env: { MLOPS_REMOTE: remote } });
  await one.host({ workspace: bob, suite: 'approval' });
}

/** A version that real git, DVC, ssh-keygen and our command line made and asked for. */
async function story(scratch, tools, cli) {
  const [remote, alice, bob] = ['remote.git', 'alice', 'bob'].map((name) => path.join(scratch, name));
  const env = { ...toolEnvironment(), XDG_STATE_HOME: path.join(scratch, 'home', 'state'), XDG_CONFIG_HOME: path.join(scratch, 'home', 'config'), XDG_CACHE_HOME: path.join(scratch, 'home', 'cache') };
  const run = (cwd, program, ...args) => exec(program, args, { cwd, env });
  const git = (cwd, ...args) => run(cwd, 'git', ...args);
  await git(scratch, 'init', '-q', '--bare', '-b', 'main', remote);
  const keys = {};
  for (const name of ['alice', 'bob']) {
    const file = path.join(scratch, `${name}.key`);
    await run(scratch, 'ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file);
    keys[name] = (await exec('cut', ['-d', ' ', '-f1,2', `${file}.pub`])).stdout.trim();
  }
  const settle = async (cwd, name) => {
    for (const [key, value] of Object.entries({ 'user.name': name, 'user.email': `${name}@example.org`, 'gpg.format': 'ssh', 'user.signingkey': path.join(scratch, `${name}.key`), 'commit.gpgsign': 'true' })) await git(cwd, 'config', key, value);
  };
  await git(scratch, 'clone', '-q', remote, alice);
  await settle(alice, 'alice');
  await git(alice, 'checkout', '-q', '-b', 'main');
  await run(alice, tools.dvc, 'init', '-q');
  const files = {
    'params.yaml': 'lr: 0.1\n',
    'data.csv': 'a,b\n1,2\n',
    'requirements.txt': 'numpy==1.26.4\n',
    'train.sh': 'cat params.yaml data.csv > model.bin\nprintf \'{"auc":0.91,"test_samples":6000}\' > metrics.json\n',
    'dvc.yaml': 'stages:\n  train:\n    cmd: sh train.sh\n    deps: [train.sh, data.csv]\n    params: [lr]\n    outs: [model.bin]\n    metrics:\n      - metrics.json: {cache: false}\nartifacts:\n  churn: {path: model.bin, type: model}\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(alice, name), text);
  await mkdir(path.join(alice, '.github', 'workflows'), { recursive: true });
  await writeFile(path.join(alice, '.github', 'workflows', 'deploy.yml'), 'on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: mlops gate churn:v0.0.1 --env staging\n');
  await run(alice, tools.dvc, 'add', '-q', 'data.csv');
  await run(alice, tools.dvc, 'repro', '-q');
  await git(alice, 'add', '-A');
  await git(alice, 'commit', '-qm', 'train');
  await run(alice, tools.node, cli, 'approvals', 'init', '--id', 'alice', '--json');
  await writeFile(
    path.join(alice, '.mlops', 'roster.yaml'),
    `people:\n  alice: { roles: [admin, ml-lead], emails: [alice@example.org], keys: [{ key: "${keys.alice}" }] }\n  bob: { roles: [ml-lead, deployer], emails: [bob@example.org], keys: [{ key: "${keys.bob}" }] }\n`,
  );
  await git(alice, 'add', '-A');
  await git(alice, 'commit', '-qm', 'roster');
  await git(alice, 'tag', '-a', 'churn@v0.0.1', '-m', 'churn v0.0.1');
  await git(alice, 'push', '-q', 'origin', 'main', '--tags');
  await run(alice, tools.node, cli, 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--reason', 'The first release.', '--json');
  await git(scratch, 'clone', '-q', remote, bob);
  await settle(bob, 'bob');
  await mkdir(path.join(bob, '.dvc', 'cache'), { recursive: true });
  await exec('cp', ['-r', `${path.join(alice, '.dvc', 'cache')}/.`, path.join(bob, '.dvc', 'cache')]);
  return { bob, remote };
}
