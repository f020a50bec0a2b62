import { fail } from '../../../core/base/fault.ts';
import type { ModelContent } from '../../../core/capability/modelContent.ts';
import type { DvcContext } from '../context.ts';
import { listing, notPulled } from '../datasets/content.ts';
import { resolvedFiles } from '../datasets/resolvedFiles.ts';
import { declaredIn } from './catalog.ts';

/**
 * The files of a model as a commit has it: of DVC's cache where DVC keeps it, of git where git does. The md5 of the lock only finds
 * the bytes; what they are is told by their own digest.
 */
export async function contentsAt(ctx: DvcContext, commit: string, name: string, signal: AbortSignal): Promise<readonly ModelContent[]> {
  const { files } = await resolvedFiles(ctx, await ctx.commitTree(commit, signal), signal);
  const prefix = await ctx.projectPath(signal);
  const artifact = files.flatMap((file) => declaredIn(file, prefix)).find(([one]) => one === name)?.[1];
  const path = artifact?.path ?? null;
  if (path === null) throw fail('notFound', `Commit ${commit.slice(0, 7)} declares no model “${name}” with a path.`, { hint: 'Add it under artifacts: in dvc.yaml and commit.' });
  const entry = files.flatMap((file) => file.stages.flatMap((stage) => stage.outs)).find((one) => one.path === path && one.isCached)?.lock;
  if (!entry) return inGit(ctx, commit, [prefix, path].filter((part) => part !== '').join('/'), signal);
  return Promise.all((await listing(ctx.cache, entry)).map(async ({ path: below, digest }): Promise<ModelContent> => {
    const found = await ctx.cache.locate(digest);
    if (!found) throw notPulled(path);
    return { path: below, sizeBytes: found.sizeBytes, read: (start, end) => ctx.machine.files.readRange(found.path, start, end) };
  }));
}

/** A small model that is in git itself. */
async function inGit(ctx: DvcContext, commit: string, path: string, signal: AbortSignal): Promise<readonly ModelContent[]> {
  const repository = await ctx.repository(signal);
  const [object] = repository ? await repository.objects([`${commit}:${path}`], signal) : [];
  if (object?.type !== 'blob' || object.tooLarge !== undefined) {
    throw fail('notFound', `Commit ${commit.slice(0, 7)} holds no file ${path}.`, { hint: 'Track the model with DVC or git before it is registered.' });
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [{ path: name, sizeBytes: object.bytes.length, read: async (start, end) => object.bytes.subarray(start, end) }];
}
