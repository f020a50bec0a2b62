import { expect } from 'vitest';
import { commit, simple, type Shape } from './shapes.ts';

export const stateShapes: readonly Shape[] = [
  {
    name: 'finished in a temporary folder, renamed, removed, on a branch of its own',
    runs: 4,
    async make(project) {
      await project.write(simple);
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q --temp -n aside -S lr=2', 'dvc exp run -q -n before -S lr=3', 'dvc exp rename before after', 'dvc exp run -q -n gone -S lr=4', 'dvc exp remove -q gone']);
      await project.all(['dvc exp run -q -n branched -S lr=5', 'dvc exp branch -q branched work']);
    },
    check({ runs }) {
      const names = [...runs.values()].map((run) => run.name);
      expect(names).toEqual(expect.arrayContaining(['aside', 'after']));
      expect(names).not.toContain('gone');
    },
  },
];
