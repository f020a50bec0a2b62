import { posix } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { ResolvedStage } from '../project/model.ts';

/**
 * Scripts that a run of this stage may start, absolute: those of the stage and of every stage it builds on, because DVC
 * runs those first where they are stale.
 */
export function stagePrograms(stages: readonly ResolvedStage[], name: string, root: string): string[] {
  const wanted = stages.filter((stage) => stage.name === name || stage.group === name);
  for (const stage of wanted) {
    for (const { path } of stage.deps) {
      const maker = stages.find((one) => !wanted.includes(one) && one.outs.some((out) => holds(out.path, path)));
      if (maker) wanted.push(maker);
    }
  }
  const programs = wanted.flatMap((stage) => [
    ...stage.deps.map(({ path }) => path),
    ...stage.command.flatMap(wordsOf).map((word) => posix.join(stage.folder, word)),
  ]);
  return [...new Set(programs.filter((path) => path.endsWith('.py')))].map((path) => posix.resolve(root, path));
}

/** A name of our own for the experiment, so that it can be found again once the job has ended. */
export function experimentName(stage: string): string {
  const word = stage.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${word === '' ? 'run' : word}-${randomBytes(3).toString('hex')}`;
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`);
}

/** Good enough to find file names in a shell line; nothing is run by it. */
function wordsOf(command: string): string[] {
  return command.split(/[\s;&|()]+/).map((word) => word.replace(/^['"]|['"]$/g, ''));
}
