import type { Page, PageRequest } from '../core/capability/page.ts';
import type { Experiment } from '../core/model/experiment.ts';
import { parseId } from '../core/model/id.ts';
import { fail } from '../core/base/fault.ts';
import type { Catalog } from './catalog.ts';
import { allPages, gather, type Gathered } from './gather.ts';

/** Those of a person's word: a name, our id, or else the system's own bare id of one (the last part of ours). */
export function experimentsCalled(items: readonly Experiment[], wanted: string): Experiment[] {
  const exact = items.filter((one) => one.id === wanted || one.name === wanted);
  return exact.length > 0 ? exact : items.filter((one) => parseId(one.id)?.native.split('/').at(-1) === wanted);
}

/** Experiments of every source. */
export class Experiments {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  async page(sourceId: string, request: PageRequest, signal: AbortSignal): Promise<Page<Experiment>> {
    const experiments = (await this.#catalog.entry(sourceId, signal))?.connection.experiments;
    if (!experiments) throw fail('notFound', `Source “${sourceId}” holds no experiments.`);
    return experiments.experiments(request, signal);
  }

  /** All of them; `sources` limits to these source ids. */
  async list(signal: AbortSignal, sources?: readonly string[]): Promise<Gathered<Experiment>> {
    const entries = (await this.#catalog.with('experiments', signal)).filter((entry) => sources?.includes(entry.config.id) ?? true);
    return gather(entries, (entry) => allPages((request) => entry.connection.experiments.experiments(request, signal)));
  }
}
