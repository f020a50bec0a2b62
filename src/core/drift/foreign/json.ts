/** JSON as Python writes it: bare NaN and Infinity, which no reader of a report can use, are null. Throws a SyntaxError. */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs, (one) => (one.startsWith('"') ? one : 'null')));
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, ...keys: string[]): JsonObject | undefined {
  const found = valueAt(value, ...keys);
  return isObject(found) ? found : undefined;
}

/** Objects of a list; none for anything else. */
export function objectsAt(value: unknown, ...keys: string[]): JsonObject[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function textAt(value: unknown, ...keys: string[]): string | null {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : null;
}

/** A finite number; 64-bit ones come as text in the JSON of protocol buffers. */
export function numberAt(value: unknown, ...keys: string[]): number | null {
  const found = valueAt(value, ...keys);
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function flagAt(value: unknown, ...keys: string[]): boolean | null {
  const found = valueAt(value, ...keys);
  return typeof found === 'boolean' ? found : null;
}

function valueAt(value: unknown, ...keys: string[]): unknown {
  let at = value;
  for (const key of keys) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}
