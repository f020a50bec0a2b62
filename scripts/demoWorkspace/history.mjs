import fs from 'node:fs/promises';
import path from 'node:path';

const firstLook = [['first-slow', 'train.learning_rate=0.01']];
const onMain = [
  ['slow-start', 'train.learning_rate=0.005'],
  ['fast-start', 'train.learning_rate=0.2'],
  ['long-run', 'train.epochs=60'],
  ['small-batches', 'train.batch_size=4'],
  ['strong-penalty', 'train.l2=0.1'],
  ['cautious', 'evaluate.threshold=0.3'],
  ['balanced', 'train.learning_rate=0.1', 'train.l2=0.01', 'evaluate.threshold=0.4'],
];
const onBranch = [
  ['all-slow', 'train.learning_rate=0.01'],
  ['all-penalty', 'train.l2=0.05'],
  ['all-long', 'train.epochs=40'],
];

/**
 * Commits, data versions, experiments, tags and remotes. `meanwhile` is called when the prepared data is there that
 * the experiments on main leave alone, and runs beside them.
 */
export async function buildHistory({ dir, remotes, runner, log, meanwhile }) {
  const { git, gto, dvc, commands, script } = runner;
  const origin = path.join(remotes, 'origin.git');
  log('Demo: repository and the first batch of samples');
  await git('init', '-q', '-b', 'main');
  await git('config', 'user.name', 'Robin Vale');
  await git('config', 'user.email', 'robin@example.com');
  await git('config', 'commit.gpgsign', 'false');
  await git('config', 'tag.gpgsign', 'false');
  await fs.mkdir(remotes, { recursive: true });
  await git('init', '-q', '--bare', '-b', 'main', origin);
  await git('remote', 'add', 'origin', path.relative(dir, origin));
  await script('samples.py', path.join(dir, 'data/samples'), '1');
  await commands([
    ['dvc', 'init', '-q'],
    ['dvc', 'config', 'core.analytics', 'false'],
    ['dvc', 'config', 'core.autostage', 'false'],
    ['dvc', 'remote', 'add', '-d', 'storage', path.join(remotes, 'storage')],
    ['dvc', 'add', '-q', 'data/samples'],
    ['git', 'add', '-A'],
    ['git', 'commit', '-q', '-m', 'Set up the screening pipeline on the first batch of samples'],
    ['dvc', 'repro', '-q'],
    ['git', 'add', '-A'],
    ['git', 'commit', '-q', '-m', 'Train the first model'],
    ...experiments(firstLook),
  ]);
  await gto('register', 'screening', 'HEAD', '--version', 'v0.1.0');
  await gto('assign', 'screening', '--version', 'v0.1.0', '--stage', 'prod');

  log('Demo: a commit that is rewritten later, so that its experiment has no branch');
  await changeParams(dir, 'test_fraction: 0.25', 'test_fraction: 0.5');
  await commands([
    ['git', 'commit', '-q', '-a', '-m', 'Test on half of the samples'],
    ...experiments([['even-split', 'train.epochs=30']]),
    ['git', 'reset', '-q', '--hard', 'HEAD~1'],
  ]);

  log('Demo: the second batch, and experiments on it');
  await script('samples.py', path.join(dir, 'data/samples'), '2');
  await commands([
    ['dvc', 'add', '-q', 'data/samples'],
    ['dvc', 'repro', '-q'],
    ['git', 'commit', '-q', '-a', '-m', 'Add the second batch of samples'],
  ]);
  await Promise.all([commands(experiments(onMain)), meanwhile()]);
  await gto('register', 'screening', 'HEAD', '--version', 'v0.2.0');
  await gto('assign', 'screening', '--version', 'v0.2.0', '--stage', 'prod');

  log('Demo: a second branch');
  await git('checkout', '-q', '-b', 'all-measurements');
  await changeParams(dir, 'columns: mean #', 'columns: all #');
  await commands([
    ['dvc', 'repro', '-q'],
    ['git', 'commit', '-q', '-a', '-m', 'Use all 30 measurements'],
    ...experiments(onBranch),
    ['git', 'checkout', '-q', 'main'],
    ['dvc', 'checkout', '-q'],
  ]);

  log('Demo: a failed experiment and a queued one');
  await commands([['dvc', 'exp', 'run', '-q', '--queue', '-n', 'no-learning', '-S', 'train.learning_rate=0']]);
  await runner.run([path.join(runner.bin, 'dvc'), 'exp', 'run', '--run-all', '-j', '1'], { mayFail: true });
  await commands([
    ['dvc', 'exp', 'run', '-q', '--queue', '-n', 'next-in-line', '-S', 'train.learning_rate=0.03', '-S', 'train.epochs=30'],
  ]);

  log('Demo: push to origin and storage');
  await git('push', '-q', 'origin', 'main', 'all-measurements', '--tags');
  await git('branch', '-q', '--set-upstream-to', 'origin/main', 'main');
  await dvc('push', '-q', '--all-branches', '--all-tags');
  await commands([['dvc', 'exp', 'push', '-q', '--no-cache', 'origin', 'balanced', 'cautious', 'all-penalty']]);
  await git('status', '--porcelain').then((left) => {
    if (left.trim() !== '') throw new Error(`The demo workspace is not clean at the end:\n${left}`);
  });
}

/** Direct runs: the workspace is put back after each, so that every one differs from its baseline by its own params. */
function experiments(list) {
  return list.flatMap(([name, ...params]) => [
    ['dvc', 'exp', 'run', '-q', '-n', name, ...params.flatMap((param) => ['-S', param])],
    ['git', 'checkout', '-q', '--', '.'],
    ['dvc', 'checkout', '-q'],
  ]);
}

async function changeParams(dir, before, after) {
  const file = path.join(dir, 'params.yaml');
  const text = await fs.readFile(file, 'utf8');
  if (!text.includes(before)) throw new Error(`params.yaml does not hold ${before}`);
  await fs.writeFile(file, text.replace(before, after));
}
