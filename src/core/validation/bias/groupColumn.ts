import { fail } from '../../base/fault.ts';
import { didYouMean } from '../../filter/near.ts';
import { quantile } from '../../statistics/summary/quantile.ts';
import { isNumberColumn, type Column } from '../../table/column.ts';
import { inOrder } from './classValues.ts';

/** How a column of numbers is divided: at these inner edges, ascending, or into so many parts of about as many rows. */
export type Bins = { readonly edges: readonly number[] } | { readonly parts: number };

export interface GroupColumn {
  readonly name: string;
  readonly labels: readonly string[];
  /** Index into `labels` of each used row. */
  readonly codes: Int32Array;
  /** Of a column of numbers that was divided. */
  readonly edges: readonly number[] | null;
  readonly made: string;
}

const mostGroups = 200;
/** Whole numbers with no more different values than this are codes, each a group. */
const mostCodes = 10;
const defaultParts = 4;

/** Throws `invalid` for bins of a column that is no group: what was asked for must not be left undone in silence. */
export function needGroups(bins: Readonly<Record<string, Bins>>, groups: readonly string[]): void {
  const other = Object.keys(bins).find((name) => !groups.includes(name));
  if (other === undefined) return;
  throw fail('invalid', `“${other}” is to be divided into bins, but it is no group.`, { hint: `${didYouMean(other, groups)}Add it (--group ${other}), or leave out --bins ${other}=….` });
}

/** The groups that a column makes of the used rows; rows without a value are a group of their own. Throws `invalid`. */
export function groupColumn(column: Column, rows: Int32Array, bins?: Bins): GroupColumn {
  const { name } = column;
  if (column.kind === 'datetime') throw fail('invalid', `The column “${name}” holds times, which make no groups.`, { hint: 'Name a column of values, or of numbers that are divided by --bins.' });
  if (!isNumberColumn(column)) {
    if (bins !== undefined) throw fail('invalid', `The column “${name}” holds no numbers to divide.`, { hint: `Leave out --bins ${name}=….` });
    return byValue(name, rows, (row) => (column.kind === 'empty' ? null : (column.levels[column.codes[row]!] ?? null)), 'each value a group');
  }
  const present = Float64Array.from(rows, (row) => column.values[row]!).filter((value) => !Number.isNaN(value)).sort();
  const distinct = new Set(present);
  if (bins === undefined && distinct.size <= mostCodes && present.every((value) => Number.isInteger(value))) {
    return byValue(name, rows, (row) => (Number.isNaN(column.values[row]!) ? null : String(column.values[row])), 'each number a group');
  }
  const edges = edgesOf(name, present, bins ?? { parts: defaultParts });
  const labels = binLabels(edges);
  const codes = Int32Array.from(rows, (row) => {
    const value = column.values[row]!;
    return Number.isNaN(value) ? labels.length : edges.filter((edge) => edge <= value).length;
  });
  const isMissing = codes.some((code) => code === labels.length);
  const made = bins !== undefined && 'edges' in bins ? 'divided at the given edges' : `divided into ${(bins ?? { parts: defaultParts }).parts} parts of about as many rows`;
  return { name, labels: isMissing ? [...labels, missingLabel(labels)] : labels, codes, edges, made: `${made}: ${edges.join(', ')}` };
}

function byValue(name: string, rows: Int32Array, at: (row: number) => string | null, made: string): GroupColumn {
  const found = new Set<string>();
  let isMissing = false;
  for (const row of rows) {
    const value = at(row);
    if (value === null) isMissing = true;
    else found.add(value);
    if (found.size > mostGroups) throw fail('invalid', `The column “${name}” has more than ${mostGroups} different values.`, { hint: 'Name a column that divides the rows into few groups.' });
  }
  const values = inOrder(found);
  const codeOf = new Map(values.map((value, code) => [value, code]));
  const codes = Int32Array.from(rows, (row) => {
    const value = at(row);
    return value === null ? values.length : codeOf.get(value)!;
  });
  return { name, labels: isMissing ? [...values, missingLabel(values)] : values, codes, edges: null, made };
}

function missingLabel(labels: readonly string[]): string {
  return labels.includes('(missing)') ? '(no value)' : '(missing)';
}

function edgesOf(name: string, sorted: Float64Array, bins: Bins): number[] {
  if ('edges' in bins) {
    if (bins.edges.length === 0 || bins.edges.some((edge, at) => !Number.isFinite(edge) || (at > 0 && edge <= bins.edges[at - 1]!))) {
      throw fail('invalid', `The edges of “${name}” are not ascending numbers.`, { hint: `Write --bins ${name}=30,50,65.` });
    }
    return [...bins.edges];
  }
  const { parts } = bins;
  if (!Number.isInteger(parts) || parts < 2 || parts > mostGroups) throw fail('invalid', `“${name}” cannot be divided into ${parts} parts.`, { hint: `Write a whole number from 2 to ${mostGroups}: --bins ${name}=q4.` });
  if (sorted.length === 0) return [];
  const edges = Array.from({ length: parts - 1 }, (_, at) => quantile(sorted, (at + 1) / parts));
  // An edge at the least value would leave the part below it empty.
  const inner = [...new Set(edges)].filter((edge) => Number.isFinite(edge) && edge > sorted[0]!);
  return [...new Set(inner.map((edge) => shortEdge(edge, sorted)))];
}

/** The shortest number that divides the values as `edge` does: people read it. */
function shortEdge(edge: number, sorted: Float64Array): number {
  const at = sorted.findIndex((value) => value >= edge);
  const [below, above] = [sorted[at - 1]!, sorted[at]!];
  const whole = Math.ceil(Math.log10(Math.max(Math.abs(above), Number.MIN_VALUE)));
  for (let digits = 1; digits < 17; digits += 1) {
    const decimals = digits - whole;
    const short = Number(`${Math.floor(above * 10 ** decimals)}e${-decimals}`);
    if (short > below && short <= above) return short;
  }
  return edge;
}

function binLabels(edges: readonly number[]): string[] {
  if (edges.length === 0) return ['all numbers'];
  return [`< ${edges[0]}`, ...edges.map((edge, at) => (at + 1 < edges.length ? `${edge} to < ${edges[at + 1]}` : `≥ ${edge}`))];
}
