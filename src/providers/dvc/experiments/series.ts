import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { Series } from '../../../core/model/run.ts';
import type { DvcContext } from '../context.ts';
import { mapOf } from '../formats/data.ts';
import { decodeText } from '../formats/parse.ts';
import { FolderTree } from '../project/folderTree.ts';
import { lockEntries } from '../project/lock.ts';
import { isOutside, join } from '../project/path.ts';
import type { ProjectTree, TreeFile } from '../project/tree.ts';
import type { RunSeed } from './graph.ts';
import { parseSeries, sample } from './tsv.ts';
import { isSha } from './reader.ts';

interface SeriesFile {
  /** `val/loss` for `<dvclive>/plots/metrics/val/loss.tsv`. */
  readonly key: string;
  readonly text: () => Promise<string | undefined>;
}

const marker = '/plots/metrics/';
const maxSeriesBytes = 32 * 1024 * 1024;

/** Metric keys with a DVCLive series, sorted. */
export async function readSeriesKeys(context: DvcContext, seed: RunSeed, signal: AbortSignal): Promise<string[]> {
  return [...new Set((await seriesFiles(context, seed, signal)).map(({ key }) => key))].sort();
}

/** DVCLive's series of a run: from its commit, the cache, or the folder it runs in. Unknown keys are left out. */
export async function readSeries(
  context: DvcContext,
  seed: RunSeed,
  keys: readonly string[],
  options: SeriesOptions,
  signal: AbortSignal,
): Promise<Series[]> {
  const files = await seriesFiles(context, seed, signal);
  const series: Series[] = [];
  for (const key of keys) {
    // A metric of metrics.json is `val.loss` flat, its file `val/loss.tsv`.
    const file = files.find((one) => one.key === key) ?? files.find((one) => one.key.replaceAll('/', '.') === key);
    const text = await file?.text();
    if (text !== undefined) series.push(sample(parseSeries(key, text), options));
  }
  return series;
}

async function seriesFiles(context: DvcContext, seed: RunSeed, signal: AbortSignal): Promise<SeriesFile[]> {
  const tree = await treeOf(context, seed, signal);
  if (!tree) return [];
  const found = new Map<string, SeriesFile>();
  const loaded = await context.files.load(tree);
  const folders = liveFolders(loaded.flatMap(({ file }) => [...file.metrics, ...file.stages.flatMap((stage) => stage.outs.map((out) => out.path))]));
  for (const folder of folders) {
    for (const file of await tree.list(`${folder}${marker.slice(0, -1)}`)) add(found, file.path, () => textOf(tree, file));
  }
  for (const { file, lock } of loaded) {
    for (const stage of file.stages) {
      const outs = lockEntries(mapOf(mapOf(lock['stages'])[stage.name])['outs']);
      for (const out of stage.outs) {
        const digest = outs.get(out.written)?.digest;
        if (!out.isCached || digest === null || digest === undefined || isOutside(out.path)) continue;
        if (!digest.endsWith('.dir')) add(found, out.path, () => cachedText(context, out.path, digest));
        else for (const one of (await context.cache.listing(digest)) ?? []) {
          const path = join(out.path, one.path);
          add(found, path, () => cachedText(context, path, one.digest));
        }
      }
    }
  }
  return [...found.values()];
}

function add(found: Map<string, SeriesFile>, path: string, text: SeriesFile['text']): void {
  const at = `/${path}`.indexOf(marker);
  if (at < 0 || !path.endsWith('.tsv') || found.has(path)) return;
  found.set(path, { key: `/${path}`.slice(at + marker.length, -'.tsv'.length), text });
}

/** Where DVCLive may have written: its default folder and every folder a declared path implies. */
function liveFolders(paths: readonly string[]): Set<string> {
  const folders = new Set(['dvclive']);
  for (const path of paths) {
    if (isOutside(path)) continue;
    const plots = /^(.*?)\/plots(?:\/|$)/.exec(path)?.[1];
    if (plots !== undefined) folders.add(plots);
    else if (path.endsWith('/metrics.json')) folders.add(path.slice(0, -'/metrics.json'.length));
    else if (!/\.\w+$/.test(path)) folders.add(path);
  }
  return folders;
}

async function treeOf(context: DvcContext, seed: RunSeed, signal: AbortSignal): Promise<ProjectTree | undefined> {
  if (seed.liveRoot !== null) return new FolderTree(context.machine.files, seed.liveRoot);
  return isSha(seed.sha) && seed.status !== 'queued' ? context.commitTree(seed.sha, signal) : undefined;
}

async function textOf(tree: ProjectTree, file: TreeFile): Promise<string | undefined> {
  const content = await tree.read(file);
  return content && 'bytes' in content ? decodeText(file.path, content.bytes) : undefined;
}

async function cachedText(context: DvcContext, path: string, digest: string): Promise<string | undefined> {
  const bytes = await context.cache.read(digest, maxSeriesBytes);
  return bytes && decodeText(path, bytes);
}
