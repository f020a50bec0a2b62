import { fail, isFaultError } from '../../../core/base/fault.ts';
import { isMap, mapOf, unmark, type Data, type DataMap } from '../formats/data.ts';
import { TemplateContext, type ReadVars } from '../templating/context.ts';
import { expandStage, type StageDraft } from '../templating/expand.ts';
import { hasTemplate, interpolate } from '../templating/interpolate.ts';
import { pythonText, type FlagStyle } from '../templating/text.ts';
import { textOf } from './lock.ts';
import type { ResolvedArtifact, ResolvedFile } from './model.ts';
import { folderOf, join } from './path.ts';
import { pathText, resolveStage } from './stage.ts';

const defaultParams = 'params.yaml';

export interface ResolveInput {
  /** Of the `dvc.yaml`, relative to the project's root. */
  readonly path: string;
  /** Its content, checked, floats marked. */
  readonly data: DataMap;
  /** Reads a vars file with floats marked. */
  readonly readVars: ReadVars;
  readonly style?: FlagStyle | undefined;
}

/**
 * A `dvc.yaml` with every template resolved, as DVC does it, without its lock (see `attachLock`). Throws `corrupt` where DVC would give up.
 */
export async function resolvePipeline(input: ResolveInput): Promise<ResolvedFile> {
  try {
    return await resolve(input);
  } catch (error) {
    if (!isFaultError(error)) throw error;
    const { code, message, at } = error.fault;
    if (at?.path && message.includes(at.path)) throw error;
    throw fail(code, `${input.path} cannot be resolved: ${message}`, { at: { ...at, path: at?.path || input.path } });
  }
}

async function resolve({ path, data, readVars, style }: ResolveInput): Promise<ResolvedFile> {
  const folder = folderOf(path);
  const vars = listOf(data['vars']);
  if (hasTemplate(vars)) throw fail('corrupt', "interpolating is not allowed in 'vars'");
  const context = new TemplateContext();
  await context.loadFile(defaultParams, folder, readVars, true);
  await context.load(vars, folder, null, readVars);

  const drafts: StageDraft[] = [];
  for (const [name, definition] of Object.entries(mapOf(data['stages']))) {
    if (isMap(definition)) drafts.push(...expandStage(name, definition, context));
  }
  const stages = [];
  for (const draft of drafts) stages.push(await resolveStage(draft, { folder, readVars, style }));

  const top = (key: string) => interpolate(listOf(data[key]), { context, section: null }) as Data[];
  // DVC writes its own paths with / here, and only here.
  const files = (key: string) => top(key).map((file) => join(folder, pathText(key, file).replaceAll('\\', '/')));
  return {
    path,
    kind: 'pipeline',
    stages,
    metrics: files('metrics'),
    params: files('params'),
    plots: top('plots').map(unmark),
    artifacts: Object.entries(mapOf(interpolate(mapOf(data['artifacts']), { context, section: null }))).map(([name, one]) =>
      artifact(name, mapOf(one), folder),
    ),
    datasets: top('datasets').map(unmark),
  };
}

function artifact(name: string, data: DataMap, folder: string): ResolvedArtifact {
  const path = textOf(data['path']);
  return {
    name,
    path: path === null ? null : join(folder, path),
    type: textOf(data['type']),
    description: textOf(data['desc']),
    labels: listOf(data['labels']).map((label) => pythonText(label)),
    meta: unmark(data['meta'] ?? null),
  };
}

function listOf(value: Data | undefined): Data[] {
  return Array.isArray(value) ? value : [];
}
