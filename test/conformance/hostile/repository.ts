import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tools } from '../../support/tools.ts';

/**
 * A git repository with a DVC project and an MLflow folder store in it, every one of whose configs, hooks, filters and
 * programs writes a marker when it is run. The config is set last, so that making it springs nothing.
 */
export class HostileRepository {
  readonly root: string;
  /** Where each trap leaves a file of its own name. */
  readonly marks: string;
  readonly env: NodeJS.ProcessEnv;
  /** An object of the experiment that a partial clone would fetch when it is asked for. */
  missingObject = '';
  readonly #traps: string;

  constructor(scratch: string) {
    this.root = path.join(scratch, 'clone');
    this.marks = path.join(scratch, 'marks');
    this.#traps = path.join(scratch, 'traps');
    for (const folder of [this.root, this.marks, this.#traps, path.join(scratch, 'home')]) mkdirSync(folder, { recursive: true });
    this.env = {
      // What a reader has no business to start, shadowed by traps.
      PATH: `${path.join(this.root, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: path.join(scratch, 'home'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Mallory',
      GIT_AUTHOR_EMAIL: 'm@example.com',
      GIT_COMMITTER_NAME: 'Mallory',
      GIT_COMMITTER_EMAIL: 'm@example.com',
      LC_ALL: 'C.UTF-8',
    };
    this.#makeHistory();
    this.#makePrograms();
    this.#makeConfig();
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Runs a shell line in the clone, whatever its outcome, and says which traps it sprang. The marks are swept before and after. */
  sprungBy(line: string): string[] {
    this.sweep();
    spawnSync('sh', ['-c', line], { cwd: this.root, env: this.env, stdio: ['ignore', 'ignore', 'ignore'], timeout: 20_000 });
    const sprung = this.marked();
    this.sweep();
    return sprung;
  }

  marked(): string[] {
    return readdirSync(this.marks).sort();
  }

  sweep(): void {
    for (const name of readdirSync(this.marks)) rmSync(path.join(this.marks, name));
  }

  write(name: string, content: string, mode = 0o644): string {
    const file = path.join(this.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  }

  /** A program that leaves its mark; `then` keeps a filter passing its input on, so that git goes on to the next trap. */
  #trap(name: string, then = 'exit 1'): string {
    const file = path.join(this.#traps, name);
    writeFileSync(file, `#!/bin/sh\n: > '${path.join(this.marks, name)}'\n${then}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  #makeHistory(): void {
    this.git('init', '-q', '-b', 'main');
    const mark = (name: string) => path.join(this.marks, name);
    this.write('.gitattributes', '*.yaml filter=evil diff=evil\n*.json filter=process diff=outside\n*.dvc filter=evil\n');
    this.write('.dvc/config', `[core]\n    remote = far\n['remote "far"']\n    url = ssh://far.invalid/data\n    keyfile = /dev/null\n`);
    this.write('dvc.yaml', `stages:\n  train:\n    cmd: touch ${mark('stage')}\n    deps: [code.py]\n    params: [lr, {code.py: [depth]}]\n    metrics:\n      - metrics.json: {cache: false}\n`);
    this.write('params.yaml', 'lr: 0.1\n');
    this.write('code.py', `open(${JSON.stringify(mark('paramsCode'))}, 'w')\ndepth = 3\n`);
    this.write('MLproject', `name: evil\nentry_points:\n  main:\n    command: touch ${mark('entryPoint')}\n`);
    this.write('data.csv.dvc', 'outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 3\n  hash: md5\n  path: data.csv\n');
    this.write('metrics.json', '{"acc": 0.5}\n');
    this.write('mlruns/1/meta.yaml', `experiment_id: '1'\nname: evil\nartifact_location: /tmp/x\nlifecycle_stage: active\n`);
    const run = 'a'.repeat(32);
    this.write(`mlruns/1/${run}/meta.yaml`, `run_id: ${run}\nrun_uuid: ${run}\nexperiment_id: '1'\nrun_name: fine\nstatus: 3\nstart_time: 1700000000000\nend_time: 1700000001000\nlifecycle_stage: active\nartifact_uri: /tmp/x\nuser_id: m\n`);
    const coded = 'b'.repeat(32);
    this.write(`mlruns/1/${coded}/meta.yaml`, `run_id: ${coded}\nrun_name: !!python/object/apply:os.system ["touch ${mark('yamlCode')}"]\nexperiment_id: '1'\nstatus: 3\n`);
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'first');
    this.#makeExperiment();
    // A signed commit: showing a signature runs gpg.program.
    const signed = this.git('cat-file', '-p', 'HEAD').replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n');
    const sha = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { cwd: this.root, env: this.env, input: `${signed}\n`, encoding: 'utf8' }).trim();
    this.git('update-ref', 'refs/heads/signed', sha);
    this.git('tag', '-a', 'model@v1.0.0', '-m', 'model');
  }

  /** An experiment, as DVC keeps it; its params are left out, as a partial clone leaves out what was not asked for yet. */
  #makeExperiment(): void {
    const base = this.git('rev-parse', 'HEAD');
    this.write('params.yaml', 'lr: 0.7\n');
    this.write('metrics.json', '{"acc": 0.7}\n');
    this.git('commit', '-q', '-am', 'dvc: commit experiment');
    this.git('update-ref', `refs/exps/${base.slice(0, 2)}/${base.slice(2)}/lazy-exp`, 'HEAD');
    this.missingObject = this.git('rev-parse', 'HEAD:params.yaml');
    this.git('reset', '-q', '--hard', base);
    unlinkSync(path.join(this.root, '.git/objects', this.missingObject.slice(0, 2), this.missingObject.slice(2)));
  }

  #makePrograms(): void {
    for (const name of ['ssh', 'dvc', 'mlflow', 'gto', 'python', 'python3', 'curl']) {
      this.write(`bin/${name}`, `#!/bin/sh\n: > '${path.join(this.marks, `path-${name}`)}'\nexit 1\n`, 0o755);
    }
    for (const name of ['python', 'dvc', 'mlflow']) {
      this.write(`.venv/bin/${name}`, `#!/bin/sh\n: > '${path.join(this.marks, `venv-${name}`)}'\nexit 1\n`, 0o755);
    }
    this.write('.venv/pyvenv.cfg', 'home = /usr/bin\n');
  }

  #makeConfig(): void {
    const hook = this.#trap('hook', 'exit 0');
    const folderHook = this.#trap('folderHook', 'exit 0');
    const hooks = path.join(this.#traps, 'hooks');
    mkdirSync(hooks);
    for (const name of ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-commit', 'pre-auto-gc']) {
      writeFileSync(path.join(hooks, name), `#!/bin/sh\nexec '${folderHook}'\n`, { mode: 0o755 });
      this.write(`.git/hooks/${name}`, `#!/bin/sh\nexec '${hook}'\n`, 0o755);
    }
    const bare = path.join(this.#traps, 'far.git');
    execFileSync('git', ['init', '-q', '--bare', bare], { env: this.env });
    this.write('.git/objects/info/alternates', `${path.join(bare, 'objects')}\n`);
    const credentials = this.#trap('credentialHelper');
    this.write('.git/more.config', `[credential]\n\thelper = "!${credentials}"\n[gpg]\n\tprogram = ${this.#trap('gpg')}\n[log]\n\tshowSignature = true\n\tmailmap = true\n`);
    const config: ReadonlyArray<readonly [string, string]> = [
      ['core.hooksPath', hooks],
      ['core.fsmonitor', this.#trap('fsmonitor')],
      ['filter.evil.clean', this.#trap('clean', 'cat')],
      ['filter.evil.smudge', this.#trap('smudge', 'cat')],
      ['filter.process.process', this.#trap('process')],
      ['diff.evil.textconv', this.#trap('textconv', 'cat "$1"')],
      ['diff.evil.cachetextconv', 'true'],
      ['diff.outside.command', this.#trap('diffCommand')],
      ['diff.external', this.#trap('diffExternal')],
      ['core.pager', this.#trap('pager', 'cat')],
      ['pager.for-each-ref', this.#trap('ownPager', 'cat')],
      ['core.editor', this.#trap('editor')],
      ['core.askPass', this.#trap('askPass')],
      ['core.gitProxy', this.#trap('gitProxy')],
      ['core.sshCommand', this.#trap('sshCommand')],
      ['core.alternateRefsCommand', this.#trap('alternateRefs', 'exit 0')],
      ['alias.rev-list', `!${this.#trap('aliasOfOwn')}`],
      ['alias.show-everything', `!${this.#trap('alias')}`],
      ['include.path', 'more.config'],
      ['protocol.allow', 'always'],
      ['protocol.ext.allow', 'always'],
      ['protocol.file.allow', 'always'],
      ['remote.lazy.url', `ext::${this.#trap('lazyFetch')}`],
      ['remote.lazy.promisor', 'true'],
      ['remote.lazy.partialCloneFilter', 'blob:none'],
      ['remote.packed.url', bare],
      ['remote.packed.uploadpack', this.#trap('uploadpack')],
      ['remote.packed.promisor', 'true'],
      ['remote.origin.url', 'ssh://git@far.invalid/repo'],
      ['remote.origin.promisor', 'true'],
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'lazy'],
    ];
    for (const [key, value] of config) execFileSync('git', ['config', '--file', path.join(this.root, '.git/config'), key, value], { env: this.env });
  }
}

/** Each trap, and what a person might type that springs it. */
export const springs: ReadonlyArray<readonly [trap: string, line: string]> = [
  ['fsmonitor', 'git status'],
  ['folderHook', 'git update-ref refs/heads/more HEAD'],
  ['hook', 'git -c core.hooksPath=.git/hooks update-ref refs/heads/other HEAD'],
  // Without the process filter: git dies of it when metrics.json was written in the second of the index and is read again.
  ['clean', 'touch params.yaml; git -c core.fsmonitor=false -c filter.process.process= diff --no-ext-diff'],
  ['smudge', 'rm params.yaml; git checkout -- params.yaml'],
  ['process', 'touch metrics.json; git diff'],
  ['textconv', 'git show HEAD -- params.yaml'],
  ['diffExternal', 'echo "# more" >> code.py; git -c filter.process.process= diff -- code.py'],
  ['diffCommand', 'git -c filter.process.process= diff HEAD $(git for-each-ref --format="%(refname)" refs/exps) -- metrics.json'],
  ['sshCommand', 'git ls-remote origin'],
  ['path-ssh', 'GIT_SSH_COMMAND=ssh git ls-remote origin'],
  ['pager', 'script -qec "git log" /dev/null'],
  ['ownPager', 'script -qec "git for-each-ref" /dev/null'],
  ['editor', 'git tag -a more'],
  ['alias', 'git show-everything'],
  ['lazyFetch', 'git cat-file -p $MISSING'],
  ['uploadpack', 'git fetch packed'],
  ['gpg', 'git log -1 signed'],
  ['credentialHelper', 'printf "url=https://x.invalid\\n\\n" | git credential fill'],
  ['askPass', 'printf "url=https://x.invalid\\n\\n" | git -c credential.helper= credential fill'],
  ['gitProxy', 'git ls-remote git://x.invalid/y'],
  ['alternateRefs', 'git rev-list --alternate-refs'],
  ['paramsCode', `${tools.python} code.py`],
  ['yamlCode', `${tools.python} -c "import yaml, glob; [yaml.unsafe_load(open(f)) for f in glob.glob('mlruns/1/b*/meta.yaml')]"`],
  ['entryPoint', `$(sed -n "s/ *command: //p" MLproject)`],
  ['path-python3', 'python3 --version'],
  ['venv-python', '.venv/bin/python --version'],
  // Last: DVC opens no partial clone.
  ['stage', `git config --unset extensions.partialClone; DVC_NO_ANALYTICS=1 ${tools.dvc} repro --no-commit --force --single-item train`],
];
