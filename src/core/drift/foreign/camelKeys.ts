import { isObject } from './json.ts';

/** Keys of protocol buffers as JSON has them, where a program wrote them with underscores. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), camelKeys(inner)]));
}
