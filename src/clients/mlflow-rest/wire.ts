/** MLflow omits empty fields and writes int64 as a number or as text: every read of a field goes through here. */
export type Wire = Readonly<Record<string, unknown>>;

export function objectAt(value: Wire, key: string): Wire {
  const found = value[key];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Wire) : {};
}

export function objectsAt(value: Wire, key: string): Wire[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter((one): one is Wire => typeof one === 'object' && one !== null) : [];
}

export function textAt(value: Wire, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

export function textOrNull(value: Wire, key: string): string | null {
  const found = textAt(value, key);
  return found === '' ? null : found;
}

export function msAt(value: Wire, key: string): number | null {
  const found = value[key];
  if (found === undefined || found === null || found === '') return null;
  const number = Number(found);
  return Number.isFinite(number) ? number : null;
}

/** `[{key, value}]` as a record; `__proto__` becomes a key like any other. */
export function pairsAt(value: Wire, key: string): Record<string, string> {
  return Object.fromEntries(objectsAt(value, key).map((one) => [textAt(one, 'key'), textAt(one, 'value')]));
}
