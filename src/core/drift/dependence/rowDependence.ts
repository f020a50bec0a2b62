import type { DriftReport } from '../../model/drift.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { ResolvedSettings } from '../settings.ts';
import type { Dependence } from './dependence.ts';

export interface RowDependence {
  readonly dependence: Dependence | undefined;
  /** For `engine.dependence`. */
  readonly words: string;
  readonly window: DriftReport['window'];
  readonly problems: DriftReport['problems'];
}

export async function rowDependence(_reference: TableSource, _current: TableSource, _settings: ResolvedSettings, _tests: number, _signal: AbortSignal): Promise<RowDependence> {
  return { dependence: undefined, words: 'rows assumed independent', window: { from: null, to: null }, problems: [] };
}
