import type { StageParam } from '../../core/model/pipeline.ts';

type Value = string | number | boolean;
export type Params = Readonly<Record<string, Value>>;

/** A typed value with the type the parameter has; undefined where it is not of that type. */
export function paramValue(text: string, type: StageParam['type']): Value | undefined {
  const trimmed = text.trim();
  if (type === 'number') {
    const amount = Number(trimmed);
    return trimmed !== '' && Number.isFinite(amount) ? amount : undefined;
  }
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
  return text;
}

/** One set of params per comma-separated value: what "Queue N" submits. */
export function sweep(base: Params, key: string, text: string, type: StageParam['type']): Params[] | undefined {
  const values = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => paramValue(part, type));
  if (values.length === 0) return undefined;
  const sets: Params[] = [];
  for (const value of values) {
    if (value === undefined) return undefined;
    sets.push({ ...base, [key]: value });
  }
  return sets;
}
