import type { DecodedArray, SchemaElement } from 'hyparquet';
import type { Page } from './pages.ts';

/** Turns stored texts to codes of levels that all pages share. Bytes that are no text become hexadecimal. */
export class ParquetTexts {
  readonly #textOf: (value: Uint8Array) => string;
  readonly #codeOf = new Map<string, number>();
  #dictionary: DecodedArray | undefined;
  #codes = new Int32Array();
  /** Values of the dictionary that were not met. */
  #unmet = 0;

  constructor(element: SchemaElement) {
    this.#textOf = textReader(element);
  }

  get levels(): string[] {
    return [...this.#codeOf.keys()];
  }

  /** Writes the codes of a page from `start` on; −1 where there is no value. */
  read({ rows, data, dictionary, present }: Page, codes: Int32Array, start: number): void {
    if (dictionary !== undefined && dictionary !== this.#dictionary) {
      this.#dictionary = dictionary;
      // What a dictionary holds need not be used, and a level that no row has is none: it gets its code when it is met.
      this.#codes = new Int32Array(dictionary.length).fill(-1);
      this.#unmet = dictionary.length;
    }
    if (dictionary !== undefined && present === undefined) {
      this.#looked(data as Int32Array, codes.subarray(start, start + rows));
      return;
    }
    let at = 0;
    for (let row = 0; row < rows; row += 1) {
      if (present && present[row] === 0) {
        codes[start + row] = -1;
        continue;
      }
      codes[start + row] = dictionary === undefined ? this.#code((data as readonly Uint8Array[])[at]) : this.#look((data as ArrayLike<number>)[at] ?? -1);
      at += 1;
    }
  }

  /** The codes by place in a page's dictionary, once each value of it was met. */
  codesOf({ dictionary }: Page): Int32Array | undefined {
    return dictionary !== undefined && dictionary === this.#dictionary && this.#unmet === 0 ? this.#codes : undefined;
  }

  /** What most pages are: each place has its code soon. */
  #looked(places: Int32Array, codes: Int32Array): void {
    const known = this.#codes;
    const { length } = places;
    for (let row = 0; row < length; row += 1) {
      const code = known[places[row]!] ?? -1;
      codes[row] = code === -1 ? this.#look(places[row]!) : code;
    }
  }

  #look(place: number): number {
    const known = this.#codes[place];
    if (known === undefined) throw new Error('a value is not in its dictionary');
    if (known !== -1) return known;
    const code = this.#code((this.#dictionary as readonly Uint8Array[])[place]);
    this.#codes[place] = code;
    this.#unmet -= 1;
    return code;
  }

  #code(value: Uint8Array | undefined): number {
    if (value === undefined) throw new Error('a value is missing');
    const text = this.#textOf(value);
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    this.#codeOf.set(text, this.#codeOf.size);
    return this.#codeOf.size - 1;
  }
}

function textReader({ type, converted_type: converted, logical_type: logical }: SchemaElement): (value: Uint8Array) => string {
  if (logical?.type === 'UUID') return (value) => hex(value).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  if (type === 'FIXED_LEN_BYTE_ARRAY') return hex;
  const isText = converted === 'UTF8' || converted === 'ENUM' || converted === 'JSON' || logical?.type === 'STRING' || logical?.type === 'ENUM' || logical?.type === 'JSON';
  const decoder = new TextDecoder('utf-8', { fatal: !isText, ignoreBOM: true });
  if (isText) return (value) => decoder.decode(value);
  return (value) => {
    try {
      return decoder.decode(value);
    } catch {
      return hex(value); // Plain bytes that are no text; the decoder throws for nothing else.
    }
  };
}

function hex(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
}
