// A repository with people who decide: three clones and a bare remote, a version in production, the next one asked for.
//   node scripts/governedWorkspace/index.mjs FOLDER     prints the clone of the person whose turn it is, and what it needs
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Mlops } from '../../test/conformance/cli/mlops.ts';
import { Someone } from '../../test/conformance/governance/people.ts';
import { tools } from '../lib/cache.mjs';
import { measured, policy, predictions, trainedFiles } from './files.mjs';

const dayMs = 86_400_000;
const root = path.resolve(process.argv[2] ?? '');
mkdirSync(root, { recursive: true });
const mlops = await Mlops.make();
const [ada, ben, chen, robot] = ['ada', 'ben', 'chen', 'robot'].map((name) => new Someone(mlops, root, name));

try {
  begin();
  train(1);
  await govern();
  await release('v0.0.1', 1);
  train(2);
  await ask();
  console.log(JSON.stringify({ workspace: chen.clone, env: { MLOPS_SIGNING_KEY: chen.keyFile() } }));
} finally {
  await mlops.dispose();
}

function begin() {
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', 'remote.git'], { cwd: root });
  execFileSync('git', ['clone', '-q', path.join(root, 'remote.git'), 'ada'], { cwd: root, stdio: 'pipe' });
  ada.git('checkout', '-qb', 'main');
  tool(tools.dvc, 'init', '-q');
  tool(tools.dvc, 'remote', 'add', '-q', '-d', 'store', path.join(root, 'store'));
}

function tool(program, ...args) {
  return execFileSync(program, args, { cwd: ada.clone, env: ada.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function train(number) {
  for (const [name, text] of Object.entries(trainedFiles(number))) {
    mkdirSync(path.dirname(path.join(ada.clone, name)), { recursive: true });
    writeFileSync(path.join(ada.clone, name), text);
  }
  tool(tools.dvc, 'add', '-q', 'customers.csv');
  tool(tools.dvc, 'repro', '-q');
  tool(tools.dvc, 'push', '-q');
  ada.commit({}, number === 1 ? 'First model' : 'Slower steps, three more weeks of customers');
  for (const model of number === 1 ? ['churn', 'uplift'] : ['churn']) ada.git('tag', '-a', `${model}@v0.0.${number}`, '-m', `${model} v0.0.${number}`);
  ada.git('push', '-q', '--tags');
}

async function govern() {
  const { data } = await ada.json(['approvals', 'init', '--id', 'ada']);
  const line = (who, words) => `  ${who.name}: { ${words}, emails: [${who.name}@example.org], keys: [{ key: "${who.publicKey()}" }] }\n`;
  const roster = `people:\n${line(ada, 'roles: [admin, ml-lead, deployer]')}${line(ben, 'roles: [ml-lead]')}${line(chen, 'roles: [risk]')}${line(robot, 'roles: [ci], bot: true')}`;
  ada.commit({ '.mlops/policy.yaml': policy(data.genesis), '.mlops/roster.yaml': roster }, 'Who decides, and by what');
  await does(ada, 'card', 'churn:v0.0.1', '--write');
  const card = path.join('.mlops', 'cards', 'churn.md');
  const text = execFileSync('cat', [path.join(ada.clone, card)], { encoding: 'utf8' });
  ada.commit({ [card]: filled(text) }, 'What people know of the model');
  for (const who of [ben, chen, robot]) execFileSync('git', ['clone', '-q', path.join(root, 'remote.git'), who.name], { cwd: root, stdio: 'pipe' });
  // The editor signs with what git signs with.
  for (const [key, value] of Object.entries({ 'user.name': 'chen', 'user.email': 'chen@example.org', 'gpg.format': 'ssh', 'user.signingkey': chen.keyFile() })) chen.git('config', key, value);
}

function filled(card) {
  const prose = { 'Intended use': 'Letters to customers who may leave within 90 days. A person reads each list before it goes out.', Limitations: 'Not for customers of less than three months. In the south fewer of those who leave are found.' };
  return card.split('\n').map((line) => { const [, title] = /^## (.+)$/.exec(line) ?? []; return title && prose[title] ? `${line}\n\n${prose[title]}` : line; }).join('\n');
}

function everybodyPulls() {
  for (const who of [ben, chen, robot]) {
    who.git('pull', '-q', '--tags');
    cpSync(path.join(root, 'store'), path.join(who.clone, '.dvc/cache'), { recursive: true });
  }
}

async function does(who, ...args) {
  const { code, stdout, stderr } = await who.run(args);
  if (code !== 0) throw new Error(`${who.name}: mlops ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

async function approve(who, model, env, reason) {
  const { data } = await who.json(['approvals', 'list', '--env', env]);
  const { modelDigest } = data.requests.find((one) => `${one.model}:${one.version}` === model);
  const { code, stdout } = await who.inTerminal(['approvals', 'approve', model, '--env', env, '--reason', reason], modelDigest.slice(0, 8));
  if (code !== 0) throw new Error(`${who.name} could not approve ${model}: ${stdout}`);
}

/** What the pipeline measured, in its clone and nowhere else. */
async function reports(daysAgo) {
  const folder = path.join(robot.clone, 'reports');
  mkdirSync(folder, { recursive: true });
  const end = Date.now() - daysAgo * dayMs;
  for (const [name, text] of Object.entries({ 'reference.csv': measured(end - 10 * dayMs), 'current.csv': measured(end, daysAgo > 7 ? 2 : 0), 'predictions.csv': predictions() })) writeFileSync(path.join(folder, name), text);
  const answer = async (name, ...args) => {
    const { stdout } = await mlops.run([...args, '--json'], folder);
    writeFileSync(path.join(folder, name), stdout);
    return path.join(folder, name);
  };
  return [
    await answer('drift.json', 'drift', '--reference', 'reference.csv', '--current', 'current.csv', '--time', 'ts'),
    await answer('bias.json', 'bias', '--data', 'predictions.csv', '--label', 'label', '--prediction', 'predicted', '--group', 'region,age_band'),
  ];
}

async function brings(version, daysAgo) {
  const files = await reports(daysAgo);
  await does(robot, 'approvals', 'evidence', `churn:${version}`, '--env', 'production', ...files.flatMap((file) => ['--report', path.relative(robot.clone, file)]));
}

async function release(version, daysAgo) {
  everybodyPulls();
  await does(ada, 'approvals', 'request', `churn:${version}`, '--env', 'staging', '--reason', 'The first model that beats the rule of thumb.');
  await approve(ben, `churn:${version}`, 'staging', 'Runs and answers.');
  await does(ada, 'promote', `churn:${version}`, '--env', 'staging', '--yes');
  await brings(version, daysAgo);
  await does(ada, 'approvals', 'request', `churn:${version}`, '--env', 'production', '--reason', 'Two weeks in staging without a complaint.');
  await approve(ben, `churn:${version}`, 'production', 'Good enough to begin with.');
  await approve(chen, `churn:${version}`, 'production', 'The south is watched.');
  await does(chen, 'approvals', 'waive', `churn:${version}`, '--env', 'production', '--rule', 'fair-across-groups', '--until', '20d', '--reason', 'More rows of the south come with the next version.');
  await does(ada, 'promote', `churn:${version}`, '--env', 'production', '--yes');
}

async function ask() {
  everybodyPulls();
  await does(ada, 'approvals', 'request', 'churn:v0.0.2', '--env', 'staging', '--reason', 'Slower steps, more customers.');
  await approve(ben, 'churn:v0.0.2', 'staging', 'Better everywhere I looked.');
  await does(ada, 'promote', 'churn:v0.0.2', '--env', 'staging', '--yes');
  await brings('v0.0.2', 9);
  await does(ada, 'approvals', 'request', 'churn:v0.0.2', '--env', 'production', '--reason', 'Beats v0.0.1 on every slice but the south, and answers in half the time.');
  await approve(ben, 'churn:v0.0.2', 'production', 'Beats what runs by two points. I looked at the worst twenty.');
  await does(ada, 'approvals', 'request', 'uplift:v0.0.1', '--env', 'staging', '--reason', 'For the campaign in May.');
  await does(ben, 'approvals', 'reject', 'uplift:v0.0.1', '--env', 'staging', '--reason', 'Trained on the customers that it is tested on.');
  const { data } = await ben.json(['approvals', 'list', '--model', 'churn', '--env', 'production']);
  const asked = data.requests.find(({ version }) => version === 'v0.0.2');
  await does(ben, 'approvals', 'comment', asked.digest ?? asked.request, '--reason', 'The drift report ends before the campaign. Can it be run again?');
}
