/** What reads a file: our own reader; DuckDB, for all that it reads to the same values; `auto`, whichever gives the same in less time. */
export const tableReaders = ['auto', 'own', 'duckdb'] as const;
export type TableReader = (typeof tableReaders)[number];

/** Of a setting or a variable, where anything may stand. */
export function readerNamed(text: string | undefined): TableReader {
  return tableReaders.find((one) => one === text) ?? 'auto';
}
