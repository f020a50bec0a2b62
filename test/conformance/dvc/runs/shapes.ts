import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RealProject } from '../realProject.ts';
import type { Compared } from './compareBothWays.ts';
import { expect } from 'vitest';

export interface Shape {
  readonly name: string;
  /** At least so many rows must be compared. */
  readonly runs: number;
  /** The DVC project's folder below the repository's root. */
  readonly below?: string;
  /** Where to look from, relative to the project's root. */
  readonly from?: string;
  make(project: RealProject): Promise<void>;
  check?(compared: Compared): void;
  /** Ends what `make` left running. */
  after?(project: RealProject): Promise<void>;
}

export const commit = (message: string) => [['git', 'add', '-A'], ['git', 'commit', '-q', '-m', message]];
export const script = "import json, sys\nout, value = sys.argv[1], sys.argv[2]\njson.dump({'acc': float(value), 'n': {'deep': 1}}, open(out, 'w'))\n";

/** One stage with a param that every run changes. */
export const simple = {
  'run.py': script,
  'params.yaml': 'lr: 0.5\nmodel:\n  depth: 3\n  name: tree\n',
  'dvc.yaml': 'stages:\n  train:\n    cmd: python run.py m.json ${lr}\n    deps: [run.py]\n    params: [lr, model]\n    metrics:\n      - m.json:\n          cache: false\n',
};

export const shapes: readonly Shape[] = [
  {
    name: 'commits, branches, tags and experiments of each',
    runs: 7,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q -n one -S lr=0.25', 'dvc exp run -q -n two -S lr=1.5 -S model.depth=4']);
      await project.all(['git checkout -q -f .', 'git checkout -q -b side']);
      await project.write({ 'params.yaml': 'lr: 0.75\nmodel:\n  depth: 3\n  name: forest\n' });
      await project.all(['dvc repro -q', ...commit('side work'), 'git tag light', 'dvc exp run -q -n three -S lr=2', 'git checkout -q -f main', 'git tag -a heavy -m heavy']);
      await project.write({ 'notes.md': 'x' });
      await project.all([...commit('notes'), 'git merge -q --no-ff -m merge side']);
    },
  },
  {
    name: 'nested dvc.yaml, wdir, and one key in two param files',
    runs: 2,
    async make(project) {
      await project.write({
        'run.py': script,
        'params.yaml': 'lr: 1\nseed: 7\n',
        'sub/params.yaml': 'lr: 2\nonly: yes\n',
        'other.json': '{"lr": 3, "list": [1, 2, {"a": null}], "inner": {"b": 1e3}}',
        'sub/dvc.yaml': 'stages:\n  a:\n    cmd: python ../run.py m.json ${lr}\n    params: [lr, only]\n    metrics: [{m.json: {cache: false}}]\n',
        'dvc.yaml': 'stages:\n  b:\n    wdir: work\n    cmd: python ../run.py scores.json 0.5\n    params: [../params.yaml: [lr, seed], ../other.json: null]\n    metrics: [{scores.json: {cache: false}}]\n',
        'work/keep': '',
      });
      await project.all(['dvc repro -q -P', ...commit('nested'), 'dvc exp run -q -n changed -S lr=5']);
    },
  },
  {
    name: 'templating: vars of files, local vars, a templated metrics path, foreach and matrix',
    runs: 2,
    async make(project) {
      await project.write({
        'run.py': script,
        'params.yaml': 'lr: 1.5\nout: results\nnames: [a, b]\nmodels:\n  big: {depth: 9}\n  small: {depth: 2}\n',
        'extra.yaml': 'unused: 5\nthresholds: {low: 0.1}\n',
        'results/keep': '',
        'dvc.yaml': `vars:
  - extra.yaml
  - suffix: v2
stages:
  one:
    cmd: python run.py \${out}/m-\${suffix}.json \${lr}
    params: [lr]
    metrics: [{"\${out}/m-\${suffix}.json": {cache: false}}]
  each:
    foreach: \${names}
    do:
      cmd: python run.py \${out}/\${item}.json \${thresholds.low}
      metrics: [{"\${out}/\${item}.json": {cache: false}}]
  dict:
    foreach: \${models}
    do:
      cmd: python run.py \${out}/d-\${key}.json \${item.depth}
      metrics: [{"\${out}/d-\${key}.json": {cache: false}}]
  grid:
    matrix:
      x: [1, 2]
      y: \${names}
    cmd: python run.py \${out}/g-\${item.x}-\${item.y}.json \${item.x}
    metrics: [{"\${out}/g-\${item.x}-\${item.y}.json": {cache: false}}]
`,
      });
      await project.all(['dvc repro -q', ...commit('templated'), 'dvc exp run -q -n quick -S lr=0.5']);
    },
  },
  {
    name: 'params in TOML, JSON, YAML and Python, of every type',
    runs: 2,
    async make(project) {
      await project.write({
        'run.py': script,
        'p.toml': 'lr = 0.1\nbig = 9007199254740991\ninf = inf\n[deep.er]\nx = [1, 2.5, "a"]\n[[tables]]\nk = 1\n',
        'p.json': '{"a": 1, "b": NaN, "c": Infinity, "d": {"e": "text", "f": true}, "dup": 1, "dup": 2}',
        'p.yaml': 'on: 1\nyes_: yes\noctal: 010\nhex: 0x1F\nexp: 1e3\nexpdot: 1.0e+3\nneg: -.inf\nnan: .nan\nbase: &b {x: 1}\nmerged: {<<: *b, y: 2}\nempty:\nquoted: "1"\nsexagesimal: 1:30\nunder: 1_000\nünï: ö\n',
        'p.py': 'LR = 0.01\nNAME: str = "x"\nITEMS = [1, (2, 3)]\nclass Train:\n    epochs = 5\n    def __init__(self):\n        self.depth = 3\n',
        'dvc.yaml': 'stages:\n  s:\n    cmd: python run.py m.json 1\n    params: [p.toml: null, p.json: null, p.yaml: null, p.py: null]\n    metrics: [{m.json: {cache: false}}]\n',
      });
      await project.all(['dvc repro -q', ...commit('types'), 'dvc exp run -q -n other -S p.toml:lr=0.2 -S p.json:a=2']);
    },
  },
  {
    name: 'metrics of NaN, infinity, lists, text, a folder, top-level metrics and params',
    runs: 1,
    async make(project) {
      await project.write({
        'metrics/a.json': '{"x": NaN, "y": [1, 2], "z": {"inf": Infinity, "t": "words", "b": true, "n": null}}',
        'metrics/b.yaml': 'x: 2\n',
        'number.json': '0.5',
        'conf/one.yaml': 'k: 1\n',
        'conf/two.yaml': 'k: 2\nl: 3\n',
        'dvc.yaml': 'metrics:\n  - metrics\n  - number.json\nparams:\n  - conf/one.yaml\n  - conf/two.yaml\n',
      });
      await project.all(commit('top level'));
    },
  },
  {
    name: 'metrics in the cache, pulled',
    runs: 2,
    async make(project) {
      await project.write({ ...simple, 'dvc.yaml': simple['dvc.yaml'].replace('m.json:\n          cache: false', 'm.json') });
      await project.all(['dvc repro -q', ...commit('cached'), 'dvc exp run -q -n more -S lr=0.25']);
    },
    check({ runs }) {
      for (const run of runs.values()) expect(run.metrics['acc']).toBeTypeOf('number');
    },
  },
  {
    name: 'metrics in the cache, not pulled',
    runs: 2,
    async make(project) {
      await project.write({ ...simple, 'dvc.yaml': simple['dvc.yaml'].replace('m.json:\n          cache: false', 'm.json') });
      await project.all(['dvc repro -q', ...commit('cached'), 'dvc exp run -q -n more -S lr=0.25']);
      await rm(path.join(project.root, '.dvc/cache'), { recursive: true });
    },
    check({ runs, problems }) {
      for (const run of runs.values()) expect(run.metrics).toEqual({});
      expect(problems.map((problem) => problem.code)).toContain('notPulled');
    },
  },
  {
    name: 'a pre-3.0 cache',
    runs: 1,
    async make(project) {
      await project.write({ 'metrics.json': '{"acc": 0.5}' });
      const md5 = '68fb44d5ba5e4de3a2c1c1b8a8e1bf0c';
      await project.write({
        'dvc.yaml': 'stages:\n  s:\n    cmd: echo\n    metrics: [metrics.json]\n',
        // A lock as DVC 2 wrote it: no `hash: md5`, so the file is below the first two letters of its digest.
        'dvc.lock': `schema: '2.0'\nstages:\n  s:\n    cmd: echo\n    outs:\n    - path: metrics.json\n      md5: ${md5}\n      size: 12\n`,
        [`.dvc/cache/${md5.slice(0, 2)}/${md5.slice(2)}`]: '{"acc": 0.5}',
        '.gitignore': 'metrics.json\n',
      });
      await project.all(commit('old cache'));
    },
    check({ runs }) {
      for (const run of runs.values()) expect(run.metrics).toEqual({ acc: 0.5 });
    },
  },
  {
    name: 'packed refs, a detached HEAD, and an experiment whose baseline was amended away',
    runs: 2,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q -n lost -S lr=0.25', 'git checkout -q -f .', ['git', 'commit', '-q', '--amend', '-m', 'amended']]);
      await project.all(['dvc exp run -q -n kept -S lr=2', 'git checkout -q -f .', 'git pack-refs --all', 'git gc -q', 'git checkout -q --detach']);
    },
    check({ runs }) {
      expect([...runs.values()].map((run) => run.name)).toContain('kept');
    },
  },
  {
    name: 'a linked worktree',
    runs: 3,
    from: '../linked',
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q -n inMain -S lr=2', 'git checkout -q -f .', 'git worktree add -q -b other ../linked']);
      await project.in('../linked', ['dvc exp run -q -n inLinked -S lr=3']);
    },
  },
  {
    name: 'a project below the root of the repository',
    runs: 2,
    below: 'ml/churn',
    async make(project) {
      await rm(path.join(project.root, '.dvc'), { recursive: true });
      await rm(path.join(project.root, '.dvcignore'), { force: true });
      await project.write(Object.fromEntries(Object.entries(simple).map(([name, text]) => [`ml/churn/${name}`, text])));
      await project.in('ml/churn', ['dvc init -q --subdir', 'dvc repro -q', ...commit('below'), 'dvc exp run -q -n deeper -S lr=3']);
    },
  },
  {
    name: 'queued and failed experiments',
    runs: 4,
    async make(project) {
      await project.write({ ...simple, 'run.py': `${script}if value == '13': sys.exit(3)\n` });
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q --queue -n unlucky -S lr=13', 'dvc queue start', 'dvc exp run -q -n good -S lr=0.25']);
      await project.queueEnds();
      await project.all(['dvc exp run -q --queue -n later -S lr=0.125']);
    },
    check({ runs }) {
      expect([...runs.values()].map((run) => run.status).sort()).toEqual(['failed', 'finished', 'finished', 'queued']);
    },
  },
  {
    name: 'a broken dvc.yaml in one commit, broken params in another',
    runs: 3,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('good')]);
      await project.write({ 'dvc.yaml': 'stages:\n  train: [\n' });
      await project.all(commit('broken pipeline'));
      await project.write({ 'dvc.yaml': simple['dvc.yaml'], 'params.yaml': 'lr: 1\n  bad: {\n' });
      await project.all(commit('broken params'));
    },
    check({ problems }) {
      expect(problems.length).toBeGreaterThanOrEqual(2);
    },
  },
  {
    name: 'DVCLive without a pipeline',
    runs: 2,
    async make(project) {
      await project.write({
        'live.py': 'from dvclive import Live\nwith Live(dvcyaml="dvc.yaml") as live:\n    live.log_param("lr", 0.5)\n    for step in range(3):\n        live.log_metric("train/loss", 1 / (step + 1))\n        live.next_step()\n    live.log_metric("final", float("nan"), plot=False)\n',
      });
      await project.all(commit('script'));
      await project.python('live.py');
    },
  },
];
