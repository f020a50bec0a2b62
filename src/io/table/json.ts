import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail } from '../../core/base/fault.ts';
import type { Column } from '../../core/table/column.ts';
import type { ColumnPlan } from '../../core/table/columnBuilder.ts';
import { JsonRecords } from '../../core/table/jsonRecords.ts';
import { RecordTable, type BuiltRecords } from '../../core/table/recordTable.ts';
import { splitTable } from '../../core/table/splitTable.ts';
import type { BuiltTable } from './delimited.ts';
import type { ReadTexts } from './textOf.ts';

/** Records between two turns of the event loop, by the length of their texts. */
const unitsAtOnce = 512 * 1024;
const longestWhole = 256 * 1024 * 1024;

/**
 * A text of JSON records as columns: one a line, or an array of them, whatever the name says. A `json` that is one record of
 * `columns` and `data` is the table it describes.
 */
export async function readJson(texts: ReadTexts, format: 'json' | 'jsonLines', signal: AbortSignal): Promise<BuiltTable> {
  const head = await headOf(texts);
  const isArray = head.startsWith('[');
  if (!isArray && format === 'json') {
    const split = splitTable(await wholeText(texts, signal));
    if (split) return built(split, split.columns);
  }
  const read = (plans?: ReadonlyMap<string, ColumnPlan>) => (isArray ? readArray(texts, signal, plans) : readLines(texts, signal, plans));
  const first = await read();
  if (first.again.size === 0) return built(first, first.columns);
  const second = await read(first.again);
  const all = new Map([...first.columns, ...second.columns]);
  return built(first, new Map(first.order.flatMap((name) => [[name, all.get(name)] as const]).filter(isThere)));
}

function built({ rows, problems }: Pick<BuiltRecords, 'rows' | 'problems'>, columns: ReadonlyMap<string, Column>): BuiltTable {
  return { rows, problems, columns: [...columns.values()] };
}

function isThere(entry: readonly [string, Column | undefined]): entry is readonly [string, Column] {
  return entry[1] !== undefined;
}

async function headOf(texts: ReadTexts): Promise<string> {
  let head = '';
  for await (const text of texts()) {
    head = (head + text).trimStart();
    if (head !== '') return head.slice(0, 64);
  }
  throw fail('schema', 'The file holds nothing but blanks.');
}

async function wholeText(texts: ReadTexts, signal: AbortSignal): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const text of texts()) {
    signal.throwIfAborted();
    parts.push(text);
    length += text.length;
    if (length > longestWhole) throw fail('tooLarge', 'A JSON table is read up to 256 million characters.', { hint: 'Save it as JSON lines, CSV or Parquet.' });
  }
  return parts.join('');
}

async function readLines(texts: ReadTexts, signal: AbortSignal, plans?: ReadonlyMap<string, ColumnPlan>): Promise<BuiltRecords> {
  const table = new RecordTable(plans);
  let rest = '';
  let line = 1;
  for await (const text of texts()) {
    signal.throwIfAborted();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) {
      if (one.trim() !== '') table.text(one, line);
      line += 1;
    }
    await nextTurn();
  }
  if (rest.trim() !== '') table.text(rest, line);
  return table.finish();
}

async function readArray(texts: ReadTexts, signal: AbortSignal, plans?: ReadonlyMap<string, ColumnPlan>): Promise<BuiltRecords> {
  const table = new RecordTable(plans);
  const records = new JsonRecords();
  let units = 0;
  for await (const text of texts()) {
    for (const record of records.push(text)) {
      table.text(record.text, record.line);
      units += record.text.length;
      if (units < unitsAtOnce) continue;
      units = 0;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  if (records.isOpen) table.broken(records.line, 'the file ends before it does');
  return table.finish();
}
