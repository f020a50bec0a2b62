import { isMap, type DataMap } from '../formats/data.ts';
import type { LoadedFile } from '../project/projectFiles.ts';
import { isOutside } from '../project/path.ts';

export const defaultParamsFile = 'params.yaml';

/** Params files of a tree with the keys that are asked of each; no keys = the whole file, which wins. */
export function paramsPlan(loaded: readonly LoadedFile[], hasDefault: boolean): Map<string, readonly string[]> {
  const wanted: Array<{ readonly path: string; readonly keys: readonly string[] }> = [];
  for (const { file } of loaded) for (const stage of file.stages) wanted.push(...stage.params);
  for (const { file } of loaded) wanted.push(...file.params.map((path) => ({ path, keys: [] })));
  if (hasDefault) wanted.push({ path: defaultParamsFile, keys: [] });
  const plan = new Map<string, readonly string[]>();
  const whole = new Set(wanted.filter(({ keys }) => keys.length === 0).map(({ path }) => path));
  for (const { path, keys } of wanted) {
    if (!isOutside(path)) plan.set(path, whole.has(path) ? [] : [...(plan.get(path) ?? []), ...keys]);
  }
  return plan;
}

/** Values that templates took from files which are no params files. */
export function usedVars(loaded: readonly LoadedFile[], known: ReadonlySet<string>): Map<string, DataMap> {
  const files = new Map<string, DataMap>();
  for (const { file } of loaded) {
    for (const stage of file.stages) {
      for (const [path, values] of stage.usedVars) {
        if (!known.has(path) && isMap(values)) files.set(path, { ...files.get(path), ...values });
      }
    }
  }
  return files;
}
