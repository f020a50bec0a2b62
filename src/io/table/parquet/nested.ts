import { parquetScan, toJson, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyColumn, levelColumn } from '../../../core/table/makeColumn.ts';
import type { Column } from '../../../core/table/column.ts';
import { codecs } from './codecs.ts';
import { columnFault } from './pages.ts';
import type { ParquetColumn } from './schema.ts';

/** A column of lists or records, each as JSON text. */
export async function nestedColumn(
  { file, metadata, path }: { readonly file: AsyncBuffer; readonly metadata: FileMetaData; readonly path: string },
  column: ParquetColumn,
  signal: AbortSignal,
): Promise<Column> {
  const stored = column.path[1]?.element.name ?? column.name;
  try {
    const scan = await parquetScan({ file, metadata, compressors: codecs, columns: [stored], geoparquet: false });
    const texts: Array<string | null> = [];
    for (const { rowStart, rowEnd } of scan.ranges) {
      const values: Iterable<unknown> = await scan.readColumn({ column: stored, rowStart, rowEnd });
      for (const value of values) texts.push(value === null || value === undefined ? null : JSON.stringify(toJson(value)));
      await nextTurn();
      signal.throwIfAborted();
    }
    const { name, problems } = column;
    return texts.some((text) => text !== null) ? levelColumn(name, texts, { problems }) : emptyColumn(name, texts.length, problems);
  } catch (error) {
    throw columnFault(error, column.name, path);
  }
}
