import { fail } from '../../core/base/fault.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import { runId } from '../../core/model/id.ts';
import type { GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { DvcContext } from './context.ts';
import { DvcCache } from './project/cache.ts';
import { FolderTree } from './project/folderTree.ts';
import { GitProjectTree, GitTreeMemory } from './project/gitTree.ts';
import { ProjectFiles } from './project/projectFiles.ts';

/** The one context of a connection. Does no I/O by itself. */
export function dvcContext(config: SourceConfig, machine: Machine): DvcContext {
  const path = typeof config.settings['path'] === 'string' ? config.settings['path'] : '';
  const root = path === '' ? config.folder : `${config.folder}/${path}`;
  const memory = new GitTreeMemory();
  let projectPath: Promise<string> | undefined;

  let opened: Promise<GitRepository | undefined> | undefined;

  /** Opened once until `invalidate`: every object read would else look for the `.git` entry again. */
  function repository(signal: AbortSignal): Promise<GitRepository | undefined> {
    opened ??= machine.git.open(root, signal).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function findProjectPath(signal: AbortSignal): Promise<string> {
    const repo = await repository(signal);
    if (!repo) return '';
    // The folder may have been opened through a link, so both sides are compared as they really are.
    const [real, realRoot] = await Promise.all([machine.files.realPath(root), machine.files.realPath(repo.root)]);
    return real === realRoot ? '' : real.slice(realRoot.length + 1).replaceAll('\\', '/');
  }

  const context: DvcContext = {
    config,
    machine,
    root,
    invalidate() {
      opened = undefined;
      projectPath = undefined;
      context.cache.invalidate();
    },
    cache: new DvcCache(machine, root),
    files: new ProjectFiles(),
    workspace: new FolderTree(machine.files, root),
    repository,
    async projectPath(signal) {
      projectPath ??= findProjectPath(signal).catch((error: unknown) => {
        projectPath = undefined;
        throw error;
      });
      return projectPath;
    },
    async commitTree(sha, signal) {
      const repo = await repository(signal);
      const [commit] = (await repo?.commits([sha], signal)) ?? [];
      if (!commit) throw fail('notFound', `The repository of ${root} does not hold commit ${sha}.`);
      return context.treeOf(commit, signal);
    },
    async treeOf(commit, signal) {
      const repo = await repository(signal);
      if (!repo) throw fail('notFound', `${root} is in no git repository.`);
      const below = await context.projectPath(signal);
      const tree = await folderAt(repo, commit.tree, below, signal);
      if (tree === undefined) throw fail('notFound', `Commit ${commit.sha.slice(0, 7)} does not hold the DVC project ${below}.`);
      return new GitProjectTree(repo, tree, memory, signal);
    },
    async runId(sha, signal) {
      const below = await context.projectPath(signal);
      return runId('dvc', below === '' ? sha : `${sha}/${below}`);
    },
  };
  return context;
}

async function folderAt(repo: GitRepository, tree: string, path: string, signal: AbortSignal): Promise<string | undefined> {
  let sha = tree;
  for (const name of path === '' ? [] : path.split('/')) {
    const entry = (await repo.tree(sha, signal)).find((one) => one.name === name && one.type === 'tree');
    if (!entry) return undefined;
    sha = entry.sha;
  }
  return sha;
}
