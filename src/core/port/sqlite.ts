import type { Disposable } from '../base/disposable.ts';

export type SqliteValue = string | number | bigint | null | Uint8Array;

export interface SqliteDatabase {
  /** Rows as arrays in column order: the fast form. Throws `locked` after the busy timeout, `corrupt`, `schema`. */
  rows(sql: string, ...parameters: SqliteValue[]): SqliteValue[][];
  /** Many statements on one consistent snapshot, held as short as possible. */
  transaction<T>(read: () => T): T;
  /**
   * Everything read until it is disposed is as at one moment. A writer to a database without a write-ahead log waits as long, so
   * hold it only while a table is read through.
   */
  snapshot(): Disposable;
  close(): void;
}

export interface Sqlite {
  /** False on a host without node:sqlite. */
  readonly isAvailable: boolean;
  /** Read-only, with a busy timeout. Never creates or writes. Throws `notFound`, `corrupt`, `unsupported`. */
  openReadOnly(path: string): SqliteDatabase;
}
