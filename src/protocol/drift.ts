import type { Fault } from '../core/base/fault.ts';
import type { SideBySide } from '../core/drift/foreign/sideBySide.ts';
import type { Decider } from '../core/drift/ranking.ts';
import type { DriftBias, DriftColumn, DriftEngine, DriftFamily, DriftKey, DriftReport, DriftSlice, DriftState, DriftSubTest, DriftThresholds, DriftVerdict, Range } from '../core/model/drift.ts';
import type { PerformanceReport } from '../core/model/performance.ts';
import { driftRoles, type DriftRoles } from './driftRoles.ts';
import { integer, listOf, nothing, oneOf, orNull, shape, text, type Decoder } from './rpc/decode.ts';

/**
 * Contract of the Drift panel. The host holds the reports; the panel asks for the window and the column it shows. A
 * window is named by its report's digest, a column by its place in that report.
 */
export interface DriftContract {
  readonly queries: {
    window: { args: { window: string }; value: WindowRows };
    column: { args: ColumnArgs; value: ShownColumn };
    /** What has arrived of a comparison since a version of it (0 = everything), while it runs and after it was cancelled. */
    arrived: { args: ArrivedArgs; value: ArrivedRows };
    model: { args: { window: string }; value: ModelView };
  };
  readonly commands: {
    cancel: null;
    /** Computes every window again from its data. */
    compareAgain: null;
    chooseData: null;
    /** Names the columns of the model and computes every window again. */
    setRoles: DriftRoles;
    export: { window: string; format: ExportFormat };
    copy: { window: string };
    openCode: ColumnArgs;
    retrain: { window: string };
  };
  readonly events: {
    picture: DriftPicture;
    work: DriftWork;
    /** For the panel to keep, unread. */
    kept: DriftKept;
  };
  readonly signals: { notice: string };
}

export type ExportFormat = 'html' | 'json';

export interface ColumnArgs {
  readonly window: string;
  readonly place: number;
}

/** What is going on. The picture stays as it is while something is computed. */
export interface DriftWork {
  readonly state: 'idle' | 'computing' | 'failed' | 'cancelled';
  /** Which of the windows, and what is done now, in words. */
  readonly sentence: string;
  /** 0 to 1; null where nobody knows. */
  readonly share: number | null;
  readonly fault: Fault | null;
  /** There is something to compute (again): the data was chosen here and is not only a saved report. */
  readonly canCompare: boolean;
  /** Columns that are read but not judged; null where there is none, and as soon as the report is there. */
  readonly arriving: Arriving | null;
}

/** A comparison that is going on, or was not brought to its end. */
export interface Arriving {
  /** In place of a report's digest wherever the panel names a window. */
  readonly id: string;
  /** Grows with everything that arrives. */
  readonly version: number;
  readonly done: number;
  readonly of: number;
  readonly rows: DriftReport['rows'];
  readonly thresholds: DriftThresholds;
  readonly referenceName: string;
  readonly currentName: string;
}

export interface ArrivedArgs {
  readonly id: string;
  readonly since: number;
}

export interface ArrivedRows {
  /** To ask from next time. */
  readonly version: number;
  /** In the file's order; those that changed. */
  readonly columns: readonly ArrivedRow[];
}

/** A verdict's place before there is one: the column waits to be read, or its verdict waits for the other columns. */
export type ShownState = DriftState | 'waiting' | 'judging';

/** A column with or without its verdict. */
export type ShownColumn = Omit<DriftColumn, 'state' | 'tests'> & {
  readonly state: ShownState;
  readonly tests: ReadonlyArray<Omit<DriftSubTest, 'state' | 'pAdjusted'> & { readonly state: ShownState; readonly pAdjusted: number | null }>;
};

export type ShownRow = Omit<ColumnRow, 'state'> & { readonly state: ShownState };

export interface ArrivedRow extends ShownRow {
  /** The version it came with. */
  readonly version: number;
  /** Of the test with the smallest one, not adjusted. */
  readonly pValue: number | null;
}

/** Data as the command line takes it, and how a person calls it. */
export interface NamedData {
  readonly text: string;
  readonly name: string;
}

/** One reference and the windows to hold against it, in order. */
export interface DriftRequest {
  /** Paths in references are relative to it. */
  readonly folder: string;
  readonly reference: NamedData;
  readonly currents: readonly NamedData[];
  /** Absent or null: nobody said. */
  readonly roles?: DriftRoles | null;
}

/** What a panel keeps over a reload for the host: references and digests, never data. */
export interface DriftKept {
  readonly request: DriftRequest | null;
  readonly windows: ReadonlyArray<{ readonly digest: string; readonly reference: NamedData | null; readonly current: NamedData | null }>;
}

export interface DriftPicture {
  /** Oldest first. */
  readonly windows: readonly WindowHead[];
  readonly timeline: TimelineColumns;
  /** As last chosen; null where nobody did. */
  readonly roles: DriftRoles | null;
  /** Reports of other tools that were opened along with ours; null where there are none. */
  readonly others: SideBySide | null;
}

export interface WindowHead {
  /** The report's digest. */
  readonly id: string;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** As chosen: a path or reference; null where only the digests are known. */
  readonly referenceName: string | null;
  readonly currentName: string | null;
  readonly rows: DriftReport['rows'];
  readonly window: DriftReport['window'];
  readonly key: DriftKey;
  readonly engine: DriftEngine;
  readonly thresholds: DriftThresholds;
  readonly problems: DriftReport['problems'];
  readonly counts: Readonly<Record<DriftState, number>>;
  readonly families: { readonly all: number; readonly drifted: number };
  readonly slices: { readonly all: number; readonly flagged: number };
  /** Chunks that raise an alarm, and groupings measured; null where the report has none of it. */
  readonly model: { readonly alarms: number | null; readonly groupings: number | null };
  /** A launch can be prefilled with this window's data. */
  readonly canRetrain: boolean;
}

/** Columns × windows (see core/drift/timeline.ts), row by row. */
export interface TimelineColumns {
  readonly names: readonly string[];
  readonly kinds: readonly string[];
  readonly states: Uint8Array;
  readonly weights: Float64Array;
  /** Place in each window's report; −1 = not there. */
  readonly places: Int32Array;
}

/** A window as lists show it: everything but the detail of one column. Ranked, the column to look at first leading. */
export interface WindowRows {
  readonly window: string;
  readonly columns: readonly ColumnRow[];
  readonly families: readonly DriftFamily[];
  readonly slices: readonly DriftSlice[];
}

/** What the report says of the model behind the rows; null where it was not asked for or could not be measured. */
export interface ModelView {
  readonly window: string;
  readonly performance: PerformanceReport | null;
  readonly bias: DriftBias | null;
}

export interface ColumnRow {
  readonly place: number;
  readonly name: string;
  readonly kind: string;
  readonly state: DriftState;
  readonly decider: Decider | null;
  readonly effect: number | null;
  readonly effectName: string | null;
  readonly effectInterval: Range | null;
  readonly threshold: number | null;
  /** Multiples of the threshold; see `weightOf`. */
  readonly weight: number | null;
  readonly pAdjusted: number | null;
  readonly nullShare: DriftColumn['nullShare'];
  readonly newValues: number;
  readonly vanishedValues: number;
  readonly outOfRange: DriftColumn['outOfRange'];
  readonly problems: ReadonlyArray<{ readonly code: string; readonly message: string }>;
  /** The two distributions as heights from 0 to 1, for a picture of a word's size. */
  readonly sketch: { readonly reference: readonly number[]; readonly current: readonly number[] } | null;
}

export const driftLimits = { windows: 366 } as const;

const id = text(200);
const columnArgs = shape<ColumnArgs>({ window: id, place: integer(0, 1_000_000) });

export const driftDecoders: {
  readonly queries: { readonly [N in keyof DriftContract['queries']]: Decoder<DriftContract['queries'][N]['args']> };
  readonly commands: { readonly [N in keyof DriftContract['commands']]: Decoder<DriftContract['commands'][N]> };
} = {
  queries: { window: shape<{ window: string }>({ window: id }), column: columnArgs, model: shape<{ window: string }>({ window: id }), arrived: shape<ArrivedArgs>({ id, since: integer(0, Number.MAX_SAFE_INTEGER) }) },
  commands: {
    cancel: nothing,
    compareAgain: nothing,
    chooseData: nothing,
    setRoles: driftRoles,
    export: shape<{ window: string; format: ExportFormat }>({ window: id, format: oneOf('html', 'json') }),
    copy: shape<{ window: string }>({ window: id }),
    openCode: columnArgs,
    retrain: shape<{ window: string }>({ window: id }),
  },
};


const reference = shape<NamedData>({ text: text(4096), name: text(4096) });

export const driftKept: Decoder<DriftKept> = shape<DriftKept>({
  request: orNull(shape<DriftRequest>({ folder: text(4096), reference, currents: listOf(reference, driftLimits.windows), roles: orNull(driftRoles) })),
  windows: listOf(
    shape<DriftKept['windows'][number]>({ digest: text(200), reference: orNull(reference), current: orNull(reference) }),
    driftLimits.windows,
  ),
});
