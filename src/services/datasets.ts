import { fail } from '../core/base/fault.ts';
import type { DatasetSource } from '../core/capability/datasetSource.ts';
import type { Page, PageRequest } from '../core/capability/page.ts';
import type { Dataset, DatasetDiff, DatasetVersion } from '../core/model/dataset.ts';
import type { Catalog } from './catalog.ts';
import { allPages, gather, type Gathered } from './gather.ts';
import type { Locator } from './locate.ts';

/** Datasets and their versions of every source. */
export class Datasets {
  readonly #catalog: Catalog;
  readonly #locator: Locator;

  constructor(catalog: Catalog, locator: Locator) {
    this.#catalog = catalog;
    this.#locator = locator;
  }

  async page(sourceId: string, request: PageRequest, signal: AbortSignal): Promise<Page<Dataset>> {
    const datasets = (await this.#catalog.entry(sourceId, signal))?.connection.datasets;
    if (!datasets) throw fail('notFound', `Source “${sourceId}” holds no datasets.`);
    return datasets.datasets(request, signal);
  }

  async list(signal: AbortSignal, sources?: readonly string[]): Promise<Gathered<Dataset>> {
    const entries = (await this.#catalog.with('datasets', signal)).filter((entry) => sources?.includes(entry.config.id) ?? true);
    return gather(entries, (entry) => allPages((request) => entry.connection.datasets.datasets(request, signal)));
  }

  /** Newest first. */
  async versions(dataset: string, request: PageRequest, signal: AbortSignal): Promise<Page<DatasetVersion>> {
    return (await this.#source(dataset, signal)).versions(dataset, request, signal);
  }

  /** File-level difference of two versions of one source. */
  async diff(from: string, to: string, signal: AbortSignal): Promise<DatasetDiff> {
    const source = await this.#source(from, signal);
    if (source !== (await this.#source(to, signal)) || !source.diff) {
      throw fail('unsupported', 'These two versions cannot be compared file by file.', {
        hint: 'Choose two versions of the same source.',
      });
    }
    return source.diff(from, to, signal);
  }

  async preview(version: string, path: string | null, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const source = await this.#source(version, signal);
    if (!source.preview) throw fail('unsupported', 'This source shows no preview of its data.');
    return source.preview(version, path, maxBytes, signal);
  }

  async #source(id: string, signal: AbortSignal): Promise<DatasetSource> {
    const { config, connection } = await this.#locator.find(id, signal);
    if (!connection.datasets) throw fail('unsupported', `Source “${config.id}” holds no datasets.`);
    return connection.datasets;
  }
}
