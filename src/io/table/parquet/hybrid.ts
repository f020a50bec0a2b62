/** Above it four bytes do not hold a value wherever it begins. */
export const mostBits = 25;

/**
 * Small whole numbers as Parquet packs them: runs of one value, and groups of eight of `bits` (1 to `mostBits`) each. Fills `into`;
 * throws where the bytes end before. This runs for every value that is in a dictionary.
 */
export function unpackHybrid(bytes: Uint8Array, bits: number, into: Int32Array | Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = (bits + 7) >> 3;
  let offset = 0;
  for (let done = 0; done < into.length; ) {
    let header = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      if (offset >= bytes.length || shift > 28) throw new Error('packed numbers end early');
      byte = bytes[offset++]!;
      header |= (byte & 0x7f) << shift;
    }
    const count = header >>> 1;
    if ((header & 1) === 0) {
      if (offset + size > bytes.length) throw new Error('packed numbers end early');
      let value = 0;
      for (let byte = 0; byte < size; byte += 1) value |= bytes[offset + byte]! << (8 * byte);
      offset += size;
      into.fill(value & (2 ** bits - 1), done, done + count);
      done += count;
    } else {
      const wanted = Math.min(8 * count, into.length - done);
      if (offset + Math.ceil((wanted * bits) / 8) > bytes.length) throw new Error('packed numbers end early');
      unpack(view, offset, bits, into.subarray(done, done + wanted));
      offset += count * bits;
      done += wanted;
    }
  }
}

function unpack(view: DataView, start: number, bits: number, into: Int32Array | Uint8Array): void {
  const mask = 2 ** bits - 1;
  const { length } = into;
  const last = view.byteLength - 4;
  for (let at = 0; at < length; at += 1) {
    // Eight values fill whole bytes: counted from there a place stays a small number.
    const bit = (at & 7) * bits;
    const place = start + (at >>> 3) * bits + (bit >>> 3);
    const word = place <= last ? view.getUint32(place, true) : lastBytes(view, place);
    into[at] = (word >>> (bit & 7)) & mask;
  }
}

function lastBytes(view: DataView, place: number): number {
  let word = 0;
  for (let at = place; at < view.byteLength; at += 1) word |= view.getUint8(at) << (8 * (at - place));
  return word;
}
