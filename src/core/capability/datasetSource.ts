import type { Dataset, DatasetDiff, DatasetVersion } from '../model/dataset.ts';
import type { TableOrigin } from '../table/tableSource.ts';
import type { Page, PageRequest } from './page.ts';

export interface DatasetSource {
  datasets(request: PageRequest, signal: AbortSignal): Promise<Page<Dataset>>;
  /** Newest first. */
  versions(dataset: string, request: PageRequest, signal: AbortSignal): Promise<Page<DatasetVersion>>;
  /** File-level difference of two versions of any datasets of this source. */
  diff?(from: string, to: string, signal: AbortSignal): Promise<DatasetDiff>;
  /** The first bytes of a version (of one file in it, where it is a folder). */
  preview?(version: string, path: string | null, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * The whole content behind a reference in the provider's own words (what stands after `<provider>:`). Paths in it are relative
   * to `folder`. Throws `notFound` where this source does not know it, `notPulled` where its bytes are elsewhere.
   */
  content?(reference: string, folder: string, signal: AbortSignal): Promise<DataContent>;
}

/** Where the bytes of some data are, on this machine. */
export interface DataContent {
  /** What the file is called, which tells its format: a cache names files otherwise. */
  readonly fileName: string;
  /** A file, which must not be written to; or bytes, where there is none. */
  readonly place: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly origin: TableOrigin;
}
