import type { LaunchSpec } from '../core/model/launch.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';

/** Sources that a launch from this folder logs to by itself. */
export async function defaultRecorders(catalog: Catalog, folder: string, signal: AbortSignal): Promise<string[]> {
  const entries = await catalog.with('recorder', signal);
  return entries.filter(({ config, connection }) => config.folder === folder && connection.recorder.isDefault).map(({ config }) => config.id);
}

/**
 * Where a launch is recorded when nobody chose: the folder's own trackers and those its scripts name. One that leaves a
 * run of its own in the system it belongs to is recorded in another only where its scripts log there too: then both show
 * one execution, and nowhere stands an empty run. A first run may make the tracker itself.
 */
export async function recordersFor(catalog: Catalog, spec: LaunchSpec, signal: AbortSignal): Promise<string[]> {
  const isUsed = async ({ connection }: CatalogEntry) => (await connection.recorder?.isUsedBy?.(programsOf(spec), spec.cwd, signal)) ?? false;
  const chosen: string[] = [];
  for (const entry of await catalog.with('recorder', signal)) {
    if (entry.config.folder !== spec.folder) continue;
    const isOwn = entry.connection.recorder.isDefault && !spec.expectRun;
    if (isOwn || (await isUsed(entry))) chosen.push(entry.config.id);
  }
  if (chosen.length > 0) return chosen;
  for (const entry of await catalog.offers(spec.folder)) if (await isUsed(entry)) chosen.push(entry.config.id);
  return chosen;
}

/** Scripts of a launch, relative ones to its folder: said by its source, else the words of the command that look like one. */
export function programsOf(spec: LaunchSpec): readonly string[] {
  return spec.programs ?? spec.command.filter((word) => /\.\w+$/.test(word));
}
