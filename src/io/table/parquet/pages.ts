import type { DecodedArray, FileMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { fail, isFaultError } from '../../../core/base/fault.ts';
import type { ByteSource } from '../byteSource.ts';
import { codecs } from './codecs.ts';
import { flatPage, isPlace, type Decoder } from './flatPage.ts';
import { giveMemory, takeMemory, type PageMemory } from './pageMemory.ts';
import { plainValues } from './plain.ts';
import type { ParquetColumn } from './schema.ts';
import { viewOf } from './view.ts';

/** Some rows of a flat column, as stored. To be read before the next is asked for: its memory may be that of the next. */
export interface Page {
  readonly rows: number;
  /** The values that are there; or, with a dictionary, their places in it. */
  readonly data: DecodedArray;
  /** The same array for all pages that share it. */
  readonly dictionary: DecodedArray | undefined;
  /** For each row 1 where there is a value; undefined where there is one in every row. */
  readonly present: Uint8Array | undefined;
}

/**
 * The pages of one flat column, row group by row group; the event loop gets its turn between two of them. Everything that is wrong
 * with the bytes throws `corrupt` and names the column.
 */
export async function* pagesOf(source: ByteSource, metadata: FileMetaData, column: ParquetColumn, signal: AbortSignal): AsyncGenerator<Page> {
  try {
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (rows > 0) yield* chunkPages(source, group.columns[column.leaf], column, { rows, signal });
    }
  } catch (error) {
    throw columnFault(error, column.name, source.path);
  }
}

/** What the decoder threw as a fault of the column; faults and aborts stay what they are. */
export function columnFault(error: unknown, name: string, path: string): unknown {
  if (isFaultError(error) || !(error instanceof Error) || error.name === 'AbortError') return error;
  return fail('corrupt', `Column “${name}” of ${path} cannot be read: ${error.message}.`, {
    at: { path },
    hint: 'The file is damaged there; write or copy it again. Its other columns can still be read.',
  });
}

type Chunk = FileMetaData['row_groups'][number]['columns'][number];

async function* chunkPages(source: ByteSource, chunk: Chunk | undefined, { path, name }: ParquetColumn, { rows, signal }: { readonly rows: number; readonly signal: AbortSignal }): AsyncGenerator<Page> {
  const meta = chunk?.meta_data;
  if (!meta) throw fail('unsupported', `Column “${name}” of ${source.path} is encrypted.`, { hint: 'Save the file without encryption.' });
  const start = Number(meta.dictionary_page_offset ?? 0n) || Number(meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  if (end > source.sizeBytes) throw new Error(`its bytes ${start} to ${end} lie beyond the end of the file`);
  const memory = takeMemory();
  try {
    yield* pagesIn(await source.read(start, end, memory.chunk.of(end - start)), { meta, path, rows, memory, signal });
  } finally {
    giveMemory(memory);
  }
}

interface Reading {
  readonly meta: NonNullable<Chunk['meta_data']>;
  readonly path: ParquetColumn['path'];
  readonly rows: number;
  readonly memory: PageMemory;
  readonly signal: AbortSignal;
}

async function* pagesIn(bytes: Uint8Array, { meta, path, rows, memory, signal }: Reading): AsyncGenerator<Page> {
  const element = path[path.length - 1]?.element;
  if (!element) throw new Error('the schema does not know it');
  const decoder = { pathInSchema: meta.path_in_schema, type: meta.type, element, schemaPath: [...path], codec: meta.codec, compressors: codecs, parsers: DEFAULT_PARSERS };
  const reader = { view: viewOf(bytes), offset: 0 };
  let dictionary: DecodedArray | undefined;
  for (let done = 0; done < rows; ) {
    if (reader.offset >= bytes.length) throw new Error(`it ends after ${done} of ${rows} rows`);
    const header = checked(parquetHeader(reader), { rowsLeft: rows - done, bytesLeft: bytes.length - reader.offset });
    const packed = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (header.crc !== undefined && crc32(packed) !== header.crc >>> 0) throw new Error('the checksum of a page does not match');
    if (header.type === 'DICTIONARY_PAGE') {
      const page = decompressPage(packed, header.uncompressed_page_size, meta.codec, codecs);
      dictionary = plainValues(page, meta.type, header.dictionary_page_header?.num_values ?? 0, element.type_length);
      continue;
    }
    const page = dataPage(packed, header, decoder, dictionary, memory);
    if (page.rows === 0) continue;
    done += page.rows;
    yield page;
    await nextTurn();
    signal.throwIfAborted();
  }
}

/** A damaged header may say anything: what is absurd is told here, before memory is taken or a loop begun for it. */
function checked(header: PageHeader, { rowsLeft, bytesLeft }: { readonly rowsLeft: number; readonly bytesLeft: number }): PageHeader {
  const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!isCount(packed, bytesLeft) || !isCount(unpacked, 2 ** 31)) throw new Error('the size of a page cannot be');
  const { num_values: values } = header.data_page_header ?? header.data_page_header_v2 ?? { num_values: 0 };
  if (!isCount(values, rowsLeft)) throw new Error('the number of rows of a page cannot be');
  // Texts take four bytes each and more; a value of a single bit is never in a dictionary.
  if (!isCount(header.dictionary_page_header?.num_values ?? 0, unpacked)) throw new Error('the size of a dictionary cannot be');
  return header;
}

function isCount(value: unknown, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function dataPage(packed: Uint8Array, header: PageHeader, decoder: Decoder, dictionary: DecodedArray | undefined, memory: PageMemory): Page {
  const described = header.data_page_header ?? header.data_page_header_v2;
  if (!described) return { rows: 0, data: [], dictionary: undefined, present: undefined }; // An index page holds no values.
  const { data, present } = flatPage(packed, header, decoder, memory);
  const rows = described.num_values;
  const isIndexed = isPlace(described.encoding);
  if (isIndexed && !dictionary) throw new Error('its dictionary is missing');
  if (!present && data.length !== rows) throw new Error(`a page has ${data.length} of ${rows} values`);
  return { rows, data, dictionary: isIndexed ? dictionary : undefined, present };
}
