import type { LaunchSpec } from '../core/model/launch.ts';
import type { Catalog } from './catalog.ts';

/** Sources that a launch from this folder logs to by itself. */
export async function defaultRecorders(catalog: Catalog, folder: string, signal: AbortSignal): Promise<string[]> {
  const entries = await catalog.with('recorder', signal);
  return entries.filter(({ config, connection }) => config.folder === folder && connection.recorder.isDefault).map(({ config }) => config.id);
}

/**
 * The same for a stage. One that leaves a run of its own in the system it belongs to is recorded in another only where
 * its scripts log there too: then both show one execution, and nowhere stands an empty run.
 */
export async function stageRecorders(catalog: Catalog, spec: LaunchSpec, signal: AbortSignal): Promise<string[]> {
  const ids = await defaultRecorders(catalog, spec.folder, signal);
  if (!spec.expectRun) return ids;
  const used: string[] = [];
  for (const id of ids) {
    const recorder = (await catalog.entry(id, signal))?.connection.recorder;
    if (await recorder?.isUsedBy?.(programsOf(spec), spec.cwd, signal)) used.push(id);
  }
  return used;
}

/** Scripts of a launch, relative ones to its folder: said by its source, else the words of the command that look like one. */
export function programsOf(spec: LaunchSpec): readonly string[] {
  return spec.programs ?? spec.command.filter((word) => /\.\w+$/.test(word));
}
