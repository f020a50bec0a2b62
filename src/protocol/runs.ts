import type { Problem } from '../core/model/problem.ts';
import { integer, listOf, nothing, oneOf, orNull, shape, text, flag, type Decoder } from './rpc/decode.ts';

/**
 * Contract of the Runs panel. The host holds the rows; the panel asks for the blocks it shows. Rows are addressed by
 * their place in the host's present order, which `RunTable.version` names: an answer of another version is refused.
 */
export interface RunsContract {
  readonly queries: {
    cells: { args: CellsArgs; value: CellsAnswer };
    /** Ids of the rows `from` (inclusive) to `to` (exclusive). */
    ids: { args: { version: number; from: number; to: number }; value: readonly string[] };
    /** The next row whose name, id or any shown column holds the text; -1 = none. */
    find: { args: FindArgs; value: number };
  };
  readonly commands: {
    filter: { text: string };
    sort: { keys: readonly SortKey[] };
    mark: { ids: readonly string[]; mark: Mark; isOn: boolean };
    showHidden: { isOn: boolean };
    compare: { ids: readonly string[] };
    openRun: { run: string };
    remember: RunsLayout;
    refresh: null;
  };
  readonly events: { table: RunTable };
  readonly signals: { notice: string };
}

export type Mark = 'star' | 'pin' | 'hide';
export const markBits: Readonly<Record<Mark, number>> = { star: 1, pin: 2, hide: 4 };

export interface SortKey {
  readonly key: string;
  readonly descending: boolean;
}

export type ColumnGroup = 'run' | 'metric' | 'param' | 'tag';

export interface ColumnInfo {
  /** `name`, `status` …, or `metrics.<key>`, `params.<key>`, `tags.<key>`: the words of the filter language. */
  readonly key: string;
  readonly label: string;
  readonly group: ColumnGroup;
  /** Numbers are right-aligned and sort as numbers. */
  readonly isNumeric: boolean;
}

export interface RunTable {
  readonly version: number;
  readonly isLoading: boolean;
  /** Rows after the filter. */
  readonly rows: number;
  readonly total: number;
  readonly hidden: number;
  readonly columns: readonly ColumnInfo[];
  readonly sort: readonly SortKey[];
  readonly filter: string;
  readonly filterFault: { readonly message: string; readonly from: number; readonly to: number } | null;
  readonly showsHidden: boolean;
  readonly problems: readonly Problem[];
  readonly layout: RunsLayout | null;
}

/** Rows come in blocks of this many. */
export const rowsPerBlock = 64;

export interface CellsArgs {
  readonly version: number;
  readonly blocks: ReadonlyArray<{ readonly block: number; readonly columns: readonly string[] }>;
}

export type CellColumn =
  /** NaN = the run has no value. */
  | { readonly key: string; readonly kind: 'number'; readonly values: Float64Array }
  | { readonly key: string; readonly kind: 'text'; readonly values: ReadonlyArray<string | null> };

export interface CellBlock {
  readonly block: number;
  readonly ids: readonly string[];
  /** Bits of `markBits`. */
  readonly marks: Uint8Array;
  readonly columns: readonly CellColumn[];
}

export interface CellsAnswer {
  /** Not the version asked for: the order changed meanwhile, ask again. */
  readonly version: number;
  readonly blocks: readonly CellBlock[];
}

export interface FindArgs {
  readonly version: number;
  readonly text: string;
  readonly from: number;
  readonly columns: readonly string[];
}

/** Column choice, remembered per workspace. */
export interface RunsLayout {
  /** Shown columns in order; null = the default choice. */
  readonly shown: readonly string[] | null;
  readonly pinned: readonly string[];
  readonly widths: ReadonlyArray<{ readonly key: string; readonly width: number }>;
}

const key = text(1024);
const keys = listOf(key, 2000);
const version = integer(0, Number.MAX_SAFE_INTEGER);
const row = integer(0, 10_000_000);
const ids = listOf(text(2048), 10_000);

export const runsLayout: Decoder<RunsLayout> = shape<RunsLayout>({
  shown: orNull(keys),
  pinned: keys,
  widths: listOf(shape<{ key: string; width: number }>({ key, width: integer(24, 2000) }), 2000),
});

export const runsDecoders: {
  readonly queries: { readonly [N in keyof RunsContract['queries']]: Decoder<RunsContract['queries'][N]['args']> };
  readonly commands: { readonly [N in keyof RunsContract['commands']]: Decoder<RunsContract['commands'][N]> };
} = {
  queries: {
    cells: shape<CellsArgs>({
      version,
      blocks: listOf(
        shape<{ block: number; columns: readonly string[] }>({ block: row, columns: listOf(key, 256) }),
        64,
      ),
    }),
    ids: shape<{ version: number; from: number; to: number }>({ version, from: row, to: row }),
    find: shape<FindArgs>({ version, text: text(512), from: row, columns: listOf(key, 256) }),
  },
  commands: {
    filter: shape<{ text: string }>({ text: text(8192) }),
    sort: shape<{ keys: readonly SortKey[] }>({
      keys: listOf(shape<SortKey>({ key, descending: flag }), 8),
    }),
    mark: shape<{ ids: readonly string[]; mark: Mark; isOn: boolean }>({
      ids,
      mark: oneOf('star', 'pin', 'hide'),
      isOn: flag,
    }),
    showHidden: shape<{ isOn: boolean }>({ isOn: flag }),
    compare: shape<{ ids: readonly string[] }>({ ids: listOf(text(2048), 500) }),
    openRun: shape<{ run: string }>({ run: text(2048) }),
    remember: runsLayout,
    refresh: nothing,
  },
};
