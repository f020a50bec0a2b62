import type { DecodedArray, PageHeader } from 'hyparquet';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { codecs } from './codecs.ts';
import { isAllOnes, mostBits, unpackHybrid } from './hybrid.ts';
import type { PageMemory, Room } from './pageMemory.ts';
import { plainValues } from './plain.ts';
import { unpackSnappy } from './snappy.ts';
import { viewOf } from './view.ts';

export type Decoder = Parameters<typeof readDataPage>[2];

/** What a page of a flat column holds, as stored. */
export interface FlatPage {
  /** The values that are there; or, with a dictionary, their places in it. */
  readonly data: DecodedArray;
  /** For each row 1 where there is a value; undefined where there is one in every row. */
  readonly present: Uint8Array | undefined;
}

/**
 * Plain values and places in a dictionary are read here: hyparquet makes an element of an array for each bit that tells whether a
 * value is there, which costs more than all the rest. Other encodings are left to it. `memory`: of the page before, which is done with.
 */
export function flatPage(packed: Uint8Array, header: PageHeader, decoder: Decoder, memory: PageMemory): FlatPage {
  const { encoding, num_values: rows } = (header.data_page_header ?? header.data_page_header_v2)!;
  const isIndexed = isPlace(encoding);
  if (encoding !== 'PLAIN' && !isIndexed) return otherPage(packed, header, decoder);
  const { levels, values } = parts(packed, header, decoder, memory.page);
  const isWhole = levels === undefined || isAllOnes(levels, rows);
  const present = memory.present.of(isWhole ? 0 : rows);
  if (!isWhole) unpackHybrid(levels, 1, present);
  const count = isWhole ? rows : ones(present);
  // Before the places stands how many bits each has.
  if (isIndexed && values[0]! > mostBits) throw new Error('a dictionary has more places than it can');
  const data = isIndexed ? places(values, count, memory.places) : plainValues(aligned(values, decoder, memory), decoder.type, count, decoder.element.type_length);
  return { data, present: count < rows ? present : undefined };
}

/** Are these values places in the column's dictionary? */
export function isPlace(encoding: string): boolean {
  return encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY';
}

function places(values: Uint8Array, count: number, room: Room): Int32Array {
  const { buffer, byteOffset } = room.of(Int32Array.BYTES_PER_ELEMENT * count);
  const into = new Int32Array(buffer, byteOffset, count);
  if (count > 0 && values.length === 0) throw new Error('packed numbers end early');
  const bits = values[0] ?? 0;
  if (bits > 0) unpackHybrid(values.subarray(1), bits, into);
  else into.fill(0);
  return into;
}

/** Numbers at a place where an array of them may begin; hyparquet would take memory of its own for each page. */
function aligned(values: Uint8Array, { type }: Decoder, memory: PageMemory): Uint8Array {
  if (values.byteOffset % 8 === 0 || (type !== 'DOUBLE' && type !== 'INT64')) return values;
  // The next page of a column mostly begins alike.
  memory.page.align(values);
  const copy = memory.aligned.of(values.length);
  copy.set(values);
  return copy;
}

/** The levels of a page (undefined where every row must have a value), packed by bits, and its values. A flat column repeats nothing. */
function parts(packed: Uint8Array, header: PageHeader, { codec, element }: Decoder, room: Room): { readonly levels: Uint8Array | undefined; readonly values: Uint8Array } {
  const isOptional = element.repetition_type !== 'REQUIRED';
  const second = header.data_page_header_v2;
  if (second === undefined) {
    const page = unpacked(packed, header.uncompressed_page_size, codec, room);
    if (!isOptional) return { levels: undefined, values: page };
    const end = 4 + viewOf(page).getUint32(0, true);
    return { levels: page.subarray(4, end), values: page.subarray(end) };
  }
  const start = second.repetition_levels_byte_length;
  const end = start + second.definition_levels_byte_length;
  const [levels, rest] = [isOptional ? packed.subarray(start, end) : undefined, packed.subarray(end)];
  const size = header.uncompressed_page_size - end;
  // A page without a value may have no byte at all, which no codec takes.
  return { levels, values: second.is_compressed === false || size === 0 ? rest : unpacked(rest, size, codec, room) };
}

function unpacked(packed: Uint8Array, size: number, codec: Decoder['codec'], room: Room): Uint8Array {
  if (codec !== 'SNAPPY') return decompressPage(packed, size, codec, codecs);
  const page = room.of(size);
  unpackSnappy(packed, page);
  return page;
}

function otherPage(packed: Uint8Array, header: PageHeader, decoder: Decoder): FlatPage {
  const first = header.data_page_header;
  const { dataPage: data, definitionLevels } = first
    ? readDataPage(decompressPage(packed, header.uncompressed_page_size, decoder.codec, codecs), first, decoder)
    : readDataPageV2(packed, header, decoder);
  return { data: data, present: definitionLevels && definitionLevels.length > data.length ? Uint8Array.from(definitionLevels) : undefined };
}

function ones(present: Uint8Array): number {
  let count = 0;
  const { length } = present;
  for (let row = 0; row < length; row += 1) count += present[row]!;
  return count;
}
