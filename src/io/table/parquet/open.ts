import { counted } from '../../../core/base/counted.ts';
import { parquetMetadataAsync, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { fail, isFaultError } from '../../../core/base/fault.ts';
import { isLevelColumn, type Column, type ColumnProblem } from '../../../core/table/column.ts';
import { levelTotals, type LevelTotals } from '../../../core/table/levelTotals.ts';
import { emptyColumn } from '../../../core/table/makeColumn.ts';
import { Odd } from '../../../core/table/odd.ts';
import type { TableNaming } from '../../../core/port/tables.ts';
import type { TableHead, TableSource } from '../../../core/table/tableSource.ts';
import { digestOf, type ByteSource } from '../byteSource.ts';
import { elementOf } from './element.ts';
import { codeReader, countLevels } from './levels.ts';
import { nestedColumn } from './nested.ts';
import { ParquetNumbers } from './numbers.ts';
import { pagesOf, type Page } from './pages.ts';
import { isMoment, parquetColumns, type ParquetColumn } from './schema.ts';

/** As many as one array holds. */
const mostRows = 2n ** 32n;

interface Opened {
  readonly source: ByteSource;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rows: number;
}

/** A table and what its file says of it. */
export interface ParquetTable {
  readonly table: TableSource;
  readonly source: ByteSource;
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
}

/** A Parquet file: the footer is read at once, each column when it is asked for. */
export async function openParquet(source: ByteSource, { name, onHead }: Pick<TableNaming, 'name' | 'onHead'>, signal: AbortSignal): Promise<ParquetTable> {
  const file: AsyncBuffer = {
    byteLength: source.sizeBytes,
    slice: async (start, end = source.sizeBytes) => (await source.read(start, end)).buffer,
  };
  const metadata = await footerOf(source, file);
  const rows = Number(metadata.num_rows);
  const opened = { source, file, metadata, rows };
  const columns = parquetColumns(metadata);
  const head: TableHead = { rows, columns: columns.map((column) => ({ name: column.name, kind: column.kind })) };
  onHead?.(head);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const digest = await digestOf(source, signal);
  await source.check();

  function known(asked: string): ParquetColumn {
    const column = byName.get(asked);
    if (!column) throw fail('notFound', `There is no column “${asked}” in ${name}.`);
    return column;
  }

  const table: TableSource = {
    name,
    ...head,
    digest,
    problems: [],
    column: async (asked, asking) => {
      const column = known(asked);
      asking.throwIfAborted();
      await source.check();
      const read = await readColumn(opened, column, asking);
      await source.check();
      return read;
    },
    pieces: (asked, asking) => {
      const column = known(asked);
      if (column.kind !== 'numeric' && column.kind !== 'datetime') {
        throw fail('invalid', `Column “${asked}” of ${name} does not hold numbers.`);
      }
      return numberPieces(opened, column, asking);
    },
    totals: async (asked, asking) => {
      const column = known(asked);
      asking.throwIfAborted();
      await source.check();
      const counted = await totalsOf(opened, column, asking);
      await source.check();
      return counted;
    },
    close: () => undefined,
  };
  return { table, source, metadata, columns };
}

async function footerOf(source: ByteSource, file: AsyncBuffer): Promise<FileMetaData> {
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const counted = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
    if (metadata.num_rows < 0n || metadata.num_rows > mostRows) throw new Error(`it names ${metadata.num_rows} rows`);
    if (counted !== metadata.num_rows) throw new Error(`it names ${metadata.num_rows} rows and holds ${counted}`);
    return metadata;
  } catch (error) {
    if (isFaultError(error) || !(error instanceof Error)) throw error;
    throw fail('corrupt', `${source.path} is no whole Parquet file: ${error.message}.`, {
      at: { path: source.path },
      hint: 'It may be cut off: a Parquet file ends with its table of contents. Write or copy it again.',
    });
  }
}

async function* numberPieces({ source, metadata }: Opened, column: ParquetColumn, signal: AbortSignal): AsyncGenerator<Float64Array> {
  await source.check();
  const numbers = new ParquetNumbers(elementOf(column));
  for await (const page of pagesOf(source, metadata, column, signal)) yield numbers.read(page);
  await source.check();
}

async function readColumn(opened: Opened, column: ParquetColumn, signal: AbortSignal): Promise<Column> {
  const { name, problems, reading } = column;
  const { rows, source, metadata } = opened;
  if ('refused' in reading) {
    throw fail('unsupported', `Column “${name}” of ${source.path} holds ${reading.refused}, which are not read.`, {
      hint: 'Save it as another type.',
    });
  }
  if (reading.as === 'nothing') return emptyColumn(name, rows, problems);
  if (reading.as === 'nested') return nestedColumn({ ...opened, path: source.path }, column, signal);
  const pages = pagesOf(source, metadata, column, signal);
  if (reading.as === 'numbers') return numbersOf(pages, column, rows);
  const codes = new Int32Array(rows);
  const read = codeReader(column);
  await each(pages, (page, start) => read.page(page, codes, start));
  return orEmpty({ ...read.column(), codes });
}

/** Undefined where it holds no levels. */
async function totalsOf(opened: Opened, column: ParquetColumn, signal: AbortSignal): Promise<LevelTotals | undefined> {
  const { reading } = column;
  if ('as' in reading && (reading.as === 'texts' || reading.as === 'booleans')) return countLevels(pagesOf(opened.source, opened.metadata, column, signal), column);
  const whole = await readColumn(opened, column, signal);
  return isLevelColumn(whole) ? levelTotals(whole) : undefined;
}

async function numbersOf(pages: AsyncIterable<Page>, column: ParquetColumn, rows: number): Promise<Column> {
  const numbers = new ParquetNumbers(elementOf(column));
  const values = new Float64Array(rows);
  await each(pages, (page, start) => values.set(numbers.read(page), start));
  return numbersColumn(column, values, numbers.rounded.count > 0);
}

/** The column that these numbers make; NaN = missing. */
export function numbersColumn(column: ParquetColumn, values: Float64Array, isRounded: boolean): Column {
  const infinite = new Odd();
  let count = 0;
  const { length } = values;
  for (let row = 0; row < length; row += 1) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    count += 1;
    if (value === Infinity || value === -Infinity) infinite.note(String(value), row);
  }
  if (count === 0) return emptyColumn(column.name, values.length, column.problems);
  const problems: ColumnProblem[] = [...column.problems];
  if (infinite.count > 0) problems.push({ code: 'infinite', message: `${infinite.count} of ${counted(count, 'value', 'values')} ${infinite.count === 1 ? 'is' : 'are'} infinite, the first ${infinite.first}.` });
  if (isRounded) {
    problems.push({ code: 'precisionLost', message: 'Some whole numbers have more digits than a number can hold; they were rounded.' });
  }
  return { name: column.name, kind: isMoment(elementOf(column)) ? 'datetime' : 'numeric', problems, values };
}

async function each(pages: AsyncIterable<Page>, read: (page: Page, start: number) => void): Promise<void> {
  let start = 0;
  for await (const page of pages) {
    read(page, start);
    start += page.rows;
  }
}

export function orEmpty(column: Extract<Column, { codes: Int32Array }>): Column {
  return column.codes.some((code) => code >= 0) ? column : emptyColumn(column.name, column.codes.length, column.problems);
}
