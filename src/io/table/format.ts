import { fail } from '../../core/base/fault.ts';
import type { TableFormat } from '../../core/port/tables.ts';

const byEnding: ReadonlyArray<readonly [RegExp, TableFormat]> = [
  [/\.(parquet|pq|parq)$/i, 'parquet'],
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonLines'],
  [/\.json(\.gz)?$/i, 'json'],
  [/\.(csv|tsv|tab|txt|dat|psv)(\.gz)?$/i, 'csv'],
];

const foreign: ReadonlyArray<readonly [magic: string, what: string]> = [
  ['ARROW1', 'an Arrow (Feather) file'],
  ['PK\u0003\u0004', 'a zip archive (or a spreadsheet)'],
  ['SQLite format 3', 'a SQLite database'],
  ['\x89HDF', 'an HDF5 file'],
  ['Obj\u0001', 'an Avro file'],
  ['ORC', 'an ORC file'],
];

/**
 * What a file holds: by its first (unpacked) bytes where they are a format's mark, else by its name, else by how the text begins.
 * Throws `unsupported` for a format that is known and not read.
 */
export function formatOf(head: Uint8Array, fileName: string): TableFormat {
  const mark = Buffer.from(head.subarray(0, 16)).toString('latin1');
  if (mark.startsWith('PAR1')) return 'parquet';
  const known = foreign.find(([magic]) => mark.startsWith(magic));
  if (known) {
    throw fail('unsupported', `${fileName} is ${known[1]}, which is not read as a table.`, {
      hint: known[0].startsWith('SQLite') ? 'Name the table in it: sqlite:FILE#TABLE.' : 'Save it as Parquet or CSV.',
    });
  }
  const named = byEnding.find(([ending]) => ending.test(fileName));
  if (named) return named[1];
  const text = Buffer.from(head).toString('latin1').trimStart();
  return text.startsWith('[') ? 'json' : text.startsWith('{') ? 'jsonLines' : 'csv';
}
