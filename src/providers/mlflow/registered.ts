import type { Clock } from '../../core/port/clock.ts';
import type { Ids } from './ids.ts';
import type { Listed, MlflowStore, StoredVersion } from './store/store.ts';

/** Long enough for the pages of one list, short enough that a new registration shows. */
const keptMs = 5_000;

/** The registry's versions, read once for all pages of a list. Shared by several callers, so no one's signal ends a read. */
export class Registered {
  readonly #store: MlflowStore;
  readonly #ids: Ids;
  readonly #clock: Clock;
  #kept: { readonly atMs: number; readonly versions: Promise<Listed<StoredVersion>> } | undefined;

  constructor(store: MlflowStore, ids: Ids, clock: Clock) {
    this.#store = store;
    this.#ids = ids;
    this.#clock = clock;
  }

  versions(): Promise<Listed<StoredVersion>> {
    const nowMs = this.#clock.nowMs();
    if (this.#kept && nowMs - this.#kept.atMs < keptMs) return this.#kept.versions;
    const versions = this.#store.versions(undefined, new AbortController().signal);
    const kept = { atMs: nowMs, versions };
    this.#kept = kept;
    versions.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return versions;
  }

  /** Ids of the versions made from each run, by MLflow's run id. */
  async byRun(): Promise<ReadonlyMap<string, readonly string[]>> {
    const byRun = new Map<string, string[]>();
    for (const version of (await this.versions()).items) {
      if (version.runId === null) continue;
      const ids = byRun.get(version.runId);
      const id = this.#ids.of('modelVersion', version.name, version.version);
      if (ids) ids.push(id);
      else byRun.set(version.runId, [id]);
    }
    return byRun;
  }

  invalidate(): void {
    this.#kept = undefined;
  }
}
