import type { Dataset, DatasetDiff, DatasetVersion } from '../model/dataset.ts';
import type { Page, PageRequest } from './page.ts';

export interface DatasetSource {
  datasets(request: PageRequest, signal: AbortSignal): Promise<Page<Dataset>>;
  /** Newest first. */
  versions(dataset: string, request: PageRequest, signal: AbortSignal): Promise<Page<DatasetVersion>>;
  /** File-level difference of two versions of any datasets of this source. */
  diff?(from: string, to: string, signal: AbortSignal): Promise<DatasetDiff>;
  /** The first bytes of a version (of one file in it, where it is a folder). */
  preview?(version: string, path: string | null, maxBytes: number, signal: AbortSignal): Promise<Uint8Array>;
}
