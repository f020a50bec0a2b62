import { toFault } from '../core/base/fault.ts';
import { driftReport, type DriftRun } from '../core/drift/driftReport.ts';
import type { DriftSettings } from '../core/drift/settings.ts';
import type { DriftReport } from '../core/model/drift.ts';
import type { Machine } from '../core/port/machine.ts';
import type { Catalog } from './catalog.ts';
import type { Tables } from './tables.ts';

export interface DriftOptions extends DriftSettings {
  /** DATA as the command line has it: `data/train.csv`, `dvc:data/train.csv@v1` … */
  readonly reference: string;
  readonly current: string;
  /** What relative paths start from; default the first opened folder. */
  readonly folder?: string;
  /** Our own reader alone, though the accelerator is there. */
  readonly ownReader?: boolean;
}

/** Whether one window of data still is what another was. */
export class Drift {
  readonly #machine: Machine;
  readonly #catalog: Catalog;
  readonly #tables: Tables;

  constructor(machine: Machine, catalog: Catalog, tables: Tables) {
    this.#machine = machine;
    this.#catalog = catalog;
    this.#tables = tables;
  }

  /**
   * The commit of the report is the folder's own, unless one is given. `more`: tests of several columns at once and slices.
   * Throws what opening a side throws, and what `driftReport` throws.
   */
  async report(options: DriftOptions, signal: AbortSignal, onProgress?: DriftRun['onProgress'], more: Pick<DriftRun, 'families' | 'slices'> = {}): Promise<DriftReport> {
    const folder = options.folder ?? this.#catalog.folders[0] ?? '';
    const reference = await this.#tables.open(options.reference, folder, signal, options);
    try {
      const current = await this.#tables.open(options.current, folder, signal, options);
      try {
        const key = { model: options.key?.model ?? null, commit: options.key?.commit ?? (await this.#commit(folder, signal)) };
        return await driftReport(reference, current, { ...options, key }, { signal, ...more, ...(onProgress ? { onProgress } : {}) });
      } finally {
        current.close();
      }
    } finally {
      reference.close();
    }
  }

  /** Null where there is none; a repository that cannot be read costs the report its commit, not the report. */
  async #commit(folder: string, signal: AbortSignal): Promise<string | null> {
    try {
      const repository = await this.#machine.git.open(folder, signal);
      return repository ? (await repository.head(signal)).sha : null;
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error;
      this.#machine.log.warn(`The commit of a drift report is not known: ${fault.message}`);
      return null;
    }
  }
}
