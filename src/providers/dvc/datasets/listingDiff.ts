import type { DatasetFileChange } from '../../../core/model/dataset.ts';
import type { ContentFile } from './content.ts';

/** What differs between two listings, by path. Files that are the same are left out: a folder may hold 100,000. */
export function diffListings(before: readonly ContentFile[], after: readonly ContentFile[]): DatasetFileChange[] {
  const old = new Map(before.map((file) => [file.path, file]));
  const changes: DatasetFileChange[] = [];
  for (const file of after) {
    const other = old.get(file.path);
    old.delete(file.path);
    if (!other) changes.push({ path: file.path, status: 'added', before: null, after: sideOf(file) });
    else if (other.digest !== file.digest) {
      changes.push({ path: file.path, status: 'changed', before: sideOf(other), after: sideOf(file) });
    }
  }
  for (const file of old.values()) changes.push({ path: file.path, status: 'removed', before: sideOf(file), after: null });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function sideOf(file: ContentFile) {
  return { digest: `md5:${file.digest}`, sizeBytes: file.sizeBytes };
}
