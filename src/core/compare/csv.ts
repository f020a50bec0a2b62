import type { Scalar } from '../model/value.ts';
import type { Comparison } from './comparison.ts';

/** Params and metrics as CSV (RFC 4180, CRLF): group, key, one column per run. */
export function toCsv(comparison: Comparison, names: readonly string[]): string {
  const lines = [
    ['group', 'key', ...names],
    ...comparison.metrics.map((row) => ['metric', row.key, ...row.values]),
    ...comparison.params.map((row) => ['param', row.key, ...row.values]),
    ...comparison.data.map((row) => ['data', row.name, ...row.values]),
  ];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would run as a formula gets an apostrophe; a number stays a number. */
function field(value: Scalar): string {
  if (value === null) return '';
  const text = String(value);
  const isNumber = typeof value === 'number' || /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  const safe = !isNumber && /^[\s]*[=+\-@|%\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
