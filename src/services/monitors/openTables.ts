import type { TableSource } from '../../core/table/tableSource.ts';

/** What opens a DATA reference, relative to a folder. */
export interface OpenTables {
  open(reference: string, folder: string, signal: AbortSignal): Promise<TableSource>;
}
