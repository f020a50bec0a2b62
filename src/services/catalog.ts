import { Emitter, type Event } from '../core/base/event.ts';
import { toFault } from '../core/base/fault.ts';
import type { CapabilityName, Connection } from '../core/capability/connection.ts';
import type { Provider, ProviderRow } from '../core/capability/provider.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { SourceConfig } from '../core/model/source.ts';
import type { Machine } from '../core/port/machine.ts';
import { hasMarker } from './markers.ts';
import { readSourcesFile } from './sourcesFile.ts';

/** One source with its connection. Connecting does no I/O, so every configured source has one. */
export interface CatalogEntry {
  readonly config: SourceConfig;
  readonly connection: Connection;
}

/**
 * Every source of the opened folders: found by markers or written in `.mlops/sources.yaml`. A provider's bundle is
 * loaded when one of its markers is there, never before.
 */
export class Catalog {
  readonly #machine: Machine;
  readonly #rows: readonly ProviderRow[];
  readonly #changed = new Emitter<void>();
  readonly #providers = new Map<string, Promise<Provider>>();
  #folders: readonly string[];
  #entries: readonly CatalogEntry[] = [];
  #problems: readonly Problem[] = [];
  #loading: Promise<void> | undefined;
  /** Sources that a launch is about to make, by id. They show once they are there. */
  readonly #coming = new Map<string, CatalogEntry>();

  constructor(machine: Machine, rows: readonly ProviderRow[], folders: readonly string[]) {
    this.#machine = machine;
    this.#rows = rows;
    this.#folders = folders;
  }

  /** Fires when sources came or went. */
  readonly onDidChange: Event<void> = this.#changed.event;

  get rows(): readonly ProviderRow[] {
    return this.#rows;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Problems of finding sources: broken `sources.yaml`, a provider that failed to detect. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** What was found by the last load, without waiting: for drawing that must be synchronous. */
  get current(): readonly CatalogEntry[] {
    return this.#entries;
  }

  async entries(signal: AbortSignal): Promise<readonly CatalogEntry[]> {
    this.#loading ??= this.#load(signal).catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    await this.#loading;
    return this.#entries;
  }

  /** Entries that have this capability, narrowed. */
  async with<N extends CapabilityName>(
    name: N,
    signal: AbortSignal,
  ): Promise<Array<CatalogEntry & { readonly connection: Connection & Required<Pick<Connection, N>> }>> {
    const all = await this.entries(signal);
    return all.filter((entry) => entry.connection[name] !== undefined) as Array<CatalogEntry & {
      readonly connection: Connection & Required<Pick<Connection, N>>;
    }>;
  }

  async entry(sourceId: string, signal: AbortSignal): Promise<CatalogEntry | undefined> {
    return (await this.entries(signal)).find((entry) => entry.config.id === sourceId) ?? this.#coming.get(sourceId);
  }

  /** Sources that do not exist yet and that a script of this folder would log to by itself. */
  async offers(folder: string): Promise<CatalogEntry[]> {
    const offers: CatalogEntry[] = [];
    const taken = new Set(this.#entries.map((entry) => entry.config.id));
    for (const { id } of this.#rows) {
      const provider = await this.provider(id);
      const offered = await provider?.offer?.(folder, this.#machine).catch((error: unknown) => {
        // An address that is not spoken here is no reason not to train.
        this.#machine.log.info(`${id} offers no place to record: ${toFault(error).message}`);
        return undefined;
      });
      if (!provider || !offered) continue;
      // Another folder may have a source of that name.
      const config = taken.has(offered.id) ? { ...offered, id: `${offered.id}@${lastPart(folder)}` } : offered;
      const known = this.#coming.get(config.id);
      const entry = known?.config.folder === folder ? known : { config, connection: provider.connect(config, this.#machine) };
      this.#coming.set(config.id, entry);
      offers.push(entry);
    }
    return offers;
  }

  /** Finds sources again: folders changed, a marker appeared, `sources.yaml` was saved. */
  async reload(signal: AbortSignal, folders: readonly string[] = this.#folders): Promise<void> {
    this.#folders = folders;
    this.#loading = this.#load(signal);
    await this.#loading;
    this.#changed.fire();
  }

  async provider(id: string): Promise<Provider | undefined> {
    const row = this.#rows.find((one) => one.id === id);
    if (!row) return undefined;
    let loading = this.#providers.get(id);
    if (!loading) {
      loading = row.load().then((module) => module.provider);
      this.#providers.set(id, loading);
    }
    return loading;
  }

  dispose(): void {
    for (const entry of [...this.#entries, ...this.#coming.values()]) entry.connection.dispose();
    this.#entries = [];
    this.#coming.clear();
    this.#changed.dispose();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const problems: Problem[] = [];
    const configs: SourceConfig[] = [];
    for (const folder of this.#folders) {
      const written = await readSourcesFile(this.#machine, folder, (id) => this.provider(id));
      problems.push(...written.problems);
      const detected = await Promise.all(
        this.#rows.map((row) => this.#detect(row, folder, signal).catch((error: unknown) => {
          problems.push(problemOf(row.id, toFault(error)));
          return [];
        })),
      );
      // A written connection wins over the same thing found by its marker.
      const taken = new Set(written.configs.map((config) => `${config.provider} ${config.origin}`));
      configs.push(...written.configs);
      for (const config of detected.flat()) if (!taken.has(`${config.provider} ${config.origin}`)) configs.push(config);
    }
    this.#problems = problems;
    await this.#connect(uniqueIds(configs, this.#folders.length > 1));
  }

  async #detect(row: ProviderRow, folder: string, signal: AbortSignal): Promise<SourceConfig[]> {
    const isNamed = row.variables?.some((name) => this.#machine.env[name]) ?? false;
    if (!row.always && !isNamed && !(await hasMarker(this.#machine.files, folder, row.markers))) return [];
    const provider = await this.provider(row.id);
    return provider ? await provider.detect(folder, this.#machine, signal) : [];
  }

  /** Keeps a connection whose config did not change, so that its caches survive a reload. */
  async #connect(configs: readonly SourceConfig[]): Promise<void> {
    const old = new Map(this.#entries.map((entry) => [JSON.stringify(entry.config), entry]));
    const entries: CatalogEntry[] = [];
    for (const config of configs) {
      const key = JSON.stringify(config);
      const kept = old.get(key);
      old.delete(key);
      const provider = kept ? undefined : await this.provider(config.provider);
      if (kept) entries.push(kept);
      else if (provider) entries.push({ config, connection: provider.connect(config, this.#machine) });
    }
    for (const gone of old.values()) gone.connection.dispose();
    this.#entries = entries;
  }
}

/** With several folders the same id may come twice; the folder's name tells them apart. */
function uniqueIds(configs: readonly SourceConfig[], isMultiRoot: boolean): SourceConfig[] {
  const seen = new Map<string, number>();
  const unique: SourceConfig[] = [];
  const alwaysOnce = new Set<string>();
  for (const config of configs) {
    const identity = `${config.id} ${config.origin}`;
    if (alwaysOnce.has(identity)) continue;
    alwaysOnce.add(identity);
    const count = seen.get(config.id) ?? 0;
    seen.set(config.id, count + 1);
    const folderName = lastPart(config.folder);
    unique.push(
      count === 0
        ? config
        : { ...config, id: `${config.id}@${folderName}${count > 1 ? `-${count}` : ''}`, label: isMultiRoot ? `${config.label} (${folderName})` : config.label },
    );
  }
  return unique;
}

function lastPart(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part.length > 0) ?? folder;
}
