import { Moment, PyFloat } from './data.ts';

const int = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const moment =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$/;

/** Thrown for text that YAML takes for a number and Python then cannot read. */
export class BadScalar extends Error {}

/**
 * A plain YAML scalar by YAML 1.2 as DVC's own parser reads it: `yes` is text, `010` is ten, `1e3` is a float, a date
 * is a date.
 */
export function resolvePlain(text: string, markFloats = false): string | number | boolean | null | PyFloat | Moment {
  switch (text.charCodeAt(0)) {
    case 116: // t
    case 84: // T
      return text === 'true' || text === 'True' || text === 'TRUE' ? true : text;
    case 102: // f
    case 70: // F
      return text === 'false' || text === 'False' || text === 'FALSE' ? false : text;
    case 110: // n
    case 78: // N
      return text === 'null' || text === 'Null' || text === 'NULL' ? null : text;
    case 126: // ~
      return text === '~' ? null : text;
    case 43: // +
    case 45: // -
    case 46: // .
      return resolveNumber(text, markFloats) ?? text;
    default:
      break;
  }
  if (text.length === 0) return null;
  const first = text.charCodeAt(0);
  return first >= 48 && first <= 57 ? (resolveNumber(text, markFloats) ?? resolveMoment(text) ?? text) : text;
}

function resolveNumber(text: string, markFloats: boolean): number | PyFloat | undefined {
  if (int.test(text)) return readInt(text);
  if (!float.test(text)) return undefined;
  const value = readFloat(text);
  return markFloats ? new PyFloat(value) : value;
}

export function readInt(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const isNegative = text.startsWith('-');
  // 010 is ten, so leading zeros go before Number could take them for something else.
  const value = /^0[box]/.test(digits) ? Number(digits) : digits === '' ? NaN : Number(digits.replace(/^0+(?=\d)/, ''));
  if (Number.isNaN(value)) throw new BadScalar(`${text} is no number`);
  return isNegative && value !== 0 ? -value : value;
}

function readFloat(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (bare === '.inf') return sign * Infinity;
  if (bare === '.nan') return NaN;
  const value = Number(bare);
  if (Number.isNaN(value)) throw new BadScalar(`${text} is no number`);
  return sign * value;
}

function resolveMoment(text: string): Moment | undefined {
  const match = moment.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour, minute, second, fraction, zone, zoneSign, zoneHour, zoneMinute] = match;
  if (hour === undefined) {
    if (month.length < 2 || day.length < 2) return undefined;
    checkDate(text, year, month, day);
    return new Moment(`${year}-${month}-${day}`);
  }
  checkDate(text, year, month, day);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw new BadScalar(`${text} is no time`);
  const micro = fraction ? `${fraction}000000`.slice(0, 6) : '';
  const offset =
    zone === undefined ? '' : zone === 'Z' ? '+00:00' : `${zoneSign}${zoneHour?.padStart(2, '0')}:${zoneMinute ?? '00'}`;
  const time = `${hour.padStart(2, '0')}:${minute}:${second}${Number(micro) > 0 ? `.${micro}` : ''}`;
  return new Moment(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${offset}`);
}

function checkDate(text: string, year: string, month: string, day: string): void {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
    throw new BadScalar(`${text} is no date`);
  }
}
