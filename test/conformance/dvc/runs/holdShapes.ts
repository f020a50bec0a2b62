import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../../support/tools.ts';
import { Mlops } from '../../cli/mlops.ts';
import { RealProject } from '../realProject.ts';
import { compareBothWays } from './compareBothWays.ts';
import type { Shape } from './shapes.ts';

/** One test a shape: the real tools make it, the command and the real DVC are asked, and both answers are one. */
export function holdShapes(title: string, shapes: readonly Shape[]): void {
  describe.skipIf(missing('dvc', 'node'))(`runs equal dvc exp show -A, both ways, for ${title}`, () => {
    let mlops: Mlops;
    beforeAll(async () => {
      mlops = await Mlops.make();
    });
    afterAll(() => mlops.dispose());

    it.each(shapes.map((shape) => [shape.name, shape] as const))('%s', async (_name, shape) => {
      const project = await RealProject.make();
      try {
        await shape.make(project);
        const compared = await compareBothWays(project, mlops, shape);
        expect(compared.rows.size).toBeGreaterThanOrEqual(shape.runs);
        shape.check?.(compared);
      } finally {
        await shape.after?.(project);
        await project.dispose();
      }
    });
  });
}
