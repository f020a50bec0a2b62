export type SqliteValue = string | number | bigint | null | Uint8Array;

export interface SqliteDatabase {
  /** Rows as arrays in column order: the fast form. Throws `locked` after the busy timeout, `corrupt`, `schema`. */
  rows(sql: string, ...parameters: SqliteValue[]): SqliteValue[][];
  /** Many statements on one consistent snapshot, held as short as possible. */
  transaction<T>(read: () => T): T;
  close(): void;
}

export interface Sqlite {
  /** False on a host without node:sqlite. */
  readonly isAvailable: boolean;
  /** Read-only, with a busy timeout. Never creates or writes. Throws `notFound`, `corrupt`, `unsupported`. */
  openReadOnly(path: string): SqliteDatabase;
}
