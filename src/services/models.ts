import { fail } from '../core/base/fault.ts';
import type { ModelContent } from '../core/capability/modelContent.ts';
import type { ModelRegistry, PythonModel } from '../core/capability/modelRegistry.ts';
import type { Page, PageRequest } from '../core/capability/page.ts';
import type { ModelVersion, RegisteredModel } from '../core/model/modelVersion.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { allPages, gather, type Gathered } from './gather.ts';
import type { Locator } from './locate.ts';

/** Registered models of every source. Writes are compare-then-set and need a trusted workspace. */
export class Models {
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #didWrite: (sourceId: string) => void;

  constructor(catalog: Catalog, locator: Locator, didWrite: (sourceId: string) => void) {
    this.#catalog = catalog;
    this.#locator = locator;
    this.#didWrite = didWrite;
  }

  async page(sourceId: string, request: PageRequest, signal: AbortSignal): Promise<Page<RegisteredModel>> {
    const models = (await this.#catalog.entry(sourceId, signal))?.connection.models;
    if (!models) throw fail('notFound', `Source “${sourceId}” holds no models.`);
    return models.models(request, signal);
  }

  async list(signal: AbortSignal, sources?: readonly string[]): Promise<Gathered<RegisteredModel>> {
    const entries = (await this.#catalog.with('models', signal)).filter((entry) => sources?.includes(entry.config.id) ?? true);
    return gather(entries, (entry) => allPages((request) => entry.connection.models.models(request, signal)));
  }

  /** Newest first. */
  async versions(model: string, request: PageRequest, signal: AbortSignal): Promise<Page<ModelVersion>> {
    return (await this.#registry(model, signal)).registry.versions(model, request, signal);
  }

  /** What the registry of this id can write; drives which buttons are there. */
  async abilities(id: string, signal: AbortSignal): Promise<{ register: boolean; setAlias: boolean; setTag: boolean }> {
    const { registry } = await this.#registry(id, signal);
    return { register: !!registry.register, setAlias: !!registry.setAlias, setTag: !!registry.setTag };
  }

  /** Registers a version of `name` from a run's artifact, in the registry of the run's own source. */
  async register(run: string, artifact: string, name: string, signal: AbortSignal): Promise<ModelVersion> {
    const { registry, entry } = await this.#registry(run, signal);
    if (!registry.register) throw unsupported(entry, 'register models');
    const version = await registry.register(run, artifact, name, signal);
    this.#didWrite(entry.config.id);
    return version;
  }

  /** `version` null removes the alias; `expected` is what the page showed, null = none. Throws `conflict`. */
  async setAlias(model: string, alias: string, version: string | null, expected: string | null, signal: AbortSignal): Promise<void> {
    const { registry, entry } = await this.#registry(model, signal);
    if (!registry.setAlias) throw unsupported(entry, 'set aliases');
    await registry.setAlias(model, alias, version, expected, signal);
    this.#didWrite(entry.config.id);
  }

  /** `value` null removes the tag. Throws `conflict` where the tag is no longer `expected`. */
  async setTag(version: string, key: string, value: string | null, expected: string | null, signal: AbortSignal): Promise<void> {
    const { registry, entry } = await this.#registry(version, signal);
    if (!registry.setTag) throw unsupported(entry, 'set tags');
    await registry.setTag(version, key, value, expected, signal);
    this.#didWrite(entry.config.id);
  }

  /** How Python loads a model that one of the sources knows; undefined where none does. A source that fails is told only then. */
  async pythonModel(reference: string, signal: AbortSignal): Promise<PythonModel | undefined> {
    let failure: unknown;
    for (const { connection } of await this.#catalog.with('models', signal)) {
      try {
        const found = await connection.models.pythonModel?.(reference, signal);
        if (found) return found;
      } catch (error) {
        signal.throwIfAborted();
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure as Error;
    return undefined;
  }

  /** Every file of a version. Throws `unsupported` for a source that gives none out. */
  async contents(version: string, signal: AbortSignal): Promise<readonly ModelContent[]> {
    const { registry, entry } = await this.#registry(version, signal);
    if (!registry.contents) throw unsupported(entry, 'give out the files of a model');
    return registry.contents(version, signal);
  }

  async #registry(id: string, signal: AbortSignal): Promise<{ registry: ModelRegistry; entry: CatalogEntry }> {
    const entry = await this.#locator.find(id, signal);
    if (!entry.connection.models) throw unsupported(entry, 'hold models');
    return { registry: entry.connection.models, entry };
  }
}

function unsupported(entry: CatalogEntry, what: string): Error {
  return fail('unsupported', `Source “${entry.config.label}” cannot ${what}.`);
}
