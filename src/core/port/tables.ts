import type { TableReader } from '../table/tableReader.ts';
import type { TableHead, TableSource } from '../table/tableSource.ts';

/** `csv` = delimited text, whatever delimits it. `jsonLines` = one record a line; `json` = one array of records. Each also gzipped. */
export type TableFormat = 'csv' | 'jsonLines' | 'json' | 'parquet';

export interface TableNaming {
  /** Under which the table goes. */
  readonly name: string;
  /** Default: by the first bytes, then by the ending of `fileName`. */
  readonly format?: TableFormat;
  /** What the file is called, where the path does not tell (a cache names files by content). Default: the path. */
  readonly fileName?: string;
  /** Default: what the settings say. */
  readonly reader?: TableReader;
  /** Called where the file tells it before all of it is read; what it throws is what opening throws. */
  readonly onHead?: (head: TableHead) => void;
}

/** Reads tables from files. Throws `notFound`, `forbidden`, `corrupt`, `unsupported`, `conflict` (the file changed meanwhile). */
export interface Tables {
  openFile(path: string, naming: TableNaming, signal: AbortSignal): Promise<TableSource>;
  openBytes(bytes: Uint8Array, naming: TableNaming, signal: AbortSignal): Promise<TableSource>;
  /** A table or view of a database, read-only. Throws `unsupported` for DuckDB's where the accelerator is not installed. */
  openDatabase(engine: 'sqlite' | 'duckdb', file: string, table: string, naming: Pick<TableNaming, 'name'>, signal: AbortSignal): Promise<TableSource>;
}
