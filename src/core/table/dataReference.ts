import { fail, type FaultError } from '../base/fault.ts';
import { didYouMean } from '../filter/near.ts';

/** Where a table is to be read from: DATA on the command line, in forms and in `monitors.yaml`. */
export type DataReference =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'database'; readonly engine: 'sqlite' | 'duckdb'; readonly path: string; readonly table: string }
  /** What follows `<provider>:` is in that provider's own words. */
  | { readonly kind: 'provided'; readonly provider: string; readonly reference: string };

const databases = ['sqlite', 'duckdb'];
const prefixed = /^([A-Za-z][A-Za-z0-9+-]+):(.*)$/s;

/**
 * DATA = `PATH | <provider>:… | sqlite:FILE#TABLE | duckdb:FILE#TABLE`. A prefix that is neither a database nor one of `providers`
 * belongs to the path, as a drive letter does. Throws `invalid`.
 */
export function parseDataReference(text: string, providers: readonly string[]): DataReference {
  if (text.trim() === '') throw fail('invalid', 'Name the data to read.', { hint: 'For example data/train.csv.' });
  const [, prefix = '', rest = ''] = prefixed.exec(text) ?? [];
  if (prefix === 'sqlite' || prefix === 'duckdb') return database(prefix, rest, text);
  if (!providers.includes(prefix)) return { kind: 'file', path: text };
  if (rest === '') throw fail('invalid', `“${text}” names no data.`, { hint: `Write what to read behind “${prefix}:”.` });
  return { kind: 'provided', provider: prefix, reference: rest };
}

/** For a file that is not there: what its name says where it begins as a slip of a prefix does (`dvcc:…`); undefined elsewhere. */
export function slipOfPrefix(text: string, providers: readonly string[]): FaultError | undefined {
  const [, prefix = ''] = prefixed.exec(text) ?? [];
  const hint = prefix === '' ? '' : didYouMean(prefix, [...databases, ...providers]);
  return hint === '' ? undefined : fail('notFound', `There is no source “${prefix}”, and no file “${text}”.`, { hint: hint.trimEnd() });
}

function database(engine: 'sqlite' | 'duckdb', rest: string, text: string): DataReference {
  const at = rest.lastIndexOf('#');
  const [path, table] = [rest.slice(0, at), rest.slice(at + 1)];
  if (at < 1 || table === '') {
    throw fail('invalid', `“${text}” names no table.`, { hint: `Write ${engine}:FILE#TABLE.` });
  }
  return { kind: 'database', engine, path, table };
}
