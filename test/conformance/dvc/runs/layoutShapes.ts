import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { commit, type Shape } from './shapes.ts';
import type { RealProject } from '../realProject.ts';

type Files = Readonly<Record<string, string>>;

/** One commit a set of files: nothing is run, so many shapes cost one look. */
async function oneCommitEach(project: RealProject, shapes: Readonly<Record<string, Files>>): Promise<void> {
  let before: string[] = [];
  for (const [name, files] of Object.entries(shapes)) {
    await project.remove(...before);
    await project.write(files);
    before = Object.keys(files);
    await project.out('git', 'add', '-A');
    await project.out('git', 'commit', '-q', '--allow-empty', '-m', name);
  }
}

const stage = (more: string) => `stages:\n  s:\n    cmd: echo\n${more}`;

/** YAML that other parsers refuse or take for something else. */
const yaml: Readonly<Record<string, Files>> = {
  'brackets closed in the first column': {
    'params.yaml': 'a: [\n1,\n  two,\n]\nb: {\nc: "x,\ny",\nd: [\n-]\n}\nlast: 1\n',
    'dvc.yaml': 'metrics: [\nm.json,\n]\n' + stage('    params: [\n  a,\n]\n'),
    'm.json': '{"x": 1}',
  },
  'a tab in brackets': { 'params.yaml': 'a: [1,\t2]\nb: "x\ty"\nc: |\n  d\te\n# \tend\n' },
  'a tab before a comment': { 'params.yaml': 'a: 1\t# one\n' },
  'a tab for indentation': { 'params.yaml': 'a:\n\tb: 1\n' },
  'an alias of itself': { 'params.yaml': 'a: &a\n  b: *a\n' },
  'numbers as keys': { 'params.yaml': '1: a\n2.5: b\n3.0: c\n1e3: d\n0x10: e\n.inf: f\n-1: g\n' },
  'no such hour': { 'params.yaml': 'a: 2020-01-01T25:00:00\n' },
};

const python: Readonly<Record<string, Files>> = Object.fromEntries(
  [
    'A = 1\n  B = 2\n', 'if x:\nA = 1\n', 'A = 1 2\n', 'A = = 1\n', 'A = 01\n', 'A = [1,,2]\n', 'class A\n  x = 1\n', '\ufeffA = 1\n', 'A = 1 +\n',
    'if x: A = 1; B = 2\nC = 3\n', 'A = 1\rB = 2\r', 'try:\n  A = 1\nexcept E as e:\n  B = 1\nC = not x\nD = 1 if x else 2\nE = f(*a, **b)[1:, :-1]\nlambda *, a: 1\nF = 5\n',
  ].map((text) => [JSON.stringify(text), { 'p.py': text, 'dvc.yaml': 'params: [p.py]\n' }]),
);

/** What the schema of DVC refuses, so that it shows nothing of the commit, and what looks alike and is fine. */
const schema: Readonly<Record<string, Files>> = Object.fromEntries(
  Object.entries({
    'an unknown flag of an output': stage('    outs: [x: {shape: round}]\n'),
    'a flag of the wrong type': stage('    outs: [x: {cache: "no"}]\n'),
    'every flag': stage('    outs: [x: {desc: a, meta: 1, type: t, labels: [q], push: false, remote: r, persist: true, cache: false}]\n    plots: [p.csv: {x: a, y: b, template: linear, header: false, title: t}]\n'),
    'an unknown flag of a plot': 'plots:\n- x: {p: 1}\n',
    'plots of all forms': 'plots:\n- p.csv\n- q: {x: a, y: {p.csv: [a, b]}}\n- r:\n',
    'an artifact without a path': 'artifacts:\n  a: {type: model}\n',
    'an artifact with an unknown key': 'artifacts:\n  a: {path: x, colour: red}\n',
    'datasets that are none': 'datasets: 5\n',
    'a stage of a group that is not there': 'stages:\n  a@b: {cmd: echo}\n',
    'an empty matrix': 'stages:\n  s: {matrix: {}, cmd: echo}\n',
    'a number for a path': 'metrics: ["${n}"]\n',
    'a number for a dependency': stage('    deps: ["${n}"]\n'),
    'vars of an empty file': `vars: [empty.yaml]\n${stage('')}`,
    'windows separators': 'metrics: ["sub\\\\m.json"]\n',
    'keys of a list': stage('    params: [list.yaml: ["0", a]]\n'),
  }).map(([name, text]) => [name, { 'dvc.yaml': text, 'params.yaml': 'n: 3\n', 'empty.yaml': '', 'list.yaml': '- 1\n', 'sub/m.json': '{"x": 1}', '3': 'y: 2\n' }]),
);

const dataFiles: Readonly<Record<string, Files>> = Object.fromEntries(
  Object.entries({
    'an unknown key of a .dvc file': 'outs:\n- path: x\n  shape: round\n',
    'a .dvc file of DVC 1': 'outs:\n- path: x\n  metric: true\n',
    'an import without its url': 'deps:\n- path: d\n  repo: {rev: v1}\nouts:\n- path: x\n',
    'an import': `frozen: true\ndeps:\n- path: d\n  repo: {url: https://example.com/r, rev_lock: ${'a'.repeat(40)}}\nouts:\n- {md5: ${'b'.repeat(32)}, size: 1, hash: md5, path: x}\n`,
  }).map(([name, text]) => [name, { 'x.dvc': text, 'params.yaml': 'n: 3\n' }]),
);

export const layoutShapes: readonly Shape[] = [
  {
    name: 'YAML and Python in every layout, and what the schema of DVC allows and refuses',
    runs: 35,
    make: (project) => oneCommitEach(project, { ...yaml, ...python, ...schema, ...dataFiles }),
  },
  {
    name: 'links in a commit, a file named .dvc, a folder of metrics with ignored files',
    runs: 3,
    async make(project) {
      const { root } = project;
      await project.write({ 'real.json': '{"x": 1}', 'md/own.json': '{"y": 2}', 'dvc.yaml': 'metrics: [md, folder, link.json]\n', 'params.yaml': 'n: 1\n' });
      await symlink('real.json', path.join(root, 'link.json'));
      await symlink('md', path.join(root, 'folder'));
      await symlink('../real.json', path.join(root, 'md/link.json'));
      await project.all(commit('links'));
      await project.write({ 'sub/.dvc': 'not YAML: [', 'sub/dvc.yaml': 'not YAML: [', 'md/b.json': '{"b": 1}', 'md/deep/c.json': '{"c": 1}', 'md/.dvcignore': 'deep\n' });
      await project.all(commit('a file named .dvc'));
      await project.write({ '.dvcignore': 'md/b.json\n' });
      await project.all(commit('ignored'));
    },
  },
];
