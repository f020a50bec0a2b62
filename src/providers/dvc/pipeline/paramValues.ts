import type { StageChange, StageParam } from '../../../core/model/pipeline.ts';
import { isMap, Moment, PyFloat, type Data, type DataMap } from '../formats/data.ts';
import type { ResolvedParams, ResolvedStage } from '../project/model.ts';

/** Reads a params file of the working tree; undefined where it is not there. */
export type ReadParams = (path: string) => Promise<Data | undefined>;

const maxParams = 500;

/** The params of a stage as they are now, one for each leaf, with the key that sets it. */
export async function stageParams(stage: ResolvedStage, read: ReadParams): Promise<StageParam[]> {
  const params: StageParam[] = [];
  const used = [...stage.usedVars].map(([path, values]) => ({ path, keys: Object.keys(values) }));
  const seen = new Set<string>();
  for (const { path, keys } of [...stage.params, ...used]) {
    const data = await read(path);
    const tops: Array<[string, Data | undefined]> =
      keys.length > 0 ? keys.map((key) => [key, valueAt(data, key)]) : isMap(data) ? Object.entries(data) : [];
    for (const [key, value] of tops) {
      for (const [leaf, scalar] of leaves(key, value)) {
        const full = path === 'params.yaml' ? leaf : `${path}:${leaf}`;
        if (seen.has(full) || params.length >= maxParams) continue;
        seen.add(full);
        params.push({ key: full, file: path, value: scalar, type: typeOf(scalar) });
      }
    }
  }
  return params;
}

/** What changed in the params of a stage since its last run, in DVC's own terms. */
export async function paramChanges(stage: ResolvedStage, read: ReadParams): Promise<StageChange[]> {
  const changes: StageChange[] = [];
  for (const one of stage.params) changes.push(...changesOf(one, await read(one.path)));
  return changes;
}

function changesOf({ path, keys, locked }: ResolvedParams, data: Data | undefined): StageChange[] {
  const change = (name: string, detail: string): StageChange => ({ kind: 'param', name, detail });
  if (data === undefined) return [change(path, 'the file is gone')];
  if (locked === null) return [change(path, 'not recorded by the last run')];
  const prefix = path === 'params.yaml' ? '' : `${path}:`;
  const wanted = keys.length > 0 ? keys : [...new Set([...(isMap(data) ? Object.keys(data) : []), ...Object.keys(locked)])];
  return wanted.flatMap((key) => {
    const now = valueAt(data, key, keys.length === 0);
    const before = Object.hasOwn(locked, key) ? locked[key] : undefined;
    if (now === undefined) return [change(prefix + key, 'removed')];
    if (before === undefined) return [change(prefix + key, 'new')];
    return isSame(now, before) ? [] : differences(prefix + key, before, now);
  });
}

/** Names the leaves that differ, so that a changed group says which of its values it was. */
function differences(key: string, before: Data, now: Data): StageChange[] {
  if (isMap(before) && isMap(now)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return names.flatMap((name) => {
      const [old, current] = [before[name], now[name]];
      if (old !== undefined && current !== undefined) return isSame(old, current) ? [] : differences(`${key}.${name}`, old, current);
      return [{ kind: 'param', name: `${key}.${name}`, detail: old === undefined ? 'new' : 'removed' }];
    });
  }
  return [{ kind: 'param', name: key, detail: `${shown(before)} → ${shown(now)}` }];
}

/** `a.b.c` below the data; a whole file's own keys may hold dots and are taken as they are. */
function valueAt(data: Data | undefined, key: string, isOwn = false): Data | undefined {
  if (isOwn) return isMap(data) && Object.hasOwn(data, key) ? data[key] : undefined;
  let at: Data | undefined = data;
  for (const segment of key.split('.')) {
    if (Array.isArray(at)) at = at[Number(segment)];
    else if (isMap(at) && Object.hasOwn(at, segment)) at = at[segment];
    else return undefined;
  }
  return at;
}

function leaves(key: string, value: Data | undefined): Array<[string, StageParam['value']]> {
  if (value === undefined || Array.isArray(value)) return [];
  if (isMap(value)) return Object.entries(value).flatMap(([name, one]) => leaves(`${key}.${name}`, one));
  if (value instanceof Moment) return [[key, value.iso]];
  return [[key, value instanceof PyFloat ? value.value : value]];
}

function isSame(a: Data, b: Data): boolean {
  if (a instanceof PyFloat || b instanceof PyFloat) return isSame(plain(a), plain(b));
  if (a instanceof Moment || b instanceof Moment) return shown(a) === shown(b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index] ?? null));
  if (isMap(a)) {
    const names = Object.keys(a);
    return isMap(b) && names.length === Object.keys(b).length && names.every((name) => isSameAt(a, b, name));
  }
  // Python: True equals 1, and NaN equals nothing, not even itself.
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b;
  if (typeof a === 'number' && typeof b === 'boolean') return a === Number(b);
  return a === b;
}

function isSameAt(a: DataMap, b: DataMap, name: string): boolean {
  const [left, right] = [a[name], b[name]];
  return left !== undefined && right !== undefined && isSame(left, right);
}

function plain(value: Data): Data {
  return value instanceof PyFloat ? value.value : value;
}

function shown(value: Data): string {
  if (value instanceof Moment) return value.iso;
  const text = JSON.stringify(plain(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function typeOf(value: StageParam['value']): StageParam['type'] {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
}
