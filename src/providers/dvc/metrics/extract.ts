import { isMap, Moment, PyFloat, type Data, type DataMap } from '../formats/data.ts';

/** What DVC shows of a metrics file: numbers, texts and booleans in dictionaries. Undefined where nothing is left. */
export function extractMetrics(data: Data): Data | undefined {
  if (data === null || Array.isArray(data) || data instanceof Moment) return undefined;
  if (!isMap(data)) return data instanceof PyFloat ? data.value : data;
  const kept: DataMap = {};
  for (const [key, value] of Object.entries(data)) {
    const one = extractMetrics(value);
    if (one !== undefined && !(isMap(one) && Object.keys(one).length === 0)) kept[key] = one;
  }
  return kept;
}

/** Metrics files of a tree, as declared: files or folders. */
export function metricsPaths(files: ReadonlyArray<{ readonly file: { readonly metrics: readonly string[]; readonly stages: ReadonlyArray<{ readonly outs: ReadonlyArray<{ readonly kind: string; readonly path: string }> }> } }>): string[] {
  const paths: string[] = [];
  for (const { file } of files) for (const stage of file.stages) for (const out of stage.outs) if (out.kind === 'metric') paths.push(out.path);
  for (const { file } of files) paths.push(...file.metrics);
  return [...new Set(paths)];
}
