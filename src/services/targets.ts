import { fail } from '../core/base/fault.ts';
import type { JsonSchema } from '../core/capability/actionSource.ts';
import type { Target } from '../core/model/target.ts';
import type { Catalog } from './catalog.ts';
import { gather, type Gathered } from './gather.ts';
import type { Locator } from './locate.ts';

/** Places where a job can run. */
export class Targets {
  readonly #catalog: Catalog;
  readonly #locator: Locator;

  constructor(catalog: Catalog, locator: Locator) {
    this.#catalog = catalog;
    this.#locator = locator;
  }

  async list(signal: AbortSignal): Promise<Gathered<Target>> {
    const entries = await this.#catalog.with('jobs', signal);
    return gather(entries, async (entry) => ({ items: await entry.connection.jobs.targets(signal) }));
  }

  async optionsSchema(target: string, signal: AbortSignal): Promise<JsonSchema> {
    const { connection } = await this.#locator.find(target, signal);
    if (!connection.jobs) throw fail('unsupported', `${target} takes no jobs.`);
    return connection.jobs.optionsSchema(target);
  }
}
