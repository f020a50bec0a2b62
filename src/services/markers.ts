import type { Files } from '../core/port/files.ts';

/** Folders that never hold a project of their own and may be huge. */
const skipped = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', '.mlops', 'site-packages']);

/** Is any marker below the folder? A marker is a path whose segments may be `*`; listing is per segment, never deep. */
export async function hasMarker(files: Files, folder: string, markers: readonly string[]): Promise<boolean> {
  for (const marker of markers) if (await matches(files, folder, marker.split('/'))) return true;
  return false;
}

async function matches(files: Files, folder: string, segments: readonly string[]): Promise<boolean> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return true;
  if (segment !== '*') {
    const path = `${folder}/${segment}`;
    if (rest.length === 0) return (await files.stat(path, { followLinks: true })) !== undefined;
    return matches(files, path, rest);
  }
  for (const entry of (await files.list(folder)) ?? []) {
    if (entry.kind !== 'folder' || skipped.has(entry.name)) continue;
    if (await matches(files, `${folder}/${entry.name}`, rest)) return true;
  }
  return false;
}
