import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RealProject } from '../realProject.ts';
import { commit, script, simple, type Shape } from './shapes.ts';

/** A stage that writes its metric, says so, and then waits to be let go. */
function waiting({ scratch }: RealProject): string {
  return `${script}import os, time\nif value == '9':\n    open('${scratch}/here', 'w').close()\n    for _ in range(1200):\n        if os.path.exists('${scratch}/go'): break\n        time.sleep(0.1)\n`;
}

async function isHere({ scratch }: RealProject): Promise<void> {
  for (let waited = 0; waited < 1_200 && !existsSync(path.join(scratch, 'here')); waited += 1) await sleep(100);
}

const letGo = ({ scratch }: RealProject) => writeFile(path.join(scratch, 'go'), '');

let background: Promise<void> = Promise.resolve();

export const stateShapes: readonly Shape[] = [
  {
    name: 'a queue entry that runs now, beside one that waits',
    runs: 3,
    async make(project) {
      await project.write({ ...simple, 'run.py': waiting(project) });
      await project.all(['dvc repro -q', ...commit('first'), 'dvc exp run -q --queue -n now -S lr=9']);
      await project.startQueue();
      await isHere(project);
      await project.all(['dvc exp run -q --queue -n waits -S lr=2']);
    },
    check({ runs }) {
      expect([...runs.values()].map((run) => `${run.name} ${run.status}`).sort()).toEqual(['main finished', 'now running', 'waits queued']);
    },
    async after(project) {
      await letGo(project);
      await project.queueEnds();
    },
  },
  {
    name: 'one that runs in a temporary folder',
    runs: 2,
    async make(project) {
      await project.write({ ...simple, 'run.py': waiting(project) });
      await project.all(['dvc repro -q', ...commit('first')]);
      background = project.all(['dvc exp run -q --temp -n aside -S lr=9']);
      await isHere(project);
    },
    check({ runs }) {
      expect([...runs.values()].map((run) => run.status).sort()).toEqual(['finished', 'running']);
    },
    async after(project) {
      await letGo(project);
      await background;
    },
  },
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
