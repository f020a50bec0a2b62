import { fail, isFaultError, type FaultCode, type FaultError } from '../core/base/fault.ts';

/** SQLite's primary result codes that a reader can meet. */
const byCode: Readonly<Record<number, readonly [code: FaultCode, message: string, hint: string]>> = {
  3: ['forbidden', 'may not be read', 'Check the file’s permissions.'],
  5: ['locked', 'is being written by another program', 'It is tried again by itself; if it stays, find the program that holds it.'],
  6: ['locked', 'is being written by another program', 'It is tried again by itself; if it stays, find the program that holds it.'],
  8: ['locked', 'was left in the middle of a write', 'Open it once with the program that writes it, so that it can repair itself.'],
  10: ['corrupt', 'could not be read from disk', 'Check the disk, or restore the file from a backup.'],
  11: ['corrupt', 'is damaged', 'Restore it from a backup, or try `sqlite3 FILE .recover`.'],
  14: ['forbidden', 'could not be opened', 'Check the permissions of the file and its folder.'],
  26: ['corrupt', 'is not a SQLite database', 'Restore it from a backup, or correct the path.'],
};
const byErrno: Readonly<Record<string, readonly [code: FaultCode, message: string, hint: string]>> = {
  ENOENT: ['notFound', 'is not there', 'Correct the path, or remove the connection.'],
  ENOTDIR: ['notFound', 'is not there', 'Correct the path, or remove the connection.'],
  EACCES: ['forbidden', 'may not be read', 'Check the file’s permissions.'],
  EPERM: ['forbidden', 'may not be read', 'Check the file’s permissions.'],
};

/** Anything thrown while reading a database, as a fault that names the file and a next step. */
export function sqliteFault(error: unknown, file: string): FaultError {
  if (isFaultError(error)) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const known = errcode === undefined ? byErrno[code ?? ''] : byCode[errcode & 0xff];
  if (known) return fail(known[0], `${file} ${known[1]}.`, { hint: known[2], at: { path: file } });
  if (/no such (table|column)/.test(message ?? '')) {
    return fail('schema', `${file} does not have the expected tables.`, { at: { path: file } });
  }
  return fail('internal', `${file}: ${message ?? String(error)}`, { at: { path: file } });
}
