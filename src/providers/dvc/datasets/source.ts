import { fail, toFault } from '../../../core/base/fault.ts';
import type { DatasetSource } from '../../../core/capability/datasetSource.ts';
import type { Page, PageRequest } from '../../../core/capability/page.ts';
import type { Dataset, DatasetDiff, DatasetVersion } from '../../../core/model/dataset.ts';
import type { DvcContext } from '../context.ts';
import { firstBytes, isPresent, listing, type ContentFile } from './content.ts';
import { dataAddress, datasetId, datasetVersionId } from './dataId.ts';
import { digestOf, versionsOf, type DataVersion } from './history.ts';
import { diffListings } from './listingDiff.ts';
import { paged } from './paged.ts';
import { contentOf } from './reference.ts';
import { workspaceFiles } from './resolvedFiles.ts';
import { trackedIn, type TrackedData } from './tracked.ts';

/** Data that DVC tracks, read from git objects, the working tree and the local cache; never from a remote. */
export function dvcDatasets(ctx: DvcContext): DatasetSource {
  const source = ctx.config.id;
  const { files } = ctx.machine;

  async function datasets(request: PageRequest, signal: AbortSignal): Promise<Page<Dataset>> {
    const { tracked, problems } = await trackedNow(ctx, signal);
    const page = paged(tracked, request);
    return { ...page, items: await Promise.all(page.items.map((data) => datasetOf(data))), problems };
  }

  async function datasetOf(data: TrackedData): Promise<Dataset> {
    const id = datasetId(source, data.path);
    return {
      id,
      source,
      name: data.path,
      path: data.path,
      current: digestOf(data) === null ? null : await versionOf({ data, commit: null }),
      versionCount: null,
      ...(data.importedFrom === null ? {} : { importedFrom: data.importedFrom }),
    };
  }

  async function versionOf({ data, commit }: DataVersion): Promise<DatasetVersion> {
    const digest = digestOf(data) ?? '';
    return {
      id: datasetVersionId(source, data.path, digest),
      dataset: datasetId(source, data.path),
      digest: data.entry?.digest === null || !data.entry ? null : `md5:${data.entry.digest}`,
      sizeBytes: data.entry?.sizeBytes ?? null,
      fileCount: data.entry?.fileCount ?? null,
      commit: commit?.sha ?? null,
      createdAt: commit ? new Date(commit.committedMs).toISOString() : null,
      message: commit?.message.trim() ?? null,
      author: commit?.author ?? null,
      present: data.entry ? await presence(data.entry) : null,
    };
  }

  /** A broken listing in the cache is no reason to hide the version. */
  async function presence(entry: NonNullable<TrackedData['entry']>): Promise<boolean | null> {
    try {
      return await isPresent(ctx.cache, files, entry);
    } catch (error) {
      if (toFault(error).code === 'corrupt') return null;
      throw error;
    }
  }

  async function find(path: string, signal: AbortSignal): Promise<TrackedData> {
    const found = (await trackedNow(ctx, signal)).tracked.find((data) => data.path === path);
    if (!found) throw fail('notFound', `${path} is not tracked by DVC here.`);
    return found;
  }

  async function versions(dataset: string, request: PageRequest, signal: AbortSignal): Promise<Page<DatasetVersion>> {
    const { path } = dataAddress(source, dataset);
    const page = paged(await versionsOf(ctx, await find(path, signal), signal), request);
    return { ...page, items: await Promise.all(page.items.map(versionOf)) };
  }

  async function at(id: string, signal: AbortSignal): Promise<TrackedData> {
    const { path, digest } = dataAddress(source, id);
    const current = await find(path, signal);
    if (digest === undefined || digest === digestOf(current)) return current;
    const version = (await versionsOf(ctx, current, signal)).find(({ data }) => digestOf(data) === digest);
    if (!version) throw fail('notFound', `${path} has no version ${digest}.`);
    return version.data;
  }

  async function diff(from: string, to: string, signal: AbortSignal): Promise<DatasetDiff> {
    const [before, after] = [await at(from, signal), await at(to, signal)];
    const missing: string[] = [];
    const side = async (data: TrackedData): Promise<readonly ContentFile[] | undefined> => {
      try {
        return data.entry ? await sized(await listing(ctx.cache, data.entry)) : [];
      } catch (error) {
        const { code, message } = toFault(error);
        if (code !== 'notPulled' && code !== 'corrupt') throw error;
        missing.push(message);
        return undefined;
      }
    };
    const [old, now] = [await side(before), await side(after)];
    return { from, to, files: old && now ? diffListings(old, now) : [], incomplete: missing.length > 0 ? missing.join(' ') : null };
  }

  /** Sizes stand in no listing; those of the files on this machine are read, up to a bound. */
  async function sized(all: readonly ContentFile[]): Promise<readonly ContentFile[]> {
    if (all.length > maxSized) return all;
    return Promise.all(
      all.map(async (file) =>
        file.sizeBytes === null ? { ...file, sizeBytes: (await ctx.cache.locate(file.digest))?.sizeBytes ?? null } : file,
      ),
    );
  }

  async function preview(version: string, path: string | null, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const data = await at(version, signal);
    if (!data.entry) throw fail('notPulled', `${data.path} has no content yet.`);
    return firstBytes(ctx.cache, files, data.entry, path, maxBytes);
  }

  return { datasets, versions, diff, preview, content: (reference, folder, signal) => contentOf(ctx, reference, folder, signal) };
}

const maxSized = 2000;

/** What is tracked in the working tree, by path. The same path twice (DVC refuses that) is listed once. */
async function trackedNow(ctx: DvcContext, signal: AbortSignal) {
  const { files, problems } = await workspaceFiles(ctx, signal);
  const byPath = new Map(files.flatMap(trackedIn).map((data) => [data.path, data]));
  return { tracked: [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}
