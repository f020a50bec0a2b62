import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Candidate, Digest, EntryBody } from '../../../../src/core/governance/ledger/entry.ts';
import type { LedgerFile } from '../../../../src/core/governance/ledger/ledgerFile.ts';
import { nodeGitBranches } from '../../../../src/io/git/branches.ts';
import { nodeProcess } from '../../../../src/io/process.ts';
import { entryPath, signaturePath } from '../../../../src/services/governance/ledgerFiles.ts';
import { TestLedger, type Signer } from '../../../unit/governance/ledgers.ts';
import type { Mlops } from '../../cli/mlops.ts';
import { Someone } from '../people.ts';
import { cache, filesOf, trained, weights } from './content.ts';
import { signerOf } from './keyFile.ts';
import { policy, roster } from './rules.ts';

type Name = 'ada' | 'bo' | 'cy' | 'dan' | 'eve' | 'robot';
const names: readonly Name[] = ['ada', 'bo', 'cy', 'dan', 'eve', 'robot'];
const withClone: readonly Name[] = ['ada', 'bo', 'cy'];
const signal = AbortSignal.timeout(600_000);
const branches = nodeGitBranches(nodeProcess(process.env));

type Said = { readonly prev?: readonly Digest[]; readonly claimedAt?: string; readonly key?: string } & EntryBody;

/**
 * A bare remote, three clones, six people with keys, and a model that ada trained (as DVC leaves it) and asks for. Everybody may push
 * to the remote: what an attacker writes is put there directly.
 */
export class Place {
  readonly root: string;
  readonly ledger: TestLedger;
  readonly candidate: Candidate;
  /** The entry with which ada asked. */
  readonly request: Digest;
  readonly #mlops: Mlops;
  readonly #people: ReadonlyMap<Name, Someone>;
  #pushed: number;

  private constructor(mlops: Mlops, root: string, from: Pick<Place, 'ledger' | 'candidate' | 'request'>) {
    this.#mlops = mlops;
    this.root = root;
    this.ledger = new TestLedger(from.ledger);
    this.candidate = from.candidate;
    this.request = from.request;
    this.#pushed = this.ledger.files.length;
    this.#people = new Map(names.map((name) => [name, new Someone(mlops, root, name)]));
  }

  static async make(mlops: Mlops): Promise<Place> {
    const root = mkdtempSync(path.join(tmpdir(), 'mlops-threats-'));
    const git = gitIn(root);
    git('init', '-q', '--template=', '--bare', '-b', 'main', 'remote.git');
    const people = new Map(names.map((name) => [name, new Someone(mlops, root, name)]));
    const ada = people.get('ada')!;
    people.get('ada')!.makeKey('second');
    people.get('bo')!.makeKey('second');
    git('clone', '-q', '--template=', 'remote.git', 'ada');
    ada.git('remote', 'set-url', 'origin', '../remote.git');
    ada.git('checkout', '-qb', 'main');
    ada.commit(trained(0.91), 'Trained');
    ada.git('tag', '-a', 'churn@v0.0.1', '-m', 'Registering artifact churn version v0.0.1');
    ada.git('push', '-q', 'origin', 'churn@v0.0.1');
    const ledger = new TestLedger(signerOf('ada', ada.keyFile()));
    await addFiles(root, filesOf(ledger.files));
    ada.commit({ '.mlops/policy.yaml': policy(ledger.genesis), '.mlops/roster.yaml': roster(people) }, 'Who decides, and by what');
    for (const name of withClone) {
      if (name !== 'ada') git('clone', '-q', '--template=', 'remote.git', name);
      git('-C', name, 'remote', 'set-url', 'origin', '../remote.git');
      cache(path.join(root, name), weights);
    }
    const { data } = await ada.json<{ candidate: Candidate; digest: Digest }>(['approvals', 'request', 'churn:v0.0.1', '--env', 'staging']);
    const place = new Place(mlops, root, { ledger, candidate: data.candidate, request: data.digest });
    place.pull();
    return place;
  }

  /** For one attack, with nothing remembered of the ledger. */
  copy(): Place {
    const root = mkdtempSync(path.join(tmpdir(), 'mlops-attack-'));
    cpSync(this.root, root, { recursive: true, verbatimSymlinks: true });
    return new Place(this.#mlops, root, this);
  }

  who(name: Name): Someone {
    return this.#people.get(name)!;
  }

  get remote(): string {
    return path.join(this.root, 'remote.git');
  }

  git(...args: string[]): string {
    return gitIn(this.remote)(...args);
  }

  signer(name: Name, key = 'key'): Signer {
    return signerOf(name, this.who(name).keyFile(key));
  }

  /** Signed now and written to the ledger with the next `push`. `key`: another one of that person. */
  say(name: Name, { key, ...body }: Said): Digest {
    return this.ledger.add(this.signer(name, key), { claimedAt: new Date(Date.now() - 60_000).toISOString(), ...body });
  }

  decide(name: Name, kind: 'approve' | 'reject' | 'request-changes', role: string, more: Partial<Said> = {}): Digest {
    return this.say(name, { kind, candidate: this.candidate, request: this.request, role, ...more } as Said);
  }

  /** By bo and cy, as the policy wants it. */
  async approved(): Promise<this> {
    this.decide('bo', 'approve', 'ml-lead');
    this.decide('cy', 'approve', 'risk');
    return this.push();
  }

  async push(): Promise<this> {
    await addFiles(this.root, filesOf(this.ledger.files.slice(this.#pushed)));
    this.#pushed = this.ledger.files.length;
    return this;
  }

  /** Takes what others wrote to the remote. */
  pull(): void {
    const there = new Set(this.ledger.files.map(({ name }) => name));
    const found = this.git('ls-tree', '-r', '--name-only', 'mlops-ledger').split('\n').flatMap((line) => /^entries\/..\/([0-9a-f]{64})\.json$/.exec(line)?.[1] ?? []);
    const show = (name: string) => execFileSync('git', ['-C', this.remote, 'show', `mlops-ledger:${name}`]);
    const files = found.filter((name) => !there.has(name)).map((name) => ({ bytes: show(entryPath(name)), signature: show(signaturePath(name)) }));
    const seq = (bytes: Uint8Array) => (JSON.parse(Buffer.from(bytes).toString()) as { predicate: { seq: number } }).predicate.seq;
    for (const { bytes, signature } of files.sort((a, b) => seq(a.bytes) - seq(b.bytes))) this.ledger.put(bytes, signature);
    this.#pushed = this.ledger.files.length;
  }

  /** Writes paths to the ledger's branch as they are. */
  write(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    return addFiles(this.root, files);
  }

  /** The branch anew, as whoever may force-push leaves it. */
  async rewrite(files: readonly LedgerFile[]): Promise<void> {
    this.git('update-ref', '-d', 'refs/heads/mlops-ledger');
    await addFiles(this.root, filesOf(files));
  }

  /** Of a file's bytes in the remote, by git's name. */
  blob(content: Uint8Array): string {
    return execFileSync('git', ['-C', this.remote, 'hash-object', '-w', '--stdin'], { input: content, encoding: 'utf8' }).trim();
  }

  /** More lines, as `git ls-tree -r` has them, on top of what was pushed, as the branch's next commit. */
  commitTree(lines: readonly string[]): void {
    const index = path.join(this.root, 'index');
    const run = (args: readonly string[], input?: string) => execFileSync('git', ['-C', this.remote, '-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { env: { ...process.env, GIT_INDEX_FILE: index }, encoding: 'utf8', ...(input === undefined ? {} : { input }) }).trim();
    run(['read-tree', 'mlops-ledger']);
    run(['update-index', '--add', '--index-info'], `${lines.join('\n')}\n`);
    const commit = run(['commit-tree', run(['write-tree']), '-p', 'mlops-ledger', '-m', 'odd']);
    run(['update-ref', 'refs/heads/mlops-ledger', commit]);
  }

  /** What a person sees, and the code. */
  async run(name: Name, ...args: string[]): Promise<{ readonly code: number | null; readonly text: string }> {
    const { code, stdout, stderr } = await this.who(name).run(args);
    return { code, text: `${stdout}${stderr}` };
  }

  gate(name: Name = 'cy', ...more: string[]): Promise<{ readonly code: number | null; readonly text: string }> {
    return this.run(name, 'gate', 'churn:v0.0.1', ...(more.includes('--env') ? [] : ['--env', 'staging']), ...more);
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function gitIn(cwd: string) {
  return (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

async function addFiles(root: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const remote = path.join(root, 'remote.git');
  const [tip] = gitIn(remote)('for-each-ref', '--format=%(objectname)', 'refs/heads/mlops-ledger').split('\n');
  await branches.add(remote, { branch: 'mlops-ledger', parent: tip === '' || tip === undefined ? null : tip, files, message: 'entries' }, signal);
}
