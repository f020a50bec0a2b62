import { fail } from '../core/base/fault.ts';
import type { ParsedPipeline, PipelineSource } from '../core/capability/pipelineSource.ts';
import type { LaunchSpec } from '../core/model/launch.ts';
import type { PipelineFile } from '../core/model/pipeline.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { gather, type Gathered } from './gather.ts';
import { entryTags, newestTagged } from './lastRun.ts';
import { recordersFor } from './recorders.ts';

type PipelineEntry = CatalogEntry & { readonly connection: { readonly pipelines: PipelineSource } };

/** Pipeline files of every source: stages with ranges, their state, and how to launch one. Paths are absolute. */
export class Pipelines {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Patterns on the last path segment that some source recognises: what a CodeLens listens to. */
  async fileNames(signal: AbortSignal): Promise<readonly string[]> {
    const entries = await this.#catalog.with('pipelines', signal);
    return [...new Set(entries.flatMap((entry) => entry.connection.pipelines.fileNames))];
  }

  /** Every pipeline file with states. */
  async list(signal: AbortSignal): Promise<Gathered<PipelineFile>> {
    const entries = await this.#catalog.with('pipelines', signal);
    return gather(entries, async (entry) => {
      const paths = await entry.connection.pipelines.files(signal);
      return gather(
        paths.map((path) => ({ config: entry.config, path })),
        async ({ path }) => withSource(entry, await entry.connection.pipelines.withState(path, undefined, signal)),
      );
    });
  }

  /** Whether a source runs this file. */
  async owns(file: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#owner(file, signal)) !== undefined;
  }

  /** Stages with ranges only: fast enough for every keystroke. Undefined where no source knows this file. */
  async parse(file: string, text: string | undefined, signal: AbortSignal): Promise<ParsedPipeline | undefined> {
    const owner = await this.#owner(file, signal);
    return owner && (await owner.entry.connection.pipelines.parse(owner.path, text, signal));
  }

  /** The same with each stage's state. */
  async withState(file: string, text: string | undefined, signal: AbortSignal): Promise<ParsedPipeline | undefined> {
    const owner = await this.#owner(file, signal);
    return owner && (await owner.entry.connection.pipelines.withState(owner.path, text, signal));
  }

  async toLaunch(
    file: string,
    stage: string,
    params: Readonly<Record<string, string | number | boolean>>,
    signal: AbortSignal,
  ): Promise<LaunchSpec> {
    const owner = await this.#owner(file, signal);
    if (!owner) throw fail('notFound', `No source here runs ${file}.`);
    const spec = await owner.entry.connection.pipelines.toLaunch(owner.path, stage, params, signal);
    return spec.recorders.length > 0 ? spec : { ...spec, recorders: await recordersFor(this.#catalog, spec, signal) };
  }

  /** Id of the newest run in which this stage ran; null where none is known. */
  async lastRun(file: string, stage: string, signal: AbortSignal): Promise<string | null> {
    const owner = await this.#owner(file, signal);
    if (!owner) return null;
    const { config, connection } = owner.entry;
    if (connection.pipelines.lastRun) return connection.pipelines.lastRun(owner.path, stage, signal);
    const own = connection.pipelines.runTags?.(owner.path, stage);
    return newestTagged(this.#catalog, config.folder, [entryTags(config.folder, file, stage), ...(own ? [own] : [])], signal);
  }

  /** The source whose folder is nearest above the file and which knows its name. */
  async #owner(file: string, signal: AbortSignal): Promise<{ entry: PipelineEntry; path: string } | undefined> {
    const normal = file.replaceAll('\\', '/');
    const name = normal.slice(normal.lastIndexOf('/') + 1);
    let best: { entry: PipelineEntry; path: string } | undefined;
    for (const entry of await this.#catalog.with('pipelines', signal)) {
      const folder = entry.config.folder.replaceAll('\\', '/');
      if (!normal.startsWith(`${folder}/`)) continue;
      if (!entry.connection.pipelines.fileNames.some((pattern) => matchesName(pattern, name))) continue;
      const path = normal.slice(folder.length + 1);
      if (!best || owns(entry, path, best.entry)) best = { entry, path };
    }
    return best;
  }
}

/** Of two sources that know the file, the one whose sub-project lies deeper around it. */
function owns(entry: PipelineEntry, path: string, than: PipelineEntry): boolean {
  if (entry.config.folder.length !== than.config.folder.length) return entry.config.folder.length > than.config.folder.length;
  const depth = (one: PipelineEntry) => {
    const origin = one.config.origin.replaceAll('\\', '/');
    return `${one.config.folder}/${path}`.startsWith(`${origin}/`) ? origin.length : -1;
  };
  return depth(entry) > depth(than);
}

function withSource(entry: CatalogEntry, parsed: ParsedPipeline): { items: PipelineFile[]; problems: ParsedPipeline['problems'] } {
  return { items: [{ ...parsed.file, source: parsed.file.source ?? entry.config.id }], problems: parsed.problems };
}

function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === name;
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    at = name.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return at <= name.length - last.length;
}
