import { fail, toFault, type Fault } from '../../../core/base/fault.ts';
import type { ArtifactStore } from '../../../core/capability/artifactStore.ts';
import type { ImageBytes, ImageList } from '../../../protocol/compare.ts';
import type { CompareBench } from './bench.ts';

const mimes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};
const maxBytes = 8 * 1024 * 1024;
/** A run may hold a checkpoint folder of any size: this many folders and entries are looked through. */
const maxFolders = 60;
const maxEntries = 4000;

export async function listImages(bench: Pick<CompareBench, 'artifacts'>, runs: readonly string[], signal: AbortSignal): Promise<ImageList> {
  const found = new Map<string, string[]>();
  const problems: Array<{ run: string; fault: Fault }> = [];
  let isIncomplete = false;
  await Promise.all(
    runs.map(async (run) => {
      try {
        const store = await bench.artifacts(run, signal);
        if (!store) return;
        const walk = await walkImages(store, run, signal);
        isIncomplete ||= walk.isIncomplete;
        for (const path of walk.paths) found.set(path, [...(found.get(path) ?? []), run]);
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        problems.push({ run, fault });
      }
    }),
  );
  const images = [...found].map(([path, holders]) => ({ path, runs: runs.filter((run) => holders.includes(run)) }));
  images.sort((a, b) => b.runs.length - a.runs.length || (a.path < b.path ? -1 : 1));
  return { images, problems, isIncomplete };
}

async function walkImages(store: ArtifactStore, run: string, signal: AbortSignal): Promise<{ paths: string[]; isIncomplete: boolean }> {
  const paths: string[] = [];
  const folders = [''];
  let entries = 0;
  for (let index = 0; index < folders.length; index++) {
    signal.throwIfAborted();
    if (index >= maxFolders || entries >= maxEntries) return { paths, isIncomplete: true };
    for (const artifact of await store.list(run, folders[index] ?? '', signal)) {
      entries++;
      if (artifact.isFolder) folders.push(artifact.path);
      else if (mimeOf(artifact.path)) paths.push(artifact.path);
    }
  }
  return { paths, isIncomplete: false };
}

export async function readImage(bench: Pick<CompareBench, 'artifacts'>, run: string, path: string, signal: AbortSignal): Promise<ImageBytes> {
  const mime = mimeOf(path);
  if (!mime) throw fail('invalid', 'This artifact is not an image.');
  const store = await bench.artifacts(run, signal);
  if (!store) throw fail('notFound', 'The source of this run keeps no artifacts.');
  const bytes = await store.read(run, path, { start: 0, end: maxBytes + 1 }, signal);
  if (bytes.length > maxBytes) throw fail('tooLarge', 'The image is larger than 8 MiB.', { hint: 'Open it from the run’s artifacts.' });
  // A view into a larger buffer would send the whole buffer; a Buffer would travel as JSON.
  return { mime, bytes: Uint8Array.from(bytes) };
}

function mimeOf(path: string): string | undefined {
  return mimes[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}
