import type { SourceConfig } from '../../core/model/source.ts';
import type { GitCommit, GitRepository } from '../../core/port/git.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { DvcCache } from './project/cache.ts';
import type { ProjectFiles } from './project/projectFiles.ts';
import type { ProjectTree } from './project/tree.ts';

/** What every part of one DVC project's connection shares. Made once a connection. */
export interface DvcContext {
  readonly config: SourceConfig;
  readonly machine: Machine;
  /** Absolute root of the DVC project: the folder that holds `.dvc`. */
  readonly root: string;
  /** Undefined where the project is in no git repository. */
  repository(signal: AbortSignal): Promise<GitRepository | undefined>;
  /** The project below the repository's root, `/` separated; "" at the root. */
  projectPath(signal: AbortSignal): Promise<string>;
  /** Forgets what may have moved: where the repository and the cache are. */
  invalidate(): void;
  readonly cache: DvcCache;
  /** Resolves `dvc.yaml`, `dvc.lock` and `.dvc` files of a tree, remembering what it has seen. */
  readonly files: ProjectFiles;
  readonly workspace: ProjectTree;
  /** The project at a commit. Throws `notFound` where the commit has no such folder. */
  commitTree(sha: string, signal: AbortSignal): Promise<ProjectTree>;
  /** As `commitTree`, for a commit that is read already. */
  treeOf(commit: GitCommit, signal: AbortSignal): Promise<ProjectTree>;
  /** Id of the run a commit (or queue entry) is. */
  runId(sha: string, signal: AbortSignal): Promise<string>;
}
