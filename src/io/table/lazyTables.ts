import type { Tables } from '../../core/port/tables.ts';
import type { TableParts } from './tables.ts';

/** The Tables port, loaded on first use: the parsers are large, and most commands read no table. */
export function lazyTables(parts: TableParts): Tables {
  let loading: Promise<Tables> | undefined;
  const load = () => (loading ??= import('./tables.ts').then((module) => module.nodeTables(parts)));
  return {
    openFile: async (path, naming, signal) => (await load()).openFile(path, naming, signal),
    openBytes: async (bytes, naming, signal) => (await load()).openBytes(bytes, naming, signal),
    openDatabase: async (engine, file, table, naming, signal) => (await load()).openDatabase(engine, file, table, naming, signal),
  };
}
