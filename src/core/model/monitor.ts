import type { DriftReport, DriftState, DriftVerdict } from './drift.ts';

/** What one run of a monitor found. Plain JSON. */
export interface MonitorReport {
  readonly monitor: string;
  readonly model: string | null;
  /** DATA references as written. */
  readonly reference: string;
  readonly current: string;
  /** Of the newest whole window; `unknown` where there is none. */
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** Oldest first. */
  readonly windows: readonly MonitorWindow[];
  /** Windows older than those, which were not judged. */
  readonly olderWindows: number;
  /** Of the newest whole window. */
  readonly latest: DriftReport | null;
  /** Quality rules on the newest whole window. */
  readonly quality: readonly QualityFinding[];
  /** What a person should look at; none = all is well. */
  readonly alarms: readonly MonitorAlarm[];
  readonly retrain: RetrainFinding | null;
  readonly problems: readonly string[];
}

export interface MonitorWindow {
  /** ISO 8601 UTC, end exclusive; null where windows have no time. */
  readonly from: string | null;
  readonly to: string | null;
  readonly rows: number;
  /** Rows may still come: it is shown, and counts for no rule. */
  readonly isOpen: boolean;
  readonly verdict: DriftVerdict;
  readonly columns: ReadonlyArray<{ readonly name: string; readonly state: DriftState; readonly effect: number | null; readonly pAdjusted: number | null }>;
  readonly performance: WindowPerformance | null;
  readonly quality: ReadonlyArray<Pick<QualityFinding, 'name' | 'outcome'>>;
  /** Counts for the retrain rule. */
  readonly isHit: boolean;
  /** The rule fired at its end. */
  readonly fired: boolean;
  /** Of its drift report. */
  readonly digest: string;
}

/** What one quality rule saw. A broken rule is a fault of the data, not drift. */
export interface QualityFinding {
  readonly name: string;
  readonly kind: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** One sentence: what was seen, with counts. */
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
  /** Values or rows looked at, and of them what breaks the rule. */
  readonly checked: number;
  readonly failed: number;
  /** A window that breaks it counts for the retrain rule. */
  readonly retrains: boolean;
}

export interface MonitorAlarm {
  /** `drift`: also where the verdict is unknown. */
  readonly kind: 'drift' | 'performance' | 'quality';
  /** Of the quality rule or the metric; null for drift. */
  readonly name: string | null;
  readonly message: string;
}

export interface WindowPerformance {
  readonly metric: string;
  readonly value: number | null;
  readonly limit: number;
  readonly isGood: boolean | null;
  /** Rows that have their label already. */
  readonly labelled: number;
}

export interface RetrainFinding {
  /** The rule in words. */
  readonly rule: string;
  /** At the end of the newest whole window. */
  readonly fires: boolean;
  readonly reason: string;
  readonly policy: 'propose' | 'run';
  /** What a person would type to start it; null where the monitor names no stage or command. */
  readonly proposal: string | null;
  /** Id of the job that was started. */
  readonly job: string | null;
}
