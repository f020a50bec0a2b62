import { fail } from '../../core/base/fault.ts';
import type { TableReader } from '../../core/table/tableReader.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import type { ParquetTable } from '../table/parquet/open.ts';
import { openDuckDbTable, type AskedTable } from './databaseTable.ts';
import { loadNodeApi, type NodeApi } from './nodeApi.ts';
import { isSoonRead, sharedParquet } from './sharedParquet.ts';

/** Below it DuckDB takes longer to start than our own reader to read. */
const leastRows = 20_000;

/** DuckDB as a reader of tables, where it is installed. */
export interface DuckDb {
  /**
   * The same table, read with DuckDB where that gives the same values; the table itself where DuckDB is not there or not worth it.
   * Throws `untrusted` or `unsupported` where DuckDB was asked for and may not be used or is not there.
   */
  share(own: ParquetTable, reader: TableReader | undefined, signal: AbortSignal): Promise<TableSource>;
  /** Throws `unsupported` where DuckDB is not there. */
  openTable(asked: AskedTable, signal: AbortSignal): Promise<TableSource>;
}

export interface DuckDbParts {
  /** Where it is installed to. */
  readonly folder: string;
  readonly warn: (message: string) => void;
  /** No native code looks at the files of a workspace before trust. */
  readonly isTrusted: () => boolean;
  /** Asked for each table that does not name one: a setting may change. */
  readonly reader?: () => TableReader;
  readonly leastRows?: number;
}

export function duckDb({ folder, warn, isTrusted, reader: usual = () => 'auto', leastRows: least = leastRows }: DuckDbParts): DuckDb {
  let loaded: NodeApi | undefined;
  // Asked again while it is not there: it may be installed meanwhile.
  const load = async () => (loaded ??= await loadNodeApi(folder, warn));
  return {
    share: async (own, asked, signal) => {
      const reader = asked ?? usual();
      const readsAll = reader === 'duckdb';
      if (reader === 'own' || (!readsAll && (own.table.rows < least || isSoonRead(own)))) return own.table;
      if (!isTrusted()) {
        if (asked !== 'duckdb') return own.table;
        throw fail('untrusted', 'DuckDB reads files in trusted workspaces only.', { hint: 'Trust this workspace, or take --reader own.' });
      }
      const api = await load();
      if (api !== undefined) return sharedParquet(api, own, { readsAll, warn }, signal);
      if (asked !== 'duckdb') return own.table;
      throw fail('unsupported', 'DuckDB is not installed.', { hint: howToInstall });
    },
    openTable: async (asked, signal) => {
      if (!isTrusted()) throw fail('untrusted', 'DuckDB databases are read in trusted workspaces only.', { hint: 'Trust this workspace, or export the table to Parquet.' });
      const api = await load();
      if (api === undefined) throw withoutDuckDb(asked.table);
      return openDuckDbTable(api, asked, signal);
    },
  };
}

const howToInstall = 'Install it: “MLOps: Install DuckDB for Faster Drift Reports”, or mlops drift --install-accelerator.';

export function withoutDuckDb(table: string) {
  return fail('unsupported', 'DuckDB databases are read by DuckDB itself, which is not installed.', {
    hint: `${howToInstall} Or export the table to Parquet in DuckDB: COPY ${table} TO 'table.parquet'.`,
  });
}
