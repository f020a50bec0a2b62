import path from 'node:path';
import { fail } from '../../../core/base/fault.ts';
import type { DataContent } from '../../../core/capability/datasetSource.ts';
import type { DvcContext } from '../context.ts';
import type { LockEntry } from '../project/model.ts';
import { isWithin } from '../project/path.ts';
import type { ProjectTree } from '../project/tree.ts';
import { isFolder, listing, notPulled } from './content.ts';
import { resolvedFiles } from './resolvedFiles.ts';
import { commitOf } from './revision.ts';

const maxBlobBytes = 256 * 1024 * 1024;
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/**
 * The content behind `PATH[@REV]`: what DVC tracks there at that revision, from the local cache; else what git itself holds. Without
 * a revision the file in the working tree, or, where it is not checked out, what the working tree's records name. The last `@` parts.
 */
export async function contentOf(ctx: DvcContext, reference: string, folder: string, signal: AbortSignal): Promise<DataContent> {
  const at = reference.lastIndexOf('@');
  const [written, revision] = at < 0 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
  const absolute = path.resolve(folder, written);
  const inProject = path.relative(ctx.root, absolute).replaceAll('\\', '/');
  if (inProject === '' || isOutsideOf(inProject)) throw fail('notFound', `${written} is no file of the DVC project ${ctx.root}.`);
  const fileName = path.basename(absolute);
  if (revision === '') {
    const stat = await ctx.machine.files.stat(absolute, { followLinks: true });
    if (stat?.kind === 'file') return { fileName, place: { path: absolute }, origin: { revision: null, commit: null, run: null } };
    return { fileName, ...(await tracked(ctx, ctx.workspace, inProject, null, signal)) };
  }
  const commit = await commitOf(ctx, revision, signal);
  return { fileName, ...(await tracked(ctx, await ctx.commitTree(commit, signal), inProject, commit, signal)) };
}

function isOutsideOf(relative: string): boolean {
  return relative === '..' || relative.startsWith('../') || path.isAbsolute(relative);
}

type Found = Omit<DataContent, 'fileName'>;

async function tracked(ctx: DvcContext, tree: ProjectTree, file: string, commit: string | null, signal: AbortSignal): Promise<Found> {
  const { files, problems } = await resolvedFiles(ctx, tree, signal);
  const outs = files.flatMap((one) => one.stages).flatMap((stage) => stage.outs).filter((out) => out.isCached && isWithin(file, out.path));
  const out = outs.find((one) => one.lock !== null) ?? outs[0];
  if (out) return cached(ctx, file, out.path, out.lock, commit);
  const blob = commit === null ? undefined : await tree.find(file);
  if (blob?.kind === 'file') return { ...(await gitBlob(ctx, file, blob.id, signal)), origin: { revision: `git:${blob.id}`, commit, run: null } };
  if (blob) throw isAFolder(file, []);
  const [problem] = problems;
  throw fail('notFound', `${file} is tracked neither by DVC nor by git ${commit === null ? 'here' : `at ${commit.slice(0, 7)}`}.`, {
    ...(problem ? { hint: `Not everything could be looked at: ${problem.message}` } : {}),
  });
}

async function cached(ctx: DvcContext, file: string, out: string, entry: LockEntry | null, commit: string | null): Promise<Found> {
  if (!entry) throw fail('notPulled', `${file} has no content yet: the stage that makes it was never run there.`);
  let { digest } = entry;
  if (isFolder(entry)) {
    const files = await listing(ctx.cache, entry);
    const within = file === out ? '' : file.slice(out.length + 1);
    digest = files.find((one) => one.path === within)?.digest ?? null;
    if (digest === null) {
      const below = files.filter((one) => isWithin(one.path, within)).map((one) => `${out}/${one.path}`);
      throw below.length > 0 ? isAFolder(file, below) : fail('notFound', `${out} has no file ${within} there.`);
    }
  } else if (file !== out) throw fail('notFound', `${out} is a file, so ${file} is not in it.`);
  const found = digest === null ? undefined : await ctx.cache.locate(digest);
  if (!found) throw notPulled(file);
  return { place: { path: found.path }, origin: { revision: `md5:${digest ?? ''}`, commit, run: null } };
}

async function gitBlob(ctx: DvcContext, file: string, sha: string, signal: AbortSignal): Promise<Pick<Found, 'place'>> {
  const repository = await ctx.repository(signal);
  const [object] = (await repository?.objects([sha], signal, { maxBytes: maxBlobBytes })) ?? [];
  if (!object) throw fail('notPulled', `${file} is not in this clone: git knows its name and not its content.`, { hint: '"git fetch --refetch" brings what is missing.' });
  if (object.tooLarge !== undefined) {
    throw fail('tooLarge', `${file} has ${object.tooLarge} bytes; from git at most ${maxBlobBytes} are read.`, { hint: 'Check it out and name the file.' });
  }
  if (new TextDecoder().decode(object.bytes.subarray(0, lfsPointer.length)) === lfsPointer) {
    throw fail('notPulled', `${file} is kept by Git LFS; git itself holds only a pointer to it.`, { hint: 'Check that revision out with Git LFS and name the file.' });
  }
  return { place: { bytes: object.bytes } };
}

function isAFolder(file: string, below: readonly string[]) {
  const names = below.slice(0, 3).join(', ');
  return fail('invalid', `${file} is a folder.`, { hint: `Name the file in it${names === '' ? '' : `: ${names}${below.length > 3 ? ' …' : ''}`}.` });
}
