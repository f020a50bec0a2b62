import { fail } from '../../core/base/fault.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import type { ParquetTable } from '../table/parquet/open.ts';
import { openDuckDbTable, type AskedTable } from './databaseTable.ts';
import { loadNodeApi, type NodeApi } from './nodeApi.ts';
import { sharedParquet } from './sharedParquet.ts';

/** Below it DuckDB takes longer to start than our own reader to read. */
const leastRows = 20_000;

/** DuckDB as a reader of tables, where it is installed. */
export interface DuckDb {
  /** The same table, read with DuckDB where that gives the same values; the table itself where DuckDB is not there or not worth it. */
  share(own: ParquetTable, signal: AbortSignal): Promise<TableSource>;
  /** Throws `unsupported` where DuckDB is not there. */
  openTable(asked: AskedTable, signal: AbortSignal): Promise<TableSource>;
}

export interface DuckDbParts {
  /** Where it is installed to. */
  readonly folder: string;
  readonly warn: (message: string) => void;
  /** No native code looks at the files of a workspace before trust. */
  readonly isTrusted: () => boolean;
  /** Asked for each table: a setting may switch it off for files. */
  readonly isOff?: () => boolean;
  readonly leastRows?: number;
  /** Plainly stored numbers as well, which our own reader reads in less time. */
  readonly readsPlain?: boolean;
}

export function duckDb({ folder, warn, isTrusted, isOff = () => false, leastRows: least = leastRows, readsPlain = false }: DuckDbParts): DuckDb {
  let loaded: NodeApi | undefined;
  // Asked again while it is not there: it may be installed meanwhile.
  const load = async () => (loaded ??= await loadNodeApi(folder, warn));
  return {
    share: async (own, signal) => {
      if (own.table.rows < least || isOff() || !isTrusted()) return own.table;
      const api = await load();
      return api === undefined ? own.table : sharedParquet(api, own, { readsPlain, warn }, signal);
    },
    openTable: async (asked, signal) => {
      if (!isTrusted()) throw fail('untrusted', 'DuckDB databases are read in trusted workspaces only.', { hint: 'Trust this workspace, or export the table to Parquet.' });
      const api = await load();
      if (api === undefined) throw withoutDuckDb(asked.table);
      return openDuckDbTable(api, asked, signal);
    },
  };
}

export function withoutDuckDb(table: string) {
  return fail('unsupported', 'DuckDB databases are read by DuckDB itself, which is not installed.', {
    hint: `Install it: “MLOps: Install DuckDB for Faster Drift Reports”, or mlops drift --install-accelerator. Or export the table to Parquet in DuckDB: COPY ${table} TO 'table.parquet'.`,
  });
}
