import { toFault } from '../core/base/fault.ts';
import { driftReport, type DriftRun } from '../core/drift/driftReport.ts';
import { driftStart } from '../core/drift/driftStart.ts';
import { resolveSettings, type DriftSettings } from '../core/drift/settings.ts';
import type { DriftReport } from '../core/model/drift.ts';
import type { Machine } from '../core/port/machine.ts';
import type { TableReader } from '../core/table/tableReader.ts';
import type { TableHead, TableSource } from '../core/table/tableSource.ts';
import type { Catalog } from './catalog.ts';
import type { Tables } from './tables.ts';

export interface DriftOptions extends DriftSettings {
  /** DATA as the command line has it: `data/train.csv`, `dvc:data/train.csv@v1` … */
  readonly reference: string;
  readonly current: string;
  /** What relative paths start from; default the first opened folder. */
  readonly folder?: string;
  /** Default: what the settings say. */
  readonly reader?: TableReader;
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
   * The commit of the report is the folder's own, unless one is given. `run`: what is told meanwhile, tests of several columns at
   * once, slices, performance and bias.
   * Throws what opening a side throws, and what `driftReport` throws.
   */
  async report(options: DriftOptions, signal: AbortSignal, run: Omit<DriftRun, 'signal'> = {}): Promise<DriftReport> {
    const folder = options.folder ?? this.#catalog.folders[0] ?? '';
    const commit = Promise.resolve(options.key?.commit ?? this.#commit(folder, signal));
    commit.catch(() => undefined); // Awaited below, unless opening fails first: then that is the fault.
    const { onStart, ...rest } = run;
    // Names and kinds are told before the values are read, where both files have them in a footer.
    let isTold = false;
    const tell = (left: TableHead, right: TableHead) => {
      isTold = true;
      onStart?.(driftStart(left, right, resolveSettings(options)));
    };
    const [reference, current] = await this.#both(options, folder, signal, tell);
    try {
      const key = { model: options.key?.model ?? null, commit: await commit };
      return await driftReport(reference, current, { ...options, key }, { ...rest, signal, ...(onStart && !isTold ? { onStart } : {}) });
    } finally {
      current.close();
      reference.close();
    }
  }

  /** At once, because opening reads all of a file for its digest. The reference's fault comes first; nothing stays open after one. */
  async #both({ reference, current, reader }: DriftOptions, folder: string, signal: AbortSignal, onHeads: (reference: TableHead, current: TableHead) => void): Promise<[TableSource, TableSource]> {
    const heads: { reference?: TableHead; current?: TableHead } = {};
    const side = (name: 'reference' | 'current') => (head: TableHead) => {
      heads[name] = head;
      if (heads.reference && heads.current) onHeads(heads.reference, heads.current);
    };
    const opened = (name: 'reference' | 'current', text: string) => this.#tables.open(text, folder, signal, { ...(reader ? { reader } : {}), onHead: side(name) });
    const [left, right] = await Promise.allSettled([opened('reference', reference), opened('current', current)]);
    if (left.status === 'fulfilled' && right.status === 'fulfilled') return [left.value, right.value];
    for (const one of [left, right]) if (one.status === 'fulfilled') one.value.close();
    throw left.status === 'rejected' ? left.reason : (right as PromiseRejectedResult).reason;
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
