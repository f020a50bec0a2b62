import { fail } from '../core/base/fault.ts';

/** `k=v` arguments as a record; the first `=` divides. Throws `invalid`. */
export function pairs(texts: readonly string[], option: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at <= 0) throw fail('invalid', `${option} must be written key=value, not “${text}”.`);
    found[text.slice(0, at)] = text.slice(at + 1);
  }
  return found;
}
