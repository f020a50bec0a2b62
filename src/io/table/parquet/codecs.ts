import type { Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Every codec of Parquet but LZO. Node's own where it has one: several times as fast, and no page grows beyond its stated length. */
export const codecs: Compressors = Object.fromEntries(
  Object.entries({
    ...compressors,
    GZIP: (input: Uint8Array, length: number) => gunzipSync(input, { maxOutputLength: length }),
    BROTLI: (input: Uint8Array, length: number) => brotliDecompressSync(input, { maxOutputLength: length }),
  }).map(([name, unpack]) => [name, unlessEmpty(unpack)]),
);

/** Nothing, packed, is a byte or two that not every decoder takes (LZ4 of a page without a value). */
function unlessEmpty(unpack: (input: Uint8Array, length: number) => Uint8Array) {
  return (input: Uint8Array, length: number) => (length === 0 ? new Uint8Array() : unpack(input, length));
}
