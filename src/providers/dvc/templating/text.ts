import { fail } from '../../../core/base/fault.ts';
import { isMap, Moment, PyFloat, type Data, type DataMap } from '../formats/data.ts';

/** `parsing.bool` and `parsing.list` of `.dvc/config`: how a dictionary becomes command-line flags. */
export interface FlagStyle {
  readonly bool: 'store_true' | 'boolean_optional';
  readonly list: 'nargs' | 'append';
}

/** A float as Python's repr writes it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent >= 0) return Number.isInteger(value) ? `${BigInt(value)}.0` : String(value);
  return value.toFixed(Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - exponent));
}

/** A value as Python's `str` writes it. */
export function pythonText(value: Data): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value instanceof PyFloat) return floatText(value.value);
  if (value instanceof Moment) return value.iso;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value inside a template's text: Python's `str`, but lower-case booleans, and flags for a dictionary. */
export function templateText(value: Data, style?: FlagStyle): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return isMap(value) ? flags(value, style) : pythonText(value);
}

function flags(map: DataMap, style: FlagStyle | undefined): string {
  const words: string[] = [];
  for (const [key, value] of leaves(map)) {
    if (typeof value === 'boolean') {
      if (value) words.push(`--${key}`);
      else if (style?.bool === 'boolean_optional') words.push(`--no-${key}`);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        if (Array.isArray(item) || isMap(item)) throw fail('corrupt', `Cannot interpolate nested iterable in '${key}'`);
        const text = typeof item === 'string' ? shellQuote(item) : pythonText(item);
        words.push(style?.list === 'append' || index === 0 ? `--${key} ${text}` : text);
      });
    } else {
      words.push(`--${key} ${typeof value === 'string' ? shellQuote(value) : pythonText(value)}`);
    }
  }
  return words.join(' ');
}

export function* leaves(map: DataMap, prefix = ''): Generator<[string, Exclude<Data, DataMap>]> {
  for (const [key, value] of Object.entries(map)) {
    if (isMap(value)) yield* leaves(value, `${prefix}${key}.`);
    else yield [prefix + key, value];
  }
}

function shellQuote(text: string): string {
  if (text === '') return "''";
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}
