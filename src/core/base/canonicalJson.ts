/**
 * JSON as RFC 8785 has it: the keys of every object in the order of their UTF-16 units, nothing between, numbers as ECMAScript writes
 * them; one text for one value, whoever wrote it. Keys with `undefined` are left out. A number that is none becomes null, as JSON has
 * no word for it: who must not lose one looks before.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one: unknown) => canonicalJson(one ?? null)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  // Not through an object of sorted keys: an object puts keys that look like numbers first.
  let text = '';
  for (const key of inOrder(Object.keys(value))) {
    const one = value[key];
    if (one !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(one)}`;
  }
  return `{${text}}`;
}

/** Whether `text`, which parses to `value`, is its canonical form. The platform's own writer is much faster, and differs in the order of keys only. */
export function isCanonical(value: unknown, text: string): boolean {
  return (isInOrder(value) && JSON.stringify(value) === text) || canonicalJson(value) === text;
}

function isInOrder(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isInOrder);
  if (!isRecord(value)) return true;
  let last = '';
  for (const key of Object.keys(value)) {
    if (key < last || !isInOrder(value[key])) return false;
    last = key;
  }
  return true;
}

/** What is in order already, as text that is only checked is, is not sorted again. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at += 1) if (keys[at - 1]! > keys[at]!) return keys.sort();
  return keys;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
