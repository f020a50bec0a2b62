import type { TextRange } from '../model/pipeline.ts';
import type { QualityRule } from './quality.ts';
import type { RetrainRule } from './retrainRule.ts';
import type { WindowRule } from './windowRule.ts';

/** One entry of `.mlops/monitors.yaml`: what is watched, against what, and what follows. */
export interface Monitor {
  readonly name: string;
  /** Of its key in the file, 0-based. */
  readonly range: TextRange;
  /** What the data is of, as written: `NAME`, `NAME@ALIAS` or `NAME:VERSION` (see modelReference.ts); null where none is named. */
  readonly model: string | null;
  /** DATA references. */
  readonly reference: string;
  readonly current: string;
  readonly window: WindowRule;
  readonly columns: MonitorColumns;
  readonly thresholds: MonitorThresholds;
  readonly performance: MonitorPerformance | null;
  /** In their order in the file. */
  readonly quality: readonly QualityRule[];
  readonly retrain: RetrainRule | null;
  readonly onRetrain: RetrainAction;
}

export interface MonitorColumns {
  /** Empty = all. */
  readonly take: readonly string[];
  readonly leave: readonly string[];
  readonly required: readonly string[];
  readonly domains: Readonly<Record<string, readonly string[]>>;
  /** Columns whose parts are searched for where the drift is; empty = no search. */
  readonly segments: readonly string[];
  readonly time: string | null;
  readonly entity: string | null;
  readonly prediction: string | null;
  readonly target: string | null;
}

/** Absent = the engine's default. Units as in DriftThresholds. */
export interface MonitorThresholds {
  readonly alpha?: number;
  readonly numericEffect?: number;
  readonly categoricalEffect?: number;
  readonly nullShare?: number;
}

/** A metric of the labelled rows of each window and the value that is still good enough. */
export interface MonitorPerformance {
  readonly metric: string;
  readonly direction: 'atLeast' | 'atMost';
  readonly limit: number;
}

export interface RetrainAction {
  /** `propose`: a person starts the job; `run`: the monitor does, once per window that fires. */
  readonly policy: 'propose' | 'run';
  /** A stage of a pipeline file, `FILE:STAGE` or `STAGE`. */
  readonly stage: string | null;
  readonly command: readonly string[];
}
