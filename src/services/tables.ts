import { fail, toFault } from '../core/base/fault.ts';
import type { DataContent } from '../core/capability/datasetSource.ts';
import type { Machine } from '../core/port/machine.ts';
import type { TableNaming } from '../core/port/tables.ts';
import { parseDataReference, slipOfPrefix } from '../core/table/dataReference.ts';
import type { TableSource } from '../core/table/tableSource.ts';
import type { Catalog } from './catalog.ts';

type HowToOpen = Pick<TableNaming, 'reader' | 'onHead'>;

/** Opens the table that DATA names, wherever it is kept. */
export class Tables {
  readonly #machine: Machine;
  readonly #catalog: Catalog;

  constructor(machine: Machine, catalog: Catalog) {
    this.#machine = machine;
    this.#catalog = catalog;
  }

  /**
   * DATA = `PATH | <provider>:… | sqlite:FILE#TABLE | duckdb:FILE#TABLE`, paths relative to `folder`. The table goes under the
   * reference's own text; `how.onHead` hears of its columns as soon as they are known. Throws `invalid` for a reference that is none, `notFound`, `notPulled`, `unsupported` and what a reader throws.
   */
  async open(reference: string, folder: string, signal: AbortSignal, how: HowToOpen = {}): Promise<TableSource> {
    const parsed = parseDataReference(reference, this.#catalog.rows.map((row) => row.id));
    const { tables } = this.#machine;
    if (parsed.kind === 'file') return this.#file(reference, () => tables.openFile(absolute(folder, parsed.path), { ...how, name: reference }, signal));
    if (parsed.kind === 'provided') return this.#open(await this.#content(parsed, folder, signal), { ...how, name: reference }, signal);
    return tables.openDatabase(parsed.engine, absolute(folder, parsed.path), parsed.table, { name: reference }, signal);
  }

  /**
   * The bytes of a file or of what a source has, under its file's name: a result file. Throws `unsupported` for a table of a
   * database, `tooLarge` above `maxBytes`.
   */
  async bytes(reference: string, folder: string, maxBytes: number, signal: AbortSignal): Promise<{ readonly fileName: string; readonly bytes: Uint8Array }> {
    const parsed = parseDataReference(reference, this.#catalog.rows.map((row) => row.id));
    if (parsed.kind === 'database') throw fail('unsupported', `“${reference}” is a table, not a file.`);
    const { files } = this.#machine;
    if (parsed.kind === 'file') return { fileName: fileNameOf(parsed.path), bytes: await this.#file(reference, () => files.read(absolute(folder, parsed.path), { maxBytes })) };
    const { fileName, place } = await this.#content(parsed, folder, signal);
    return { fileName, bytes: 'path' in place ? await files.read(place.path, { maxBytes }) : place.bytes };
  }

  /** What is no file may have been meant for a source. */
  async #file<T>(reference: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const slip = toFault(error).code === 'notFound' ? slipOfPrefix(reference, this.#catalog.rows.map((row) => row.id)) : undefined;
      throw slip ?? error;
    }
  }

  async #open({ fileName, place, origin }: DataContent, naming: TableNaming, signal: AbortSignal): Promise<TableSource> {
    const { tables } = this.#machine;
    const table = await ('path' in place ? tables.openFile(place.path, { ...naming, fileName }, signal) : tables.openBytes(place.bytes, { ...naming, fileName }, signal));
    return { ...table, origin };
  }

  /** Each source of the provider is asked, as a run is looked for: the first that has it answers. */
  async #content({ provider, reference }: { readonly provider: string; readonly reference: string }, folder: string, signal: AbortSignal): Promise<DataContent> {
    const entries = (await this.#catalog.with('datasets', signal)).filter(({ config }) => config.provider === provider);
    if (entries.length === 0) {
      throw fail('notFound', `There is no source of “${provider}” here.`, { hint: 'Open the folder that holds it, or add a connection.' });
    }
    let failure: unknown;
    let missing: unknown;
    for (const { connection, config } of entries) {
      try {
        const { datasets } = connection;
        if (!datasets.content) throw fail('unsupported', `Source “${config.id}” does not give out its data.`);
        return await datasets.content(reference, folder, signal);
      } catch (error) {
        const { code } = toFault(error);
        if (code === 'cancelled') throw error;
        if (code === 'notFound') missing ??= error;
        else failure ??= error;
      }
    }
    // A source that could not answer may be the one that has it.
    throw (failure ?? missing) as Error;
  }
}

function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function absolute(folder: string, path: string): string {
  return /^([\\/]|[A-Za-z]:[\\/])/.test(path) ? path : `${folder}/${path}`;
}
