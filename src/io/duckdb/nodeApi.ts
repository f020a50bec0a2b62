import { createRequire } from 'node:module';
import path from 'node:path';
import { isInstalled } from './place.ts';

/** As much of `@duckdb/node-api` as is used here. It is no dependency: it is loaded from where it was installed to. */
export interface NodeApi {
  readonly DuckDBInstance: { create(path: string, options: Readonly<Record<string, string>>): Promise<Instance> };
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
  getColumnVector(at: number): Vector;
  /** Texts as texts, doubles as numbers, bytes as `{ bytes }`. */
  getRows(): unknown[][];
}

export interface Vector {
  /** Of doubles. What is null may be anything there. */
  readonly items: Float64Array;
}

/** Undefined where the pinned version is not installed, or does not start on this machine; `warn` is told the latter. */
export async function loadNodeApi(folder: string, warn: (message: string) => void): Promise<NodeApi | undefined> {
  if (!(await isInstalled(folder))) return undefined;
  try {
    return createRequire(path.join(folder, 'package.json'))('@duckdb/node-api') as NodeApi;
  } catch (error) {
    warn(`DuckDB does not start on this machine, our own reader reads instead: ${(error as Error).message}`);
    return undefined;
  }
}
