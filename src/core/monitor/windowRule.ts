import { parseDuration } from '../base/duration.ts';

/** How the current data is cut: by time, by a number of rows in their order, or not at all. */
export type WindowRule = { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'rows'; readonly rows: number } | { readonly kind: 'whole' };

/** `7d`, `12h`, `1000 rows`, `all`; undefined for anything else. */
export function parseWindow(text: string): WindowRule | undefined {
  if (text.trim() === 'all') return { kind: 'whole' };
  const rows = /^(\d{1,9})\s*rows?$/.exec(text.trim());
  if (rows) return Number(rows[1]) > 0 ? { kind: 'rows', rows: Number(rows[1]) } : undefined;
  const ms = parseDuration(text);
  return ms === undefined ? undefined : { kind: 'time', ms };
}
