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

/** A small model that is in git itself. A link is refused: what it leads to is not the model's own. */
async function inGit(ctx: DvcContext, commit: string, path: string, signal: AbortSignal): Promise<readonly ModelContent[]> {
  const repository = await ctx.repository(signal);
  const [object] = repository ? await repository.objects([`${commit}:${path}`], signal) : [];
  if (object?.type !== 'blob' || object.tooLarge !== undefined) {
    throw fail('notFound', `Commit ${commit.slice(0, 7)} holds no file ${path}.`, { hint: 'Track the model with DVC or git before it is registered.' });
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, -name.length).replace(/\/$/, '');
  const entry = (await repository!.tree(folder === '' ? commit : `${commit}:${folder}`, signal)).find((one) => one.name === name);
  if (entry?.mode !== '100644' && entry?.mode !== '100755') throw fail('invalid', `${path} of the model is a link.`, { hint: 'Commit the file itself, and register the model again.' });
  return [{ path: name, sizeBytes: object.bytes.length, read: async (start, end) => object.bytes.subarray(start, end) }];
}
