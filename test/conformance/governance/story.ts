import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { tools } from '../../support/tools.ts';
import { Mlops, type Ended } from '../cli/mlops.ts';
import { Someone } from './people.ts';

const dayMs = 86_400_000;

export interface Registry {
  readonly aliases: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const script = `import json, pathlib, re
lr = re.search(r"lr: (.*)", pathlib.Path("params.yaml").read_text()).group(1)
pathlib.Path("model.bin").write_text("model " + lr)
pathlib.Path("metrics.json").write_text(json.dumps({"auc": 0.9 + float(lr) / 10, "samples": 6000}))
`;

type Environments = Readonly<Record<'churn' | 'scorer', readonly string[]>>;

const policy = (genesis: string, { churn, scorer }: Environments) => `version: 1
genesis: ${genesis}
models:
  churn: { environments: [${churn.join(', ')}] }
  scorer: { environments: [${scorer.join(', ')}] }
rules:
  - id: good-enough
    metric: { path: metrics.auc, min: 0.8 }
  - id: lead
    env: staging
    approvals: { require: [{ role: ml-lead }], not: [author, trainer, requester] }
  - id: two-people
    env: production
    approvals: { require: [{ role: ml-lead }, { role: risk }], not: [author, trainer, requester] }
  - id: calm-inputs
    env: production
    drift: { max_share_drifted: 0.5, max_age: 7d }
waivers: { max_days: 30, approved_by: risk, not_waivable: [lead, two-people] }
`;

/** Three people with a clone each, a pipeline without one, a bare remote, DVC's and MLflow's own programs. */
export class Story {
  readonly mlops: Mlops;
  /** MLflow's side of it. */
  readonly script = path.join(import.meta.dirname, 'story.py');
  readonly root = mkdtempSync(path.join(tmpdir(), 'mlops-story-'));
  readonly ada: Someone;
  readonly bo: Someone;
  readonly cy: Someone;
  readonly #robot: Someone;
  readonly #env: NodeJS.ProcessEnv;
  #jobs = 0;

  constructor(mlops: Mlops) {
    this.mlops = mlops;
    const git = (...args: string[]) => execFileSync('git', args, { cwd: this.root, stdio: 'pipe' });
    git('init', '-q', '--bare', '-b', 'main', 'remote.git');
    git('-C', 'remote.git', 'config', 'receive.denyNonFastForwards', 'true');
    [this.ada, this.bo, this.cy, this.#robot] = ['ada', 'bo', 'cy', 'robot'].map((name) => new Someone(mlops, this.root, name)) as [Someone, Someone, Someone, Someone];
    this.#env = { MLFLOW_TRACKING_URI: `sqlite:///${this.root}/mlflow.db` };
    git('clone', '-q', path.join(this.root, 'remote.git'), 'ada');
    this.ada.git('checkout', '-qb', 'main');
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  tool(program: string, args: readonly string[], cwd = this.ada.clone): string {
    return execFileSync(program, args, { cwd, env: { ...this.ada.env, ...this.#env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Trained by DVC, pushed, and registered as GTO does. */
  train(lr: number, version: string): void {
    const { ada } = this;
    const isFirst = version === 'v0.0.1';
    if (isFirst) {
      this.tool(tools.dvc, ['init', '-q']);
      this.tool(tools.dvc, ['remote', 'add', '-q', '-d', 'store', path.join(this.root, 'store')]);
    }
    const files = { 'params.yaml': `lr: ${lr}\n`, 'train.py': script, 'data.csv': 'x\n1\n2\n', 'requirements.txt': 'numpy==1.26.4\n', 'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py\n    deps: [train.py, data.csv]\n    params: [lr]\n    outs: [model.bin]\n    metrics:\n      - metrics.json: {cache: false}\nartifacts:\n  churn: {path: model.bin, type: model}\n' };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(ada.clone, name), content);
    this.tool(tools.dvc, ['repro', '-q']);
    this.tool(tools.dvc, ['push', '-q']);
    ada.commit({}, `Trained ${version}`);
    ada.git('tag', '-a', `churn@${version}`, '-m', `Registering artifact churn version ${version}`);
    ada.git('push', '-q', 'origin', `churn@${version}`);
    if (!isFirst) this.#everybodyPulls();
  }

  /** `deploys`: Bo may say what environments run. */
  async govern(environments: Environments = { churn: ['staging', 'production'], scorer: ['staging', 'production'] }, { deploys = false } = {}): Promise<void> {
    const begun = await this.ada.json<{ genesis: string }>(['approvals', 'init'], this.#env);
    const line = (who: Someone, words: string) => `  ${who.name}: { ${words}, emails: [${who.name}@example.org], keys: [{ key: "${who.publicKey()}" }] }\n`;
    const roster = `people:\n${line(this.ada, 'roles: [admin, ml-lead, deployer]')}${line(this.bo, `roles: [ml-lead${deploys ? ', deployer' : ''}]`)}${line(this.cy, 'roles: [risk]')}${line(this.#robot, 'roles: [ci], bot: true')}`;
    this.ada.commit({ '.mlops/policy.yaml': policy(begun.data.genesis, environments), '.mlops/roster.yaml': roster }, 'Who decides, and by what');
    for (const name of ['bo', 'cy']) execFileSync('git', ['clone', '-q', path.join(this.root, 'remote.git'), name], { cwd: this.root, stdio: 'pipe' });
    this.#everybodyPulls();
  }

  /** What git has, and what DVC would pull: the store is laid out as a clone's cache is. */
  #everybodyPulls(): void {
    for (const { git, clone } of [this.bo, this.cy].map((who) => ({ git: who.git.bind(who), clone: who.clone }))) {
      git('pull', '-q', '--tags');
      cpSync(path.join(this.root, 'store'), path.join(clone, '.dvc/cache'), { recursive: true });
    }
  }

  registry(...args: string[]): Registry {
    return JSON.parse(this.tool(tools.python, [this.script, ...args])) as Registry;
  }

  /** What a person sees, and the code. */
  async run(who: Someone, ...args: string[]): Promise<{ readonly code: number | null; readonly text: string }> {
    return textOf(await who.run(args, this.#env));
  }

  async approve(who: Someone, model: string, env: string): Promise<{ readonly code: number | null; readonly text: string }> {
    const digest = (await who.json<{ requests: Array<{ modelDigest: string; model: string; version: string }> }>(['approvals', 'list', '--env', env], this.#env)).data.requests.find((one) => `${one.model}:${one.version}` === model)!.modelDigest;
    return textOf(await who.inTerminal(['approvals', 'approve', model, '--env', env, '--reason', 'looked at'], digest.slice(0, 8), { env: this.#env }));
  }

  /** A job of the pipeline: a fresh clone of one commit of the tag, what DVC keeps of it, and the pipeline's key. */
  async job(tag: string): Promise<(...args: string[]) => Promise<{ readonly code: number | null; readonly text: string }>> {
    const clone = path.join(this.root, `job-${(this.#jobs += 1)}`);
    execFileSync('git', ['clone', '-q', '--depth', '1', '--branch', tag, `file://${this.root}/remote.git`, clone], { stdio: 'pipe' });
    this.tool(tools.dvc, ['pull', '-q', 'model.bin'], clone);
    const env = { ...this.#robot.env, CI: '1', XDG_STATE_HOME: path.join(clone, '..', `state-${this.#jobs}`) };
    return async (...args) => textOf(await this.mlops.run(args, clone, env));
  }

  /** A drift report over data that ended so many days ago; its path. */
  async driftReport(daysAgo: number): Promise<string> {
    const folder = path.join(this.root, `drift-${daysAgo}`);
    mkdirSync(folder, { recursive: true });
    // Independent from row to row, and enough of them for a change to be ruled out.
    const random = new RandomGenerator('d21f7');
    const rows = (at: number) => ['ts,x', ...Array.from({ length: 4_000 }, (_, row) => `${new Date(at - row * 10_000).toISOString()},${Math.round(random.uniform() * 10_000)}`)].join('\n');
    const end = Date.now() - daysAgo * dayMs;
    writeFileSync(path.join(folder, 'reference.csv'), rows(end - 10 * dayMs));
    writeFileSync(path.join(folder, 'current.csv'), rows(end));
    const { stdout } = await this.mlops.run(['drift', '--reference', 'reference.csv', '--current', 'current.csv', '--time', 'ts', '--json'], folder);
    writeFileSync(path.join(folder, 'report.json'), stdout);
    return path.join(folder, 'report.json');
  }
}

function textOf({ code, stdout, stderr }: Ended): { readonly code: number | null; readonly text: string } {
  return { code, text: `${stdout}${stderr}` };
}
