import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';

/** A plain table without quotes: what is numeric in every row is numeric. */
export async function csvTable(reference: string, folder: string): Promise<TableSource> {
  const text = await readFile(path.resolve(folder, reference), 'utf8');
  const [head = '', ...lines] = text.trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const columns = head.split(',').map((name, at) => {
    const values = rows.map((row) => row[at] ?? '');
    const isNumeric = values.every((value) => value === '' || !Number.isNaN(Number(value)));
    return isNumeric ? numberColumn(name, values.map((value) => (value === '' ? null : Number(value)))) : levelColumn(name, values.map((value) => value || null));
  });
  return memoryTable(reference, columns, { digest: `sha256:${createHash('sha256').update(text).digest('hex')}` });
}
