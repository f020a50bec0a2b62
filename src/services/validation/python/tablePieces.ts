import { isLevelColumn, isNumberColumn, type Column } from '../../../core/table/column.ts';
import { lengthOf } from '../../../core/table/memoryTable.ts';

/** One line of JSON that says what comes, and the values as little-endian bytes, which every machine this runs on has. */
export function tablePieces(columns: readonly Column[]): Array<string | Uint8Array> {
  const [first] = columns;
  const told = {
    rows: first === undefined ? 0 : lengthOf(first),
    columns: columns.map((column) => ({ name: column.name, kind: column.kind, ...(isLevelColumn(column) ? { levels: column.levels } : {}) })),
  };
  const values = columns.flatMap((column) => (column.kind === 'empty' ? [] : [bytesOf(isNumberColumn(column) ? column.values : column.codes)]));
  return [`${JSON.stringify(told)}\n`, ...values];
}

function bytesOf(values: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
