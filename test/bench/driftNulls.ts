import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { driftReport } from '../../src/core/drift/driftReport.ts';
import { isNumberColumn, type Column } from '../../src/core/table/column.ts';
import type { TableSource } from '../../src/core/table/tableSource.ts';
import { simulatedShare } from '../conformance/drift/share.ts';
import { drawTable } from '../conformance/drift/tables.ts';
import { tools } from '../support/tools.ts';
import type { Line } from './line.ts';
import { timed } from './measure.ts';

const signal = new AbortController().signal;
const most = 8;

export interface NullSizes {
  /** Pairs of tables without drift. */
  readonly large: { readonly pairs: number; readonly rows: number };
  readonly beside: { readonly pairs: number; readonly rows: readonly number[] };
}

/** How often a report on 30 columns without any drift flags one, and how often Evidently's defaults do on the same tables. */
export async function nullLines(root: string, scratch: string, { large, beside }: NullSizes): Promise<Line[]> {
  const lines = [flagged(large.rows, await ours(large.pairs, large.rows), large.pairs)];
  for (const rows of beside.rows) {
    const file = path.join(scratch, `nulls-${rows}.jsonl`);
    const pairs: string[] = [];
    for (let at = 0; at < beside.pairs; at += 1) pairs.push(JSON.stringify(await written(...pair(at, rows))));
    writeFileSync(file, pairs.join('\n'));
    const { stdout } = await timed([tools.peersPython, path.join(root, 'test', 'bench', 'driftPeer.py'), '--tables', file], scratch, process.env);
    const { hits } = JSON.parse(stdout.toString().trim().split('\n').at(-1)!) as { readonly hits: number };
    lines.push(flagged(rows, await ours(beside.pairs, rows), beside.pairs, `Evidently ${simulatedShare(hits, beside.pairs).words}`));
  }
  return lines;
}

function flagged(rows: number, hits: number, pairs: number, theirs = ''): Line {
  const { words } = simulatedShare(hits, pairs);
  const share = (100 * hits) / pairs;
  return { what: `reports on 30 columns without drift that flag one, n = ${rows.toLocaleString('en')}`, ours: words, theirs, figure: `${share.toFixed(1)}%`, target: `<= ${most}%`, isMet: share <= most };
}

function pair(at: number, rows: number): readonly [TableSource, TableSource] {
  const seed = `be9c4${at.toString(16).padStart(4, '0')}`;
  return [drawTable(`${seed}a`, rows), drawTable(`${seed}b`, rows)];
}

async function ours(pairs: number, rows: number): Promise<number> {
  let hits = 0;
  for (let at = 0; at < pairs; at += 1) {
    const { verdict } = await driftReport(...pair(at, rows), { intervals: false }, { signal });
    if (verdict === 'drift') hits += 1;
  }
  return hits;
}

async function written(reference: TableSource, current: TableSource): Promise<Record<'reference' | 'current', Record<string, unknown[]>>> {
  const side = async (table: TableSource) => {
    const columns = await Promise.all(table.columns.map(({ name }) => table.column(name, signal)));
    return Object.fromEntries(columns.map((column) => [column.name, valuesOf(column)]));
  };
  return { reference: await side(reference), current: await side(current) };
}

function valuesOf(column: Column): Array<number | string | null> {
  if (column.kind === 'empty') return Array.from({ length: column.rows }, () => null);
  if (isNumberColumn(column)) return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!));
}
