import type { DecodedArray, ParquetType } from 'hyparquet';
import { readPlain } from 'hyparquet/src/plain.js';
import { viewOf } from './view.ts';

/** How long a value is, where all of a type are alike. */
const bytesOf: Partial<Record<ParquetType, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8, INT96: 12 };

/**
 * Plain values. Throws where the bytes end before the last of them: hyparquet looks at the memory that they lie in, which holds other
 * pages too.
 */
export function plainValues(bytes: Uint8Array, type: ParquetType, count: number, typeLength: number | undefined): DecodedArray {
  const least = type === 'BOOLEAN' ? Math.ceil(count / 8) : count * ((type === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : bytesOf[type]) ?? 0);
  if (least > bytes.length) throw new Error(endsEarly);
  const reader = { view: viewOf(bytes), offset: 0 };
  const values = readPlain(reader, type, count, typeLength);
  if (reader.offset > bytes.length) throw new Error(endsEarly);
  return values;
}

const endsEarly = 'the values of a page end early';
