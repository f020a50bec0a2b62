/**
 * Reading git without running what a repository's own config asks for: only for-each-ref, cat-file, rev-parse and
 * log, hardened as DESIGN section 8 says. Everything is read from objects and refs; the working tree from files.
 */
export interface GitRef {
  /** Full name: `refs/heads/main`. */
  readonly name: string;
  /** The object it points to. */
  readonly sha: string;
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
  /** For an annotated tag the object behind it. */
  readonly peeledSha: string | null;
  readonly peeledType: string | null;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly authorEmail: string;
  /** Milliseconds since the epoch. */
  readonly authoredMs: number;
  readonly committedMs: number;
  readonly message: string;
}

export interface GitTreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit';
}

export interface GitObject {
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly bytes: Uint8Array;
  /** Its size in bytes where that is above `maxBytes`; `bytes` is empty then. */
  readonly tooLarge?: number;
}

export interface GitFileChange {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'changed' | 'mode';
  readonly before: string | null;
  readonly after: string | null;
}

export interface GitHead {
  /** Null in a repository with no commits. */
  readonly sha: string | null;
  /** `refs/heads/main`; null when detached. */
  readonly ref: string | null;
}

export interface GitRepository {
  /** Absolute working-tree root. */
  readonly root: string;
  /** Per worktree. */
  readonly gitDir: string;
  /** Shared by linked worktrees: refs and objects are here. */
  readonly commonDir: string;
  head(signal: AbortSignal): Promise<GitHead>;
  refs(prefixes: readonly string[], signal: AbortSignal): Promise<GitRef[]>;
  /**
   * `null` where the name resolves to nothing. Names are `<sha>`, `<sha>^{tree}`, `<sha>:<path>`, `<ref>`. Order is
   * kept. An object above `maxBytes` (default 64 MiB) comes without its bytes.
   */
  objects(
    names: readonly string[],
    signal: AbortSignal,
    options?: { readonly maxBytes?: number },
  ): Promise<Array<GitObject | null>>;
  /**
   * As `objects`, with each handed over as soon as git has it, in order. By a process of its own: thousands of them keep no other
   * question waiting.
   */
  stream(
    names: readonly string[],
    onObject: (object: GitObject | null) => void,
    signal: AbortSignal,
    options?: { readonly maxBytes?: number },
  ): Promise<void>;
  commits(shas: readonly string[], signal: AbortSignal): Promise<Array<GitCommit | null>>;
  tree(sha: string, signal: AbortSignal): Promise<GitTreeEntry[]>;
  /** Newest first; `paths` limits to commits that touch them. */
  log(
    options: { readonly from: readonly string[]; readonly paths?: readonly string[]; readonly limit?: number },
    signal: AbortSignal,
  ): Promise<string[]>;
  /** Names of files that differ between two commits, from tree objects alone. */
  changes(from: string, to: string, signal: AbortSignal): Promise<GitFileChange[]>;
  /** Reflog entries of a ref, newest first: `[{sha, message}]`. Empty where there is none. */
  reflog(ref: string, signal: AbortSignal): Promise<Array<{ readonly sha: string; readonly message: string }>>;
}

export interface Git {
  /** The repository that holds this folder, or undefined. Handles `.git` files (worktrees, submodules). */
  open(folder: string, signal: AbortSignal): Promise<GitRepository | undefined>;
}
