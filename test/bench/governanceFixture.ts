import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Candidate, Digest } from '../../src/core/governance/ledger/entry.ts';
import { nodeGitBranches } from '../../src/io/git/branches.ts';
import { nodeProcess } from '../../src/io/process.ts';
import { signerOf } from '../conformance/governance/threats/keyFile.ts';
import { cache, filesOf, trained, weights } from '../conformance/governance/threats/content.ts';
import { tools } from '../support/tools.ts';
import { TestLedger, type Signer } from '../unit/governance/ledgers.ts';

const signal = AbortSignal.timeout(600_000);
const people = ['ada', 'bo', 'cy'] as const;
const roles: Readonly<Record<(typeof people)[number], string>> = { ada: 'ml-lead, admin', bo: 'ml-lead', cy: 'risk, deployer' };

const policy = (genesis: string, models: readonly string[]) => `version: 1
genesis: ${genesis}
models:
${models.map((name) => `  ${name}: { environments: [staging, production] }\n`).join('')}rules:
  - id: good-enough
    metric: { path: metrics.auc, min: 0.8 }
  - id: two-people
    approvals: { require: [{ role: ml-lead }, { role: risk }], not: [author, trainer, requester] }
`;

export interface GovernedClone {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A clone whose remote's ledger has so many entries of so many models, churn v0.0.1 of it approved last. Made once and kept in the cache. */
export async function governedClone(program: string, scratch: string, entries: number, models: number): Promise<GovernedClone> {
  const place = path.join(tools.cache, 'bench', `ledger-${entries}-${models}`);
  if (!existsSync(place)) await make(program, place, entries, models);
  return { folder: path.join(place, 'clone'), env: envOf(scratch, path.join(place, 'ada')) };
}

function envOf(home: string, key: string): NodeJS.ProcessEnv {
  const at = (name: string) => path.join(home, name);
  return { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: at('state'), XDG_CACHE_HOME: at('cache'), XDG_CONFIG_HOME: at('config'), XDG_DATA_HOME: at('data'), MLOPS_SIGNING_KEY: key, GIT_CONFIG_NOSYSTEM: '1' };
}

async function make(program: string, place: string, entries: number, models: number): Promise<void> {
  const root = `${place}.part`;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const clone = path.join(root, 'clone');
  const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${path.join(root, 'ada')}`, '-c', 'commit.gpgSign=true', '-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(clone, name)), { recursive: true });
      writeFileSync(path.join(clone, name), content);
    }
    git(clone, 'add', '-A');
    git(clone, 'commit', '-qm', 'bench');
  };
  for (const name of people) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(root, name)]);
  git(root, 'init', '-q', '--bare', '-b', 'main', 'remote.git');
  git(root, 'init', '-q', '-b', 'main', 'clone');
  git(clone, 'remote', 'add', 'origin', '../remote.git');
  commit(trained(0.91));
  cache(clone, weights);
  git(clone, 'tag', '-a', 'churn@v0.0.1', '-m', 'first');
  const [ada, bo, cy] = people.map((name) => signerOf(name, path.join(root, name))) as [Signer, Signer, Signer];
  const ledger = new TestLedger(ada);
  const names = ['churn', ...Array.from({ length: models - 1 }, (_, at) => `model-${at + 1}`)];
  const line = (name: (typeof people)[number]) => readFileSync(path.join(root, `${name}.pub`), 'utf8').trim().split(' ').slice(0, 2).join(' ');
  commit({
    '.mlops/policy.yaml': policy(ledger.genesis, names),
    '.mlops/roster.yaml': `people:\n${people.map((name) => `  ${name}: { roles: [${roles[name]}], emails: [${name}@example.org], keys: [{ key: "${line(name)}" }] }\n`).join('')}`,
  });
  git(clone, 'push', '-q', 'origin', 'main', '--tags');
  const branches = nodeGitBranches(nodeProcess(process.env));
  const write = async (from: number) => {
    const tip = git(clone, 'for-each-ref', '--format=%(objectname)', 'refs/heads/mlops-ledger');
    await branches.add(clone, { branch: 'mlops-ledger', parent: tip === '' ? null : tip, files: filesOf(ledger.files.slice(from)), message: 'entries' }, signal);
    git(clone, 'push', '-q', 'origin', 'mlops-ledger');
  };
  await write(0);
  const asked = JSON.parse(execFileSync(process.execPath, [program, 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--json'], { cwd: clone, env: envOf(root, path.join(root, 'ada')), encoding: 'utf8' })) as { data: { candidate: Candidate; entries: Array<{ digest: Digest }> } };
  const { candidate } = asked.data;
  for (const { digest } of asked.data.entries) {
    const of = (end: string) => execFileSync('git', ['show', `mlops-ledger:entries/${digest.slice(0, 2)}/${digest}.json${end}`], { cwd: clone });
    ledger.put(of(''), of('.sig'));
  }
  const from = ledger.files.length;
  const time = (at: number) => ({ claimedAt: new Date(Date.now() - (entries - at) * 1_000 - 3_600_000).toISOString() });
  // Each turn is a release of one model: asked, measured, approved twice, deployed, and talked about.
  for (let at = from; at < entries - 3; ) {
    const model = names[Math.floor(at / 10) % models]!;
    const about = { ...candidate, model, version: `v0.${Math.floor(at / 10 / models)}.0` };
    const request = ledger.add(ada, { kind: 'request', candidate: about, supersedes: [], ...time(at) });
    ledger.add(cy, { kind: 'evidence', candidate: about, items: [{ kind: 'metrics', digest: about.metrics!, from: 'metrics.json', asOf: time(at).claimedAt, values: new Map([['metrics.auc', { value: 0.9, unit: null, samples: 6000 }]]) }], ...time(at) });
    const approve = [ledger.add(bo, { kind: 'approve', candidate: about, request, role: 'ml-lead', ...time(at) }), ledger.add(cy, { kind: 'approve', candidate: about, request, role: 'risk', ...time(at) })];
    ledger.add(cy, { kind: 'deploy', candidate: about, request, replaces: null, ...time(at) });
    for (const by of [ada, bo, cy]) ledger.add(by, { kind: 'comment', about: approve[0]!, ...time(at) });
    at = ledger.files.length;
  }
  const request = ledger.add(ada, { kind: 'request', candidate, supersedes: [] });
  ledger.add(bo, { kind: 'approve', candidate, request, role: 'ml-lead', ...time(entries) });
  ledger.add(cy, { kind: 'approve', candidate, request, role: 'risk', ...time(entries) });
  await write(from);
  git(clone, 'gc', '-q');
  renameSync(root, place);
}
