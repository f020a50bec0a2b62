import { createRequire } from 'node:module';
import path from 'node:path';
import { isInstalled } from './place.ts';

/** As much of `@duckdb/node-api` as is used here. It is no dependency: it is loaded from where it was installed to. */
export interface NodeApi {
  readonly DuckDBInstance: { create(path: string, options: Readonly<Record<string, string>>): Promise<Instance> };
  /**
   * A column of doubles of a chunk; what is null may be anything there. Straight from the bindings: the vector that node-api makes
   * of it costs several times as much, and large tables have some ten thousand.
   */
  readonly doubles: (chunk: Chunk, at: number) => Float64Array;
}

/** As much of `@duckdb/node-bindings` as is used here. */
interface Bindings {
  data_chunk_get_vector(chunk: unknown, at: number): unknown;
  vector_get_data(vector: unknown, bytes: number): Uint8Array<ArrayBuffer>;
}

export interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}

export interface Connection {
  run(sql: string, values?: readonly string[]): Promise<Result>;
  stream(sql: string, values?: readonly string[]): Promise<Result>;
  interrupt(): void;
  closeSync(): void;
}

export interface Result {
  fetchChunk(): Promise<Chunk | null>;
}

/** Rows of a result, 2,048 at most. Its memory is DuckDB's and lives as long as the chunk: copy what is to stay. */
export interface Chunk {
  readonly rowCount: number;
  /** As the bindings have it. */
  readonly chunk: unknown;
  /** Texts as texts, doubles as numbers, bytes as `{ bytes }`. */
  getRows(): unknown[][];
}

/** Undefined where the pinned version is not installed, or does not start on this machine; `warn` is told the latter. */
export async function loadNodeApi(folder: string, warn: (message: string) => void): Promise<NodeApi | undefined> {
  if (!(await isInstalled(folder))) return undefined;
  try {
    const load = createRequire(path.join(folder, 'package.json'));
    const { DuckDBInstance } = load('@duckdb/node-api') as Pick<NodeApi, 'DuckDBInstance'>;
    const bindings = load('@duckdb/node-bindings') as Bindings;
    return {
      DuckDBInstance,
      doubles: ({ chunk, rowCount }, at) => {
        const { buffer, byteOffset } = bindings.vector_get_data(bindings.data_chunk_get_vector(chunk, at), 8 * rowCount);
        return new Float64Array(buffer, byteOffset, rowCount);
      },
    };
  } catch (error) {
    warn(`DuckDB does not start on this machine, our own reader reads instead: ${(error as Error).message}`);
    return undefined;
  }
}
