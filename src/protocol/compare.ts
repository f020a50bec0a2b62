import type { Fault } from '../core/base/fault.ts';
import type { MetricRow } from '../core/compare/comparison.ts';
import type { Problem } from '../core/model/problem.ts';
import type { RunStatus } from '../core/model/run.ts';
import type { Scalar } from '../core/model/value.ts';
import { finite, flag, integer, listOf, nothing, oneOf, orNull, shape, text, type Decoder } from './rpc/decode.ts';

/** Contract of the Compare panel. Ids and choices go to the host; everything shown comes from it. */
export interface CompareContract {
  readonly queries: {
    series: { args: SeriesArgs; value: readonly CurvePoints[] };
    code: { args: { run: string }; value: CodeDiff };
    images: { args: null; value: ImageList };
    image: { args: { run: string; path: string }; value: ImageBytes };
  };
  readonly commands: {
    /** The runs to show, in this order. */
    arrange: { ids: readonly string[]; baseline: string | null };
    /** Keys whose curves are on screen: the host sends their new points while a run is alive. */
    follow: { keys: readonly string[] };
    openDiff: { run: string; path: string };
    openRun: { run: string };
    copy: { format: CopyFormat; onlyDiffering: boolean };
    addRuns: null;
    refresh: null;
  };
  readonly events: {
    comparison: CompareSnapshot;
    /** Complete curves of the followed keys of runs that are still alive. */
    points: readonly CurvePoints[];
  };
  readonly signals: { notice: string };
}

export type CopyFormat = 'markdown' | 'csv';

export interface RunHead {
  readonly id: string;
  readonly name: string;
  readonly sourceLabel: string;
  /** Codicon name. */
  readonly sourceIcon: string;
  readonly status: RunStatus;
  readonly experiment: string | null;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly user: string | null;
  /** Why this run could not be read; its column is then empty. */
  readonly problem: Fault | null;
}

/** One line of a table: `values[i]` belongs to `runs[i]`; null where the run has none. */
export interface CompareRow {
  readonly key: string;
  readonly values: readonly Scalar[];
  readonly differs: boolean;
}

export interface CompareMetric extends MetricRow {
  readonly differs: boolean;
}

export interface CompareSnapshot {
  readonly isLoading: boolean;
  readonly runs: readonly RunHead[];
  readonly baseline: string | null;
  readonly metrics: readonly CompareMetric[];
  readonly params: readonly CompareRow[];
  readonly data: readonly CompareRow[];
  readonly tags: readonly CompareRow[];
  /** null: no source says. */
  readonly environment: readonly CompareRow[] | null;
  /** Metric keys that may have a curve. */
  readonly curveKeys: readonly string[];
  readonly problems: readonly Problem[];
}

/** One curve as columns of equal length; `times` in ms since the epoch, NaN where the source keeps none. */
export interface CurvePoints {
  readonly run: string;
  readonly key: string;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
  /** True when points were left out: zooming asks for more. */
  readonly isSampled: boolean;
  readonly problem: Fault | null;
}

export interface SeriesArgs {
  readonly runs: readonly string[];
  readonly keys: readonly string[];
  readonly maxPoints: number;
  readonly fromStep: number | null;
  readonly toStep: number | null;
}

/** Code of one run against the baseline's. */
export interface CodeDiff {
  readonly run: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly state: 'same' | 'changed' | 'unknown';
  /** Why it is unknown. */
  readonly reason: string | null;
  readonly files: ReadonlyArray<{ readonly path: string; readonly status: string }>;
}

export interface ImageList {
  readonly images: ReadonlyArray<{ readonly path: string; readonly runs: readonly string[] }>;
  readonly problems: ReadonlyArray<{ readonly run: string; readonly fault: Fault }>;
  /** True when a run holds more artifacts than were looked through. */
  readonly isIncomplete: boolean;
}

export interface ImageBytes {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export const compareLimits = { runs: 500, keys: 200, maxPoints: 20_000 } as const;

const id = text(2048);
const path = text(4096);
const ids = listOf(id, compareLimits.runs);
const keys = listOf(text(1024), compareLimits.keys);

export const compareDecoders: {
  readonly queries: { readonly [N in keyof CompareContract['queries']]: Decoder<CompareContract['queries'][N]['args']> };
  readonly commands: { readonly [N in keyof CompareContract['commands']]: Decoder<CompareContract['commands'][N]> };
} = {
  queries: {
    series: shape<SeriesArgs>({
      runs: ids,
      keys,
      maxPoints: integer(2, compareLimits.maxPoints),
      fromStep: orNull(finite),
      toStep: orNull(finite),
    }),
    code: shape<{ run: string }>({ run: id }),
    images: nothing,
    image: shape<{ run: string; path: string }>({ run: id, path }),
  },
  commands: {
    arrange: shape<{ ids: readonly string[]; baseline: string | null }>({ ids, baseline: orNull(id) }),
    follow: shape<{ keys: readonly string[] }>({ keys }),
    openDiff: shape<{ run: string; path: string }>({ run: id, path }),
    openRun: shape<{ run: string }>({ run: id }),
    copy: shape<{ format: CopyFormat; onlyDiffering: boolean }>({
      format: oneOf('markdown', 'csv'),
      onlyDiffering: flag,
    }),
    addRuns: nothing,
    refresh: nothing,
  },
};

/** What the panel keeps over a reload (`setState`) that the host needs: ids and choices only, never data. */
export const compareState: Decoder<{ ids: readonly string[]; baseline: string | null }> = shape<{
  ids: readonly string[];
  baseline: string | null;
}>({ ids, baseline: orNull(id) });
