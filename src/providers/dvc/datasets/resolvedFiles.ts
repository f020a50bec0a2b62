import { toFault } from '../../../core/base/fault.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { DvcContext } from '../context.ts';
import { isWithin } from '../project/path.ts';
import type { ResolvedFile } from '../project/model.ts';
import type { ProjectTree } from '../project/tree.ts';

export interface ResolvedFiles {
  readonly files: readonly ResolvedFile[];
  /** One for each file that cannot be read; the others are all there. */
  readonly problems: readonly Problem[];
}

/** Every `dvc.yaml` and `.dvc` file of the working tree, with its lock. */
export function workspaceFiles(ctx: DvcContext, signal: AbortSignal): Promise<ResolvedFiles> {
  return resolvedFiles(ctx, ctx.workspace, signal);
}

/** Every `dvc.yaml` and `.dvc` file of a tree, with its lock. */
export async function resolvedFiles(ctx: DvcContext, tree: ProjectTree, signal: AbortSignal): Promise<ResolvedFiles> {
  const files: ResolvedFile[] = [];
  const problems: Problem[] = [];
  const outs: string[] = [];
  for (const { path } of await tree.pipelineFiles()) {
    signal.throwIfAborted();
    // What lies inside an output is data, whatever its name.
    if (outs.some((out) => out !== path && isWithin(path, out))) continue;
    try {
      const file = await ctx.files.resolve(tree, path);
      if (!file) continue;
      files.push(file);
      outs.push(...file.stages.flatMap((stage) => stage.outs.filter((out) => out.isCached).map((out) => out.path)));
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled' || fault.code === 'internal') throw error;
      problems.push(problemOf(ctx.config.id, fault));
    }
  }
  return { files, problems };
}
