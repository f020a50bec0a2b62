import type { Event } from '../../../core/base/event.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Run } from '../../../core/model/run.ts';
import type { Mark, RunsLayout, SortKey } from '../../../protocol/runs.ts';

/** What the Runs panel needs of the product, so that it can be run without an editor. */
export interface RunsBench {
  /** Runs as they arrive, first rows first. */
  stream(signal: AbortSignal): AsyncIterable<{ readonly source: string; readonly runs: readonly Run[]; readonly problems: readonly Problem[]; readonly isLast: boolean }>;
  sourceLabel(source: string): string;
  marksOf(run: string): { readonly star: boolean; readonly pin: boolean; readonly hide: boolean };
  nameOf(run: string): string | null;
  mark(runs: readonly string[], mark: Mark, isOn: boolean): Promise<void>;
  readonly onDidChangeMarks: Event<void>;
  readonly onDidChange: Event<{ readonly upserted: readonly Run[]; readonly removed: readonly string[] }>;
  refresh(): Promise<void>;
}

/** What one workspace remembers of the table. */
export interface RunsMemory {
  readonly filter: string;
  readonly sort: readonly SortKey[];
  readonly layout: RunsLayout | null;
}

export interface RunsUi {
  compare(ids: readonly string[]): Promise<void>;
  openRun(run: string): Promise<void>;
  recall(): Partial<RunsMemory>;
  remember(memory: RunsMemory): void;
  warn(message: string): void;
}
