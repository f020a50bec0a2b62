import type { DriftReport } from './drift.ts';

/** What another tool found and a system keeps with a run, in the normal form. Plain JSON. */
export type ToolResult = DriftResult | EvaluationResult;

export interface DriftResult {
  readonly kind: 'drift';
  /** Id of the run it is kept with. */
  readonly run: string;
  /** Of its artifact below the run. */
  readonly path: string;
  /** `Evidently`, `NannyML` … */
  readonly tool: string;
  /** Oldest window first; never empty. */
  readonly reports: readonly DriftReport[];
}

/** How well a model did on some rows, as the tool says: no reference, so no verdict. */
export interface EvaluationResult {
  readonly kind: 'evaluation';
  readonly run: string;
  readonly tool: string;
  /** Rows it was evaluated on; null where the tool does not say. */
  readonly rows: number | null;
  /** By our name where it is the same measure, else by the tool's own. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Artifacts with a row for each one evaluated: DATA as `<provider>:RUN/PATH`. */
  readonly tables: readonly string[];
}
