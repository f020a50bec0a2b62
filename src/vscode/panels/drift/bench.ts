import type { DriftEvent } from '../../../core/drift/events/driftEvent.ts';
import type { DriftReport } from '../../../core/model/drift.ts';
import type { NamedData, DriftRequest } from '../../../protocol/drift.ts';
import type { DriftRoles } from '../../../protocol/driftRoles.ts';

/** A report and what its data was called when it was chosen. */
export interface WindowEntry {
  readonly report: DriftReport;
  readonly reference: NamedData | null;
  readonly current: NamedData | null;
}

export interface DriftProgress {
  readonly sentence: string;
  /** 0 to 1. */
  readonly share: number | null;
}

/** What is told of a comparison while it runs. */
export interface CompareListener {
  onProgress(progress: DriftProgress): void;
  onEvent(event: DriftEvent): void;
}

export interface CompareOnce {
  readonly folder: string;
  readonly reference: NamedData;
  readonly current: NamedData;
  readonly roles: DriftRoles | null;
}

/** What the Drift panel needs of the product, so that it can be run without an editor. */
export interface DriftBench {
  /** Computed in a process of its own; aborting ends it. */
  compute(what: CompareOnce, listener: CompareListener, signal: AbortSignal): Promise<DriftReport>;
  save(report: DriftReport): Promise<void>;
  /** undefined where the saved report is gone. */
  load(digest: string): Promise<DriftReport | undefined>;
  /** Could a launch be prefilled with this data in place of the reference? */
  canRetrain(reference: NamedData, current: NamedData, signal: AbortSignal): Promise<boolean>;
}

/** What the panel asks of the editor. */
export interface DriftUi {
  /** Asks where to, and writes; false when the person changed their mind. */
  saveFile(name: string, content: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  openCode(column: string): Promise<void>;
  /** undefined when the person changed their mind. */
  pickData(before: DriftRequest | null): Promise<DriftRequest | undefined>;
  retrain(reference: NamedData, current: NamedData): Promise<void>;
  rename(title: string): void;
  warn(message: string): void;
}
