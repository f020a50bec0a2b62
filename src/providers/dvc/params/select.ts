import { isMap, type Data, type DataMap } from '../formats/data.ts';

/**
 * The parts of a params file that dotted keys name, nested as they were. A segment may be a glob; what is not there is
 * left out, as DVC does. A file that is a list has no keys.
 */
export function selectKeys(data: Data, keys: readonly string[]): DataMap {
  const result: DataMap = {};
  if (!isMap(data)) return result;
  for (const key of new Set(keys)) pick(data, key.split('.'), result);
  return result;
}

function pick(data: Data, [segment = '', ...rest]: readonly string[], into: DataMap | Data[]): void {
  const matches = matcher(segment);
  for (const [name, value] of childrenOf(data)) {
    if (!matches(name)) continue;
    if (rest.length === 0) put(into, name, merged(get(into, name), value));
    else {
      const below = container(value, get(into, name));
      if (!below) continue;
      pick(value, rest, below);
      if (Object.keys(below).length > 0) put(into, name, below);
    }
  }
}

function childrenOf(data: Data): Array<[string, Data]> {
  if (Array.isArray(data)) return data.map((item, index) => [String(index), item]);
  return isMap(data) ? Object.entries(data) : [];
}

function container(value: Data, known: Data | undefined): DataMap | Data[] | undefined {
  if (isMap(value)) return isMap(known) ? known : {};
  if (Array.isArray(value)) return Array.isArray(known) ? known : [];
  return undefined;
}

function get(into: DataMap | Data[], name: string): Data | undefined {
  return Array.isArray(into) ? into[Number(name)] : into[name];
}

function put(into: DataMap | Data[], name: string, value: Data): void {
  if (!Array.isArray(into)) {
    into[name] = value;
    return;
  }
  while (into.length < Number(name)) into.push(null);
  into[Number(name)] = value;
}

/** A whole section taken after a part of it: both. */
function merged(known: Data | undefined, value: Data): Data {
  if (!isMap(known) || !isMap(value)) return isMap(value) ? structuredCopy(value) : value;
  const both = structuredCopy(value);
  for (const [key, one] of Object.entries(known)) both[key] = merged(one, value[key] ?? one);
  return both;
}

function structuredCopy(map: DataMap): DataMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, isMap(value) ? structuredCopy(value) : value]));
}

function matcher(segment: string): (name: string) => boolean {
  if (!/[*?[]/.test(segment)) return (name) => name === segment;
  const source = segment.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.').replaceAll('[!', '[^');
  try {
    const pattern = new RegExp(`^${source}$`, 's');
    return (name) => pattern.test(name);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return (name) => name === segment;
  }
}
