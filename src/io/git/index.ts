import type { Disposable } from '../../core/base/disposable.ts';
import type { Git, GitRepository } from '../../core/port/git.ts';
import { locate } from './locate.ts';
import { ReaderRepository, type GitTools } from './repository.ts';

/**
 * The Git port on the git program. A repository is opened once and shared; `dispose` ends every process. Tools need
 * `process` and `files`; `program` defaults to `git`, `env` (what must not leak into git) to the process's own.
 */
export function nodeGit(
  tools: Omit<GitTools, 'program' | 'env'> & Partial<Pick<GitTools, 'program' | 'env'>>,
): Git & Disposable {
  const complete: GitTools = { program: 'git', env: process.env, ...tools };
  const open = new Map<string, ReaderRepository>();
  return {
    async open(folder: string, signal: AbortSignal): Promise<GitRepository | undefined> {
      signal.throwIfAborted();
      const place = await locate(complete.files, folder);
      if (!place) return undefined;
      // A worktree that was removed and made again at the same path has another git folder.
      const key = `${place.root}\0${place.gitDir}\0${place.commonDir}`;
      let repository = open.get(key);
      if (!repository) {
        repository = new ReaderRepository(place, complete);
        open.set(key, repository);
      }
      return repository;
    },
    dispose() {
      for (const repository of open.values()) repository.dispose();
      open.clear();
    },
  };
}
