import type { DriftThresholds } from '../../model/drift.ts';
import type { Dependence } from '../dependence/dependence.ts';

/** What every column is looked at with. */
export interface ColumnContext {
  readonly thresholds: DriftThresholds;
  readonly intervals: boolean;
  /** Every value the column may have; null where it is open. */
  readonly domain: readonly string[] | null;
  /** Undefined: rows assumed independent. */
  readonly dependence: Dependence | undefined;
  /** Hex digits from the digests of both sides and the column's name. */
  readonly seed: string;
}
