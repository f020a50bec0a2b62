import { parse, TomlDate, TomlError } from 'smol-toml';
import { fail } from '../../../core/base/fault.ts';
import { Moment, setKey, type Data, type DataMap } from './data.ts';

/** TOML 1.0. Throws `corrupt` with the 0-based line. */
export function parseToml(text: string): Data {
  // DVC's own parser takes a byte order mark for a key without a value.
  if (text.startsWith('\ufeff')) throw fail('corrupt', 'It begins with a byte order mark.', { at: { path: '', line: 0 } });
  try {
    return toData(parse(text, { integersAsBigInt: 'asNeeded' }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0] ?? 'The TOML cannot be read.';
    throw fail('corrupt', reason, { at: { path: '', line: error.line - 1, column: error.column - 1 } });
  }
}

function toData(value: unknown): Data {
  if (value instanceof TomlDate) return new Moment(isoOf(value));
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toData);
  if (typeof value === 'object' && value !== null) {
    const map: DataMap = {};
    for (const [key, one] of Object.entries(value)) setKey(map, key, toData(one));
    return map;
  }
  return value as string | number | boolean;
}

/** As Python's isoformat: no fraction where it is zero, `+00:00` for Z, six digits of a fraction. */
function isoOf(date: TomlDate): string {
  return date
    .toISOString()
    .replace(/\.(\d+)/, (_all, fraction: string) => (/^0+$/.test(fraction) ? '' : `.${fraction.padEnd(6, '0').slice(0, 6)}`))
    .replace(/Z$/, '+00:00');
}
