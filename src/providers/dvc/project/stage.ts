import { fail } from '../../../core/base/fault.ts';
import { isMap, unmark, type Data, type DataMap } from '../formats/data.ts';
import type { ReadVars } from '../templating/context.ts';
import type { StageDraft } from '../templating/expand.ts';
import { hasTemplate, interpolate } from '../templating/interpolate.ts';
import { pythonText, type FlagStyle } from '../templating/text.ts';
import type { ResolvedDep, ResolvedOut, ResolvedParams, ResolvedStage } from './model.ts';
import { join } from './path.ts';

export interface StageSurroundings {
  /** Of the `dvc.yaml`. */
  readonly folder: string;
  readonly readVars: ReadVars;
  readonly style?: FlagStyle | undefined;
}

const sections = { outs: 'out', metrics: 'metric', plots: 'plot' } as const;

export async function resolveStage(draft: StageDraft, around: StageSurroundings): Promise<ResolvedStage> {
  const { name, group } = draft;
  const { vars = [], ...definition } = draft.definition;
  const writtenFolder = definition['wdir'] === undefined ? '' : pythonText(interpolate(definition['wdir'], { context: draft.context, section: null }));
  const folder = join(around.folder, writtenFolder);
  const context = Array.isArray(vars) && vars.length > 0 ? draft.context.clone() : draft.context;
  if (hasTemplate(vars)) throw fail('corrupt', `interpolating is not allowed in 'stages.${name}.vars'`);
  if (Array.isArray(vars)) await context.load(vars, folder, name, around.readVars);

  const { value: resolved, used } = context.track(() => {
    const result: DataMap = {};
    for (const [section, value] of Object.entries(definition)) {
      result[section] = interpolate(value, { context, section, style: around.style });
    }
    return result;
  });
  return {
    name,
    group,
    folder,
    command: commandOf(resolved['cmd'] ?? null),
    deps: listOf(resolved['deps']).map((item) => pathText('deps', item)).map((written): ResolvedDep => ({
      path: join(folder, written),
      written,
      lock: null,
      repo: null,
    })),
    params: paramsOf(resolved['params'], folder),
    outs: (['outs', 'metrics', 'plots'] as const).flatMap((section) =>
      outsOf(resolved[section], sections[section], folder),
    ),
    isFrozen: resolved['frozen'] === true,
    isAlwaysChanged: resolved['always_changed'] === true,
    description: typeof resolved['desc'] === 'string' ? resolved['desc'] : null,
    meta: unmark(resolved['meta'] ?? null),
    lockedCommand: null,
    usedVars: new Map([...used].map(([file, values]) => [file, unmark(values) as DataMap])),
  };
}

function commandOf(value: Data): string[] {
  return (Array.isArray(value) ? value : [value]).map(pythonText);
}

function listOf(value: Data | undefined): Data[] {
  return Array.isArray(value) ? value : [];
}

/** `${n}` alone may become a number, which DVC takes for no path. Throws `corrupt`. */
export function pathText(section: string, value: Data): string {
  if (typeof value !== 'string') throw fail('corrupt', `'${pythonText(value)}' in '${section}' is no path`);
  return value;
}

/** Later mentions of a path add to the flags of the earlier ones. */
function outsOf(value: Data | undefined, kind: ResolvedOut['kind'], folder: string): ResolvedOut[] {
  const byPath = new Map<string, DataMap>();
  for (const item of listOf(value)) {
    for (const [written, flags] of isMap(item) ? Object.entries(item) : [[pathText(kind, item), {}] as const]) {
      byPath.set(written, { ...byPath.get(written), ...(isMap(flags) ? flags : {}) });
    }
  }
  return [...byPath].map(([written, flags]) => ({
    path: join(folder, written),
    written,
    kind,
    isCached: flags['cache'] !== false,
    isPersisted: flags['persist'] === true,
    remote: typeof flags['remote'] === 'string' ? flags['remote'] : null,
    flags: unmark(flags) as DataMap,
    lock: null,
  }));
}

/** `[key, …]` of the default file, `{file: [key, …]}`, `{file: }` for all of it. All of it wins over keys. */
function paramsOf(value: Data | undefined, folder: string): ResolvedParams[] {
  const whole = new Set<string>();
  const keys = new Map<string, string[]>();
  const items = listOf(value);
  for (const item of items) {
    if (!isMap(item)) continue;
    for (const [file, listed] of Object.entries(item)) if (!Array.isArray(listed) || listed.length === 0) whole.add(file);
  }
  const add = (file: string, more: readonly string[]) => keys.set(file, [...(keys.get(file) ?? []), ...more]);
  for (const item of items) {
    if (!isMap(item)) {
      if (!whole.has('params.yaml')) add('params.yaml', [pythonText(item)]);
    } else {
      for (const [file, listed] of Object.entries(item)) add(file, whole.has(file) || !Array.isArray(listed) ? [] : listed.map(pythonText));
    }
  }
  return [...keys].map(([written, listed]) => ({
    path: join(folder, written),
    written,
    keys: listed,
    locked: null,
  }));
}
