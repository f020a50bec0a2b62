import type { Disposable } from '../base/disposable.ts';

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Changes whenever the file is replaced, where the system has one. */
  readonly inode: number;
  /** Permission bits, with those for set-user-id and the like; not there where the system has none. */
  readonly mode?: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: FileStat['kind'];
}

export interface Files {
  /** Throws `notFound`, `forbidden`, or `tooLarge` above `maxBytes` (default 64 MiB). */
  read(path: string, options?: { readonly maxBytes?: number }): Promise<Uint8Array>;
  readText(path: string, options?: { readonly maxBytes?: number }): Promise<string>;
  /** Bytes [start, end) ; fewer at the end of the file. */
  readRange(path: string, start: number, end: number): Promise<Uint8Array>;
  /** Undefined where nothing is there. Does not follow a final link unless told. */
  stat(path: string, options?: { readonly followLinks?: boolean }): Promise<FileStat | undefined>;
  /** Undefined where the folder is not there. */
  list(path: string): Promise<FolderEntry[] | undefined>;
  /** Whole file, through a temporary one and a rename: a reader never sees half of it. Makes parent folders. */
  writeAtomic(path: string, content: string | Uint8Array, options?: { readonly mode?: number }): Promise<void>;
  /** One file; nothing where it is not there. */
  remove(path: string): Promise<void>;
  /** An advisory lock between processes: undefined while another holds it; one left behind ends after 10 s. */
  lock?(path: string): Promise<Disposable | undefined>;
  realPath(path: string): Promise<string>;
  /** Narrow watch: named files or single folders (not recursive). Fires at most once per 100 ms. */
  watch(paths: readonly string[], onChange: (path: string) => void): Disposable;
}
