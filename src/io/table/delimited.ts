import Papa from 'papaparse';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail } from '../../core/base/fault.ts';
import type { Column, ColumnProblem } from '../../core/table/column.ts';
import type { ColumnPlan } from '../../core/table/columnBuilder.ts';
import { delimiterOf } from '../../core/table/delimiter.ts';
import { breaksIn, DelimitedTable, type BuiltColumns } from '../../core/table/delimitedTable.ts';
import { inTurns } from './inTurns.ts';
import type { ReadTexts } from './textOf.ts';

const guessFrom = 64 * 1024;
/** A quote that is open for so long is none that will be closed. In UTF-16 units. */
const longestRow = 256 * 1024 * 1024;
/** Rows between two turns of the event loop, by cells. */
const cellsAtOnce = 40_000;

export interface BuiltTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly problems: readonly ColumnProblem[];
}

interface Parsed {
  readonly data: readonly string[][];
  readonly errors: ReadonlyArray<{ readonly code: string; readonly row?: number }>;
  readonly meta: { readonly cursor: number };
}

interface Layout {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
}

/** A whole delimited text as columns. Text columns that were taken for numbers at first are read once more. */
export async function readDelimited(texts: ReadTexts, signal: AbortSignal): Promise<BuiltTable> {
  const first = await readOnce(texts, signal);
  if (first.again.size === 0) return built(first, first.columns);
  const second = await readOnce(texts, signal, first.again);
  return built(first, new Map([...first.columns, ...second.columns]));
}

function built({ rows, problems }: BuiltColumns, columns: ReadonlyMap<number, Column>): BuiltTable {
  return { rows, problems, columns: [...columns].sort(([left], [right]) => left - right).map(([, column]) => column) };
}

async function readOnce(texts: ReadTexts, signal: AbortSignal, plans?: ReadonlyMap<number, ColumnPlan>): Promise<BuiltColumns> {
  const table = new DelimitedTable(plans);
  let layout: Layout | undefined;
  let parser: Papa.Parser | undefined;
  let rest = '';
  let parseFrom = guessFrom;
  let broken = 0;
  let firstBroken = '';
  let seen = 0;

  async function parse(isLast: boolean): Promise<void> {
    layout ??= layoutOf(rest, isLast);
    parser ??= new Papa.Parser({ delimiter: layout.delimiter, newline: layout.newline });
    const { data, errors, meta } = parser.parse(rest, 0, !isLast) as Parsed;
    // What is told of a row that is not complete yet is told again when it is.
    const bad = errors.filter(({ row }) => (row ?? 0) < data.length);
    if (broken === 0 && bad.length > 0) firstBroken = brokenWords(data[bad[0]!.row ?? 0] ?? [], seen + (bad[0]!.row ?? 0) + 1);
    broken += bad.length;
    seen += data.length;
    const mayBreakLines = rest.includes('"');
    rest = rest.slice(meta.cursor);
    parseFrom = data.length === 0 ? rest.length * 2 : 0;
    await add(table, data, { mayBreakLines, stripReturn: layout.newline === '\n', signal });
  }

  for await (const text of texts()) {
    signal.throwIfAborted();
    rest += text;
    if (rest.length > longestRow) {
      throw fail('corrupt', 'A quote is opened and never closed.', { hint: 'Look for a cell that begins with a quote (") of its own.' });
    }
    if (rest.length >= parseFrom) await parse(false);
  }
  if (rest !== '') await parse(true);
  const result = await inTurns(table.finish(), signal);
  if (broken === 0) return result;
  return { ...result, problems: [...result.problems, { code: 'brokenQuotes', message: `Quotes in ${broken === 1 ? 'one place' : `${broken} places`} do not match${broken === 1 ? ', in' : ', the first in'} ${firstBroken}; cells there may be wrong.` }] };
}

/** A quote that nothing closes takes all lines up to the next one into its cell. `row` counts from 1, names of columns included. */
function brokenWords(cells: readonly string[], row: number): string {
  const lines = 1 + breaksIn(cells);
  return lines === 1 ? `row ${row}` : `row ${row}, which holds ${lines.toLocaleString('en')} lines of the file`;
}

async function add(
  table: DelimitedTable,
  rows: readonly string[][],
  { mayBreakLines, stripReturn, signal }: { readonly mayBreakLines: boolean; readonly stripReturn: boolean; readonly signal: AbortSignal },
): Promise<void> {
  let cells = 0;
  for (const row of rows) {
    if (stripReturn) withoutReturn(row);
    table.row(row, mayBreakLines);
    cells += row.length;
    if (cells >= cellsAtOnce) {
      cells = 0;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
}

/** Lines that end in \r\n are parsed as ending in \n, so that a file with both is read. */
function withoutReturn(row: string[]): void {
  const last = row.length - 1;
  const cell = row[last];
  if (cell?.endsWith('\r')) row[last] = cell.slice(0, -1);
}

function layoutOf(head: string, isWhole: boolean): Layout {
  const newline = head.includes('\n') ? '\n' : head.includes('\r') ? '\r' : '\n';
  return { delimiter: delimiterOf(head.slice(0, guessFrom), isWhole && head.length <= guessFrom), newline };
}
