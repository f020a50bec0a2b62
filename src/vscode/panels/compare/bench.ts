import type { Event } from '../../../core/base/event.ts';
import type { ArtifactStore } from '../../../core/capability/artifactStore.ts';
import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { CodeComparison } from '../../../core/compare/comparison.ts';
import type { MetricDirections } from '../../../core/compare/direction.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Run, Series } from '../../../core/model/run.ts';

export interface SourceLook {
  readonly label: string;
  /** Codicon name. */
  readonly icon: string;
}

/** What the Compare panel needs of the product, so that it can be run without an editor. */
export interface CompareBench {
  run(id: string, signal: AbortSignal): Promise<Run>;
  series(id: string, keys: readonly string[], options: SeriesOptions, signal: AbortSignal): Promise<Series[]>;
  seriesKeys(id: string, signal: AbortSignal): Promise<string[]>;
  directions(): Promise<{ readonly directions: MetricDirections; readonly problems: readonly Problem[] }>;
  /** null where no repository here holds both commits. */
  code(from: string, to: string, signal: AbortSignal): Promise<CodeComparison | null>;
  /** undefined where the run's source keeps no artifacts. */
  artifacts(run: string, signal: AbortSignal): Promise<ArtifactStore | undefined>;
  look(run: Run): SourceLook;
  /** A person's own name for the run. */
  nameOf(run: string): string | null;
  readonly onDidChange: Event<{ readonly upserted: readonly Run[]; readonly removed: readonly string[] }>;
  /** A source was read again, changed or not. */
  readonly onDidRefresh: Event<{ readonly source: string }>;
  refresh(): Promise<void>;
}

export interface DiffRequest {
  /** Commits, full. */
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** As the code comparison says: an added file has no left side, a removed one no right side. */
  readonly status: string;
  readonly title: string;
}

/** What the panel asks of the editor. */
export interface CompareUi {
  openDiff(change: DiffRequest): Promise<void>;
  openRun(run: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** More runs chosen by the person; undefined when they changed their mind. */
  pickRuns(chosen: readonly string[]): Promise<readonly string[] | undefined>;
  rename(title: string): void;
  warn(message: string): void;
}
