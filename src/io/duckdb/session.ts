import { availableParallelism } from 'node:os';
import path from 'node:path';
import { collectChunks } from './collect.ts';
import type { Chunk, Connection, NodeApi, Result } from './nodeApi.ts';
import { quotedName, quotedText } from './quote.ts';

/** What a session may read, and nothing else. */
export type Readable = { readonly file: string } | { readonly database: string };

/** The name under which a database is attached. */
export const attached = quotedName('source');

export const memoryLimit = '256MiB';
const mostThreads = 4;
const chunksAtOnce = 128;

/** One connection to a DuckDB of its own in memory, shut off from everything but what it is to read. */
export class Session {
  /** A column of doubles of a chunk. */
  readonly doubles: NodeApi['doubles'];
  readonly #connection: Connection;
  readonly #end: () => void;
  /** Settles when everything that was asked so far is read. */
  #queue: Promise<void> = Promise.resolve();

  private constructor(doubles: NodeApi['doubles'], connection: Connection, end: () => void) {
    this.doubles = doubles;
    this.#connection = connection;
    this.#end = end;
  }

  /** Nothing is fetched or written: no extension is installed or loaded, a database is read-only, no file but the one named is opened. */
  static async open(api: NodeApi, readable: Readable, threads = Math.min(mostThreads, availableParallelism())): Promise<Session> {
    const instance = await api.DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      memory_limit: memoryLimit,
      threads: String(threads),
    });
    try {
      const connection = await instance.connect();
      const session = new Session(api.doubles, connection, () => {
        connection.closeSync();
        instance.closeSync();
      });
      await connection.run("SET temp_directory = ''");
      if ('file' in readable) await connection.run(`SET allowed_paths = [${quotedText(path.resolve(readable.file))}]`);
      else await connection.run(`ATTACH ${quotedText(path.resolve(readable.database))} AS ${attached} (READ_ONLY)`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      return session;
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  /**
   * A result piece by piece, in order; a piece is to be read before the next is asked for. Throws DuckDB's own error, but one
   * that comes after the first piece looks like the end: whoever reads compares how many rows came. A connection holds one result
   * open at a time, so a result waits until those asked for before it are read or left.
   */
  chunks(sql: string, values: readonly string[], signal: AbortSignal): AsyncGenerator<Chunk> {
    return this.#inTurn(() => this.#connection.stream(sql, values), signal);
  }

  /** All rows of a small result, computed in whole before the first is taken. Throws DuckDB's own error, whenever it comes. */
  async rows(sql: string, values: readonly string[], signal: AbortSignal): Promise<unknown[][]> {
    const rows: unknown[][] = [];
    for await (const chunk of this.#inTurn(() => this.#connection.run(sql, values), signal)) rows.push(...chunk.getRows());
    return rows;
  }

  close(): void {
    this.#end();
  }

  async *#inTurn(ask: () => Promise<Result>, signal: AbortSignal): AsyncGenerator<Chunk> {
    signal.throwIfAborted();
    const before = this.#queue;
    let leave = (): void => undefined;
    this.#queue = new Promise((resolve) => (leave = resolve));
    await before;
    // Not before its turn: it would interrupt another's.
    let read = 0;
    const interrupt = () => this.#connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      const result = await ask();
      for (;;) {
        const chunk = await result.fetchChunk();
        signal.throwIfAborted();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk;
        read += 1;
        if (read % chunksAtOnce === 0) collectChunks();
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      leave();
      // A few are not worth it.
      if (read > chunksAtOnce / 4) collectChunks();
    }
  }
}
