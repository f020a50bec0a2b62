import path from 'node:path';
import { fail, isFaultError } from '../../core/base/fault.ts';
import type { Files } from '../../core/port/files.ts';

export interface GitPlace {
  readonly root: string;
  readonly gitDir: string;
  readonly commonDir: string;
}

/** The repository that holds `folder`, found by reading `.git` entries: no process is needed for it. */
export async function locate(files: Files, folder: string): Promise<GitPlace | undefined> {
  for (let root = path.resolve(folder); ; root = path.dirname(root)) {
    const gitDir = await gitDirAt(files, root);
    if (gitDir) return { root, gitDir, commonDir: await commonDirOf(files, gitDir) };
    if (path.dirname(root) === root) return undefined;
  }
}

async function gitDirAt(files: Files, root: string): Promise<string | undefined> {
  const entry = path.join(root, '.git');
  const stat = await files.stat(entry, { followLinks: true });
  if (stat?.kind === 'folder') {
    // git takes a folder for a repository only if it has a HEAD; an empty `.git` is looked past.
    return (await files.stat(path.join(entry, 'HEAD'))) ? entry : undefined;
  }
  if (stat?.kind !== 'file') return undefined;
  const text = await files.readText(entry, { maxBytes: 64 * 1024 });
  const target = /^gitdir: (.+?)\s*$/m.exec(text)?.[1];
  if (target === undefined) throw fail('corrupt', `${entry} does not name a git folder.`, { at: { path: entry } });
  const gitDir = path.resolve(root, target);
  if (!(await files.stat(path.join(gitDir, 'HEAD')))) {
    throw fail('notFound', `${entry} points to ${gitDir}, which is no git folder.`, {
      hint: 'The main repository was moved or removed. Run "git worktree repair" there.',
      at: { path: entry },
    });
  }
  return gitDir;
}

async function commonDirOf(files: Files, gitDir: string): Promise<string> {
  const text = await readOptional(files, path.join(gitDir, 'commondir'));
  return text === undefined ? gitDir : path.resolve(gitDir, text.trim());
}

/** A small text file, or undefined where there is none. */
export async function readOptional(files: Files, file: string): Promise<string | undefined> {
  try {
    return await files.readText(file);
  } catch (error) {
    if (isFaultError(error) && error.fault.code === 'notFound') return undefined;
    throw error;
  }
}
