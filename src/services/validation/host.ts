import type { PythonModel } from '../../core/capability/modelRegistry.ts';
import type { Run } from '../../core/model/run.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { PythonSession } from './python/session.ts';
import type { TableSource } from '../../core/table/tableSource.ts';

/** What a validation needs from the rest of the product. */
export interface ValidationHost {
  readonly machine: Machine;
  /** Opens DATA. Throws `notFound`, `invalid` … */
  readonly openTable: (reference: string, folder: string, signal: AbortSignal) => Promise<TableSource>;
  /** Of a model that some source knows; undefined where none does. */
  readonly pythonModel: (reference: string, signal: AbortSignal) => Promise<PythonModel | undefined>;
  /** Throws `notFound`. */
  readonly run: (id: string, signal: AbortSignal) => Promise<Run>;
}

/** One run of one suite. */
export interface SuiteContext extends ValidationHost {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Of the folder, for all suites of one call. */
  readonly python: PythonSession;
  /** A step of the suite is over. */
  readonly progress: (text: string) => void;
}
