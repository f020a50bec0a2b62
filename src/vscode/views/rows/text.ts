import type { Scalar } from '../../../core/model/value.ts';
import type { RowContext } from './row.ts';

// C0, C1, and the marks that turn the direction of text: a name must not rewrite the line it stands in.
 
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const maxLabel = 200;

/** Text from outside as one safe line. */
export function plain(text: string, max = maxLabel): string {
  const line = text.replace(unsafe, (mark) => (mark === '\n' || mark === '\t' || mark === '\r' ? ' ' : '\ufffd'));
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

/** Numbers with at most five significant digits, other leaves as they are. */
export function value(leaf: Scalar | undefined): string {
  if (leaf === undefined || leaf === null) return '–';
  if (typeof leaf === 'number') return number(leaf);
  return plain(String(leaf), 60);
}

export function number(amount: number): string {
  if (Number.isInteger(amount) && Math.abs(amount) < 1e9) return String(amount);
  const short = amount.toPrecision(5);
  return short.includes('e') ? short : String(Number(short));
}

export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let amount = count;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? amount : amount.toFixed(amount < 10 ? 1 : 0)} ${units[unit] ?? 'B'}`;
}

export function age(iso: string | null, { t, nowMs }: RowContext): string {
  if (iso === null) return '';
  const ms = nowMs - Date.parse(iso);
  if (!Number.isFinite(ms)) return '';
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('{0} h ago', hours);
  const days = Math.floor(hours / 24);
  return days < 60 ? t('{0} d ago', days) : iso.slice(0, 10);
}

export function duration(fromIso: string | null, toIso: string | null, nowMs: number): string {
  if (fromIso === null) return '';
  const ms = (toIso === null ? nowMs : Date.parse(toIso)) - Date.parse(fromIso);
  if (!Number.isFinite(ms) || ms < 0) return '';
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
