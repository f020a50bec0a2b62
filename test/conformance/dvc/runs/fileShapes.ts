import { expect } from 'vitest';
import { commit, script, simple, type Shape } from './shapes.ts';

export const fileShapes: readonly Shape[] = [
  {
    name: 'YAML 1.1 odds: octals, dates, anchors, merge keys, lists on one line',
    runs: 2,
    async make(project) {
      await project.write({
        'params.yaml': 'base: &b {x: 1, deep: {y: 010}}\nmerged:\n  <<: *b\n  x: 2\nalias: *b\nanswer: yes\noff: no\nexp: 1e3\nhex: 0xff\nold: 0o17\nflat: [1, two, 3.5, ~, true]\nmany:\n- [1, 2]\n- a: 1\nlong: one\n  two\ntext: |\n  a\n  b\nfolded: >-\n  a\n  b\ntilde: ~\n1: number\nn: .5\nsigned: +3\nbig: 12345678901234567\n',
        'dvc.yaml': 'stages:\n  s:\n    cmd: echo\n    params: [flat, merged.x, merged.deep.y]\n',
      });
      await project.all(commit('odds'));
      await project.write({ 'params.yaml': 'released: 2020-01-02\n', 'dvc.yaml': 'params: [dates.yaml]\n', 'dates.yaml': 'day: 2020-01-02\nmoment: 2020-01-02T03:04:05Z\n' });
      await project.all(commit('dates'));
    },
  },
  {
    name: 'params.yaml absent, empty, a comment, a list, a duplicate key',
    runs: 6,
    async make(project) {
      const { 'params.yaml': _params, ...rest } = simple;
      await project.write({ ...rest, 'dvc.yaml': 'stages:\n  s:\n    cmd: echo\n    params: [lr, custom.yaml: [a.b]]\n', 'custom.yaml': 'a:\n  b: 1\n  c: 2\n' });
      await project.all(commit('absent'));
      for (const [name, text] of Object.entries({ empty: '', comment: '# nothing\n', list: '- 1\n- 2\n', duplicate: 'lr: 1\nlr: 2\n', good: 'lr: 1\n' })) {
        await project.write({ 'params.yaml': text });
        await project.all(commit(name));
      }
    },
  },
  {
    name: 'params that only the lock knows, and a lock without its stage',
    runs: 2,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('locked')]);
      await project.remove('params.yaml');
      await project.write({ 'dvc.yaml': 'stages:\n  other:\n    cmd: echo\n    params: [lr]\n  train:\n    cmd: echo\n    params: [lr, model]\n    metrics: [{m.json: {cache: false}}]\n' });
      await project.all(commit('no params file'));
    },
  },
  {
    name: 'names that are not ASCII, or hold spaces and dots',
    runs: 2,
    async make(project) {
      await project.write({
        'run.py': script,
        'params.yaml': 'lr: 1\ngröße: 1\n"with space": 2\n"dotted.key": 3\nempty: {}\nnone:\n日本: {語: 4}\n',
        'mätriken/m 1.json': '{"schärfe": 0.5, "a.b": 1, "a": {"b": 2}}',
        'dvc.yaml': 'metrics: ["mätriken/m 1.json"]\nstages:\n  größer:\n    cmd: echo\n    params: [größe, "with space"]\n',
      });
      await project.all([['git', 'checkout', '-q', '-b', 'zweig/ü'], ...commit('namen'), ['dvc', 'exp', 'run', '-q', '-n', 'versuch-ü', '-S', 'lr=5']]);
    },
    check({ runs }) {
      expect([...runs.values()].map((run) => run.name)).toContain('versuch-ü');
    },
  },
  {
    name: 'a broken dvc.yaml in one branch, the others whole',
    runs: 4,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('good'), 'dvc exp run -q -n fine -S lr=2', 'git checkout -q -f .', 'git checkout -q -b broken']);
      await project.write({ 'sub/dvc.yaml': 'stages:\n  a:\n    command: wrong word\n' });
      await project.all([...commit('broken'), 'git checkout -q -f main']);
      await project.write({ 'm.json': '{"acc": ' });
      await project.all(commit('half a metrics file'));
    },
    check({ problems }) {
      expect(problems.length).toBeGreaterThanOrEqual(2);
    },
  },
];
