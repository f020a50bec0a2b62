import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../core/base/fault.ts';
import { unescaped, type LocalAddress } from './address.ts';

/**
 * The folder on this machine that an artifact URI names, or undefined where it names a server's or a cloud's storage.
 * A relative one counts from the folder in which the tracker ran: the store's own.
 */
export function localArtifactRoot(uri: string, store: LocalAddress): string | undefined {
  const base = path.dirname(store.path);
  if (/^file:\/\//i.test(uri)) {
    try {
      return fileURLToPath(uri);
    } catch {
      return undefined;
    }
  }
  if (/^file:/i.test(uri)) return path.resolve(base, unescaped(uri.slice('file:'.length)));
  // A drive letter is no scheme.
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri)) return undefined;
  return path.resolve(base, unescaped(uri));
}

/** The path with its `.` segments gone. Throws `invalid` where it would leave the run. */
export function checkedArtifactPath(artifact: string): string {
  const parts = artifact.split('/').filter((part) => part !== '' && part !== '.');
  const isWrong = artifact.startsWith('/') || /^[a-z]:/i.test(artifact) || artifact.includes('\\') || artifact.includes('\0');
  if (isWrong || parts.includes('..')) throw fail('invalid', 'That path leaves the run.', { hint: 'Paths are relative to the run’s artifacts.' });
  return parts.join('/');
}

/** Both paths are real ones. */
export function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
