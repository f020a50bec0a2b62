/** A branch that no worktree has out, which only gains files. */
export interface GitBranches {
  /**
   * A commit on `parent` (null: the first of the branch) with these files added, and the branch set to it. Index and worktree stay as
   * they are; no hook runs. Throws `conflict` where the branch is no longer at `parent`, or a file is there with other bytes.
   */
  add(root: string, change: BranchChange, signal: AbortSignal): Promise<string>;
  /** Fetches the branch as `refs/mlops/remotes/<remote>/<branch>`; its tip, or null where the remote has none, and then that ref goes too. Throws `unreachable` or `auth`. */
  fetch(root: string, remote: string, branch: string, signal: AbortSignal): Promise<string | null>;
  /** Throws `conflict` where the remote moved on meanwhile, `forbidden` where it refuses, `unreachable` or `auth`. */
  push(root: string, remote: string, branch: string, signal: AbortSignal): Promise<void>;
  /** Sets the branch to a commit that has all that it has. Throws `conflict` where it is no longer at `from`. */
  move(root: string, branch: string, from: string | null, to: string, signal: AbortSignal): Promise<void>;
  /**
   * Asks the remote once where these branches are (null: the one that it has out itself), and fetches as `fetch` does what is not here
   * yet. Throws `unreachable` or `auth`.
   */
  look(root: string, remote: string, branches: ReadonlyArray<string | null>, signal: AbortSignal): Promise<RemoteLook>;
  /** Fetches the history that a shallow clone lacks. */
  deepen(root: string, remote: string, signal: AbortSignal): Promise<void>;
  /** An annotated tag by the person who works here. Throws `conflict` where one of that name is there. */
  addTag(root: string, tag: { readonly name: string; readonly commit: string; readonly message: string }, signal: AbortSignal): Promise<void>;
  /** Throws `conflict` where the remote has another tag of that name; the own one is taken away then. */
  pushTag(root: string, remote: string, name: string, signal: AbortSignal): Promise<void>;
  /** All tags of the remote; none that is here is replaced: throws `conflict` with the names of those that differ, once all others are taken. */
  fetchTags(root: string, remote: string, signal: AbortSignal): Promise<void>;
  remotes(root: string, signal: AbortSignal): Promise<string[]>;
}

export interface RemoteLook {
  /** The branch that the remote has out (`main`); null where it is empty or does not say. */
  readonly out: string | null;
  /** By branch. `tip`: null where the remote has none; `before`: what was fetched the last time. */
  readonly branches: ReadonlyMap<string, { readonly tip: string | null; readonly before: string | null }>;
}

export interface BranchChange {
  readonly branch: string;
  readonly parent: string | null;
  /** Where the branch is now, if not at `parent`: it is set from there in one step, so that nothing is lost in between. */
  readonly replaces?: string;
  /** Path with `/` → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths that are emptied, whatever they held: the one change that a file may see. Commits before still hold it. */
  readonly emptied?: readonly string[];
  readonly message: string;
}
