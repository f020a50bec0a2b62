import type { Sqlite } from '../../core/port/sqlite.ts';
import type { Tables } from '../../core/port/tables.ts';

/** The Tables port, loaded on first use: the parsers are large, and most commands read no table. */
export function lazyTables(sqlite: Sqlite): Tables {
  let loading: Promise<Tables> | undefined;
  const load = () => (loading ??= import('./tables.ts').then((module) => module.nodeTables(sqlite)));
  return {
    openFile: async (path, naming, signal) => (await load()).openFile(path, naming, signal),
    openBytes: async (bytes, naming, signal) => (await load()).openBytes(bytes, naming, signal),
    openDatabase: async (file, table, naming, signal) => (await load()).openDatabase(file, table, naming, signal),
  };
}
