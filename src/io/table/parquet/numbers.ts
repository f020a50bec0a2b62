import type { DecodedArray, SchemaElement } from 'hyparquet';
import { parseDecimal, parseFloat16 } from 'hyparquet/src/convert.js';
import { Odd } from '../../../core/table/odd.ts';
import type { Page } from './pages.ts';
import { isMoment } from './schema.ts';

const dayMs = 86_400_000;
const julianEpochDay = 2_440_588;
/** Of the upper 32 bits: beyond it a whole number has more than 53. */
const safeHigh = 0x1f_ffff;

/** Turns stored values to plain numbers: quantities as they are, dates and timestamps to ms since the epoch, times of day to ms. */
export class ParquetNumbers {
  readonly #convert: (data: DecodedArray) => Float64Array;
  #dictionary: DecodedArray | undefined;
  #converted: Float64Array = new Float64Array();
  #numbers: Float64Array = new Float64Array();
  /** Of rows with a value alone, before they are spread over all. */
  #looked: Float64Array = new Float64Array();
  /** Whole numbers that a double does not hold exactly. Counted by value as stored: once for each in a dictionary. */
  readonly rounded = new Odd();

  constructor(element: SchemaElement) {
    const { scale, isWhole } = scaleOf(element);
    this.#convert = (data) => {
      const plain = this.#plain(data, element, scale, isWhole);
      return plain instanceof Float64Array ? plain : new Float64Array(plain);
    };
  }

  /** The numbers of a page; NaN where there is none. They are to be read before the next page is: its numbers may take their place. */
  read({ rows, data, dictionary, present }: Page): Float64Array {
    if (dictionary !== undefined && dictionary !== this.#dictionary) {
      this.#dictionary = dictionary;
      this.#converted = this.#convert(dictionary);
    }
    if (dictionary === undefined && present === undefined) return this.#convert(data);
    this.#numbers = atLeast(this.#numbers, rows);
    const numbers = this.#numbers.subarray(0, rows);
    if (dictionary === undefined) spread(this.#convert(data), present!, numbers);
    else if (present === undefined) look(data as Int32Array, this.#converted, numbers);
    else {
      this.#looked = atLeast(this.#looked, data.length);
      spread(look(data as Int32Array, this.#converted, this.#looked.subarray(0, data.length)), present, numbers);
    }
    return numbers;
  }

  #plain(data: DecodedArray, element: SchemaElement, scale: (value: number) => number, isWhole: boolean): ArrayLike<number> {
    const { type, logical_type: logical } = element;
    if (type === 'INT96') return Float64Array.from(data as bigint[], fromInt96);
    if (logical?.type === 'FLOAT16') return Float64Array.from(data as Uint8Array[], (bytes) => parseFloat16(bytes) ?? NaN);
    if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY') return Float64Array.from(data as Uint8Array[], (bytes) => scale(parseDecimal(bytes)));
    if (type === 'INT64' && isNanoseconds(element)) return Float64Array.from(data as ArrayLike<bigint>, fromNanoseconds);
    if (type === 'INT64') return this.#fromInt64(data as BigInt64Array, isUnsigned(element, 64), scale, isWhole);
    if (type === 'INT32' && isUnsigned(element, 32)) return Float64Array.from(data as Int32Array, (value) => value >>> 0);
    if (type === 'INT32' && isWhole) return data as Int32Array;
    if (type === 'INT32') return Float64Array.from(data as Int32Array, scale);
    return data as Float64Array;
  }

  /** By halves of 32 bits: a bigint for each value would cost many times as much. */
  #fromInt64(data: BigInt64Array, unsigned: boolean, scale: (value: number) => number, isWhole: boolean): Float64Array {
    const longs = data instanceof BigInt64Array ? data : BigInt64Array.from(data);
    const halves = new Int32Array(longs.buffer, longs.byteOffset, longs.length * 2);
    const numbers = new Float64Array(longs.length);
    for (let at = 0; at < numbers.length; at += 1) {
      const low = (halves[2 * at] ?? 0) >>> 0;
      const high = unsigned ? (halves[2 * at + 1] ?? 0) >>> 0 : (halves[2 * at + 1] ?? 0);
      const value = high * 4_294_967_296 + low;
      numbers[at] = scale(value);
      if (isWhole && (high > safeHigh || high < -safeHigh - 1)) {
        const exact = unsigned ? BigInt.asUintN(64, longs[at] ?? 0n) : (longs[at] ?? 0n);
        if (BigInt(value) !== exact) this.rounded.note(String(exact), at);
      }
    }
    return numbers;
  }
}

/** Memory for so many numbers: what there is, where it is enough. */
function atLeast(numbers: Float64Array, length: number): Float64Array {
  return numbers.length < length ? new Float64Array(length) : numbers;
}

/** The value at each place. */
function look(places: Int32Array, values: Float64Array, into: Float64Array): Float64Array {
  const { length } = places;
  for (let at = 0; at < length; at += 1) {
    const value = values[places[at]!];
    if (value === undefined) throw new Error('a value is not in its dictionary');
    into[at] = value;
  }
  return into;
}

/** The values to the rows that have one. Where there are fewer than that, nothing of it is taken. */
function spread(values: Float64Array, present: Uint8Array, into: Float64Array): void {
  let at = 0;
  const { length } = into;
  for (let row = 0; row < length; row += 1) {
    const isThere = present[row]!;
    into[row] = isThere === 1 ? values[at]! : NaN;
    at += isThere;
  }
  if (at > values.length) throw new Error('a value is missing');
}

/** From the stored number to the one we want. `isWhole`: as it is. */
function scaleOf(element: SchemaElement): { readonly scale: (value: number) => number; readonly isWhole: boolean } {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const places = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
    const factor = 10 ** places;
    // Dividing is exact where multiplying by 0.1 is not.
    return { scale: places === 0 ? (value) => value : (value) => value / factor, isWhole: places === 0 };
  }
  if (converted === 'DATE' || logical?.type === 'DATE') return { scale: (value) => value * dayMs, isWhole: false };
  const isTime = logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS';
  if (!isTime && !isMoment(element)) return { scale: (value) => value, isWhole: true };
  const isMicro = converted === 'TIMESTAMP_MICROS' || converted === 'TIME_MICROS' || ('unit' in (logical ?? {}) && (logical as { unit: string }).unit === 'MICROS');
  return { scale: isMicro ? (value) => value / 1000 : (value) => value, isWhole: false };
}

function isNanoseconds({ logical_type: logical }: SchemaElement): boolean {
  return (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') && logical.unit === 'NANOS';
}

/** In two parts: as one number it would have more digits than a double. */
function fromNanoseconds(value: bigint): number {
  return Number(value / 1_000_000n) + Number(value % 1_000_000n) / 1e6;
}

/** Nanoseconds of the day in the lower 64 bits, the Julian day above. */
function fromInt96(value: bigint): number {
  const day = Number(value >> 64n) - julianEpochDay;
  return day * dayMs + fromNanoseconds(value & 0xffff_ffff_ffff_ffffn);
}

function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement, bits: number): boolean {
  return converted === `UINT_${bits}` || (logical?.type === 'INTEGER' && !logical.isSigned && logical.bitWidth === bits);
}
