import { toFault } from '../../../core/base/fault.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { DvcContext } from '../context.ts';
import { resolvedFiles, workspaceFiles } from '../datasets/resolvedFiles.ts';
import { folderOf, isWithin } from '../project/path.ts';
import type { ResolvedArtifact, ResolvedFile } from '../project/model.ts';
import { gtoArtifacts, type GtoArtifact } from './gtoState.ts';
import { readGtoTags } from './readTags.ts';

/** A model by its full name: `sub/folder:name`, or `name` where its `dvc.yaml` lies at the repository's root. */
export interface DvcModel {
  readonly name: string;
  /** As the working tree declares it. */
  readonly declared: ResolvedArtifact | null;
  readonly tags: GtoArtifact | null;
}

/** Models that the working tree declares, and those that git tags speak of. */
export async function modelsOf(
  ctx: DvcContext,
  signal: AbortSignal,
): Promise<{ models: DvcModel[]; problems: readonly Problem[] }> {
  const repository = await ctx.repository(signal);
  const prefix = await ctx.projectPath(signal);
  const { files, problems } = await workspaceFiles(ctx, signal);
  const declared = new Map(files.flatMap((file) => declaredIn(file, prefix)));
  const tagged = new Map<string, GtoArtifact>();
  for (const artifact of repository ? gtoArtifacts(await readGtoTags(repository, signal)) : []) {
    if (declared.has(artifact.name) || (await belongsHere(ctx, repository?.root ?? ctx.root, prefix, artifact.name))) {
      tagged.set(artifact.name, artifact);
    }
  }
  const names = [...new Set([...declared.keys(), ...tagged.keys()])].sort();
  const models = names
    .map((name) => ({ name, declared: declared.get(name) ?? null, tags: tagged.get(name) ?? null }))
    // An artifact that is said to be a dataset is no model; one of no type may be.
    .filter(({ declared: own, tags }) => tags !== null || own?.type === 'model' || own?.type === null);
  return { models, problems };
}

export function declaredIn(file: ResolvedFile, prefix: string): Array<[string, ResolvedArtifact]> {
  const folder = [prefix, folderOf(file.path)].filter((part) => part !== '').join('/');
  return file.artifacts.map((artifact) => [folder === '' ? artifact.name : `${folder}:${artifact.name}`, artifact]);
}

/** Tags are the repository's; each goes to the DVC project that holds its folder, an unclaimed one to all. */
async function belongsHere(ctx: DvcContext, root: string, prefix: string, name: string): Promise<boolean> {
  const colon = name.lastIndexOf(':');
  let folder = colon < 0 ? '' : name.slice(0, colon);
  for (;;) {
    if (folder === prefix) return true;
    const config = [root, folder, '.dvc', 'config'].filter((part) => part !== '').join('/');
    if (await ctx.machine.files.stat(config)) return false;
    if (folder === '') return true;
    folder = folderOf(folder);
  }
}

/** Path and digest of a model at a commit; null where it was not declared there. */
export async function locationAt(ctx: DvcContext, sha: string, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    const prefix = await ctx.projectPath(signal);
    const folder = name.includes(':') ? name.slice(0, name.lastIndexOf(':')) : '';
    if (!isWithin(folder, prefix)) return null;
    const { files } = await resolvedFiles(ctx, await ctx.commitTree(sha, signal), signal);
    const artifact = files.flatMap((file) => declaredIn(file, prefix)).find(([one]) => one === name)?.[1];
    if (!artifact || artifact.path === null) return null;
    const out = files.flatMap((file) => file.stages.flatMap((stage) => stage.outs)).find((one) => one.path === artifact.path);
    const digest = out?.lock?.digest;
    return digest ? `${artifact.path} (md5 ${digest})` : artifact.path;
  } catch (error) {
    // What a commit declared is a detail of the version; a broken or shallow commit does not hide the version.
    const { code } = toFault(error);
    if (code === 'corrupt' || code === 'schema' || code === 'notFound' || code === 'tooLarge') return null;
    throw error;
  }
}
