export interface Dataset {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  /** Path in the workspace, or the tracker's own source string. */
  readonly path: string | null;
  /** The version in the working tree or the newest one. */
  readonly current: DatasetVersion | null;
  readonly versionCount: number | null;
  /** Repository and path it was imported from, in words. */
  readonly importedFrom?: string;
}

export interface DatasetVersion {
  readonly id: string;
  readonly dataset: string;
  /** The join key between systems, as the system gives it (`md5:<hex>[.dir]` for DVC). */
  readonly digest: string | null;
  readonly sizeBytes: number | null;
  readonly fileCount: number | null;
  /** Commit that brought it, where git knows. */
  readonly commit: string | null;
  readonly createdAt: string | null;
  readonly message: string | null;
  readonly author: string | null;
  /** Is the content on this machine? */
  readonly present: boolean | null;
}

export interface DatasetFileChange {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'changed' | 'same';
  readonly before: { readonly digest: string; readonly sizeBytes: number | null } | null;
  readonly after: { readonly digest: string; readonly sizeBytes: number | null } | null;
}

export interface DatasetDiff {
  readonly from: string;
  readonly to: string;
  readonly files: readonly DatasetFileChange[];
  /** Set when one side's listing is not on this machine, so `files` is not complete. */
  readonly incomplete: string | null;
}
