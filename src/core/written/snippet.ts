import type { WrittenSchema } from './schema.ts';

/** A key with what must stand behind it, in the form of editors' snippets: `metric: { path: ${2:path} }`. `first`: number of its first place to fill. */
export function keySnippet(key: string, schema: WrittenSchema, first: number): string {
  const places = { next: first };
  return `${key}: ${valueSnippet(key, schema, places)}`;
}

/** The least that a schema takes. `key`: what stands in a place that only a person can fill. */
function valueSnippet(key: string, schema: WrittenSchema, places: { next: number }): string {
  const place = (words: string) => `\${${(places.next += 1) - 1}:${escaped(words)}}`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return `\${${(places.next += 1) - 1}|${schema.enum.map(escaped).join(',')}|}`;
  if (schema.properties !== undefined) {
    const keys = leastKeys(schema);
    return keys.length === 0 ? `{ ${place('').replace(':', '')} }` : `{ ${keys.map((one) => `${one}: ${valueSnippet(one, schema.properties![one] ?? {}, places)}`).join(', ')} }`;
  }
  if (schema.items !== undefined) return `[${valueSnippet(key, schema.items, places)}]`;
  // One or several: the form in which another one can be added.
  const list = schema.anyOf?.find(({ items }) => items !== undefined) ?? schema.anyOf?.[0];
  if (list !== undefined) return valueSnippet(key, list, places);
  if (schema.type === 'boolean') return place('true');
  if (schema.type === 'number' || schema.type === 'integer') return place(String(schema.default ?? schema.minimum ?? 0));
  const [example] = schema.examples ?? [];
  return example === undefined ? place(key) : /[^\w.-]/.test(example) ? `"${place(example)}"` : place(example);
}

/** The keys that must be there; where one of several must, the first way; where any will do, the first key. */
function leastKeys({ required = [], anyOf = [], minProperties = 0, properties = {} }: WrittenSchema): readonly string[] {
  const keys = [...new Set([...required, ...(anyOf[0]?.required ?? [])])];
  return keys.length > 0 || minProperties === 0 ? keys : Object.keys(properties).slice(0, minProperties);
}

/** What ends a place in a snippet is written with a backslash. */
function escaped(words: string): string {
  return words.replaceAll(/[\\$}|,]/g, '\\$&');
}
