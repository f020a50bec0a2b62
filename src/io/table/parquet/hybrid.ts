import { viewOf } from './view.ts';

/** Above it four bytes do not hold a value wherever it begins. */
export const mostBits = 25;

/**
 * Small whole numbers as Parquet packs them: runs of one value, and groups of eight of `bits` (1 to `mostBits`) each. Fills `into`;
 * throws where the bytes end before. This runs for every value that is in a dictionary.
 */
export function unpackHybrid(bytes: Uint8Array, bits: number, into: Int32Array | Uint8Array): void {
  const view = viewOf(bytes);
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

/** Are the first values, of one bit each, a single run of ones? Then there is nothing to unpack. */
export function isAllOnes(bytes: Uint8Array, count: number): boolean {
  let header = 0;
  let offset = 0;
  for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
    if (offset >= bytes.length || shift > 28) return false;
    byte = bytes[offset]!;
    offset += 1;
    header |= (byte & 0x7f) << shift;
  }
  return (header & 1) === 0 && header >>> 1 >= count && (bytes[offset]! & 1) === 1;
}

/** All that are surely followed by four bytes in groups of eight, the rest one by one. */
function unpack(view: DataView, start: number, bits: number, into: Int32Array | Uint8Array): void {
  const followed = Math.floor((view.byteLength - 4 - ((7 * bits) >>> 3) - start) / bits) + 1;
  const groups = Math.max(0, Math.min(into.length >>> 3, followed));
  if (into instanceof Int32Array) unpackGroups(view, start, bits, into, groups);
  else if (bits === 1) unpackBytes(view, start, into, groups);
  else return unpackRest(view, start, bits, into, 0);
  unpackRest(view, start, bits, into, 8 * groups);
}

/** Eight values fill whole bytes, so that each of the eight lies at the same bit in every group: written out, this takes a sixth of the time. */
function unpackGroups(view: DataView, start: number, bits: number, into: Int32Array, groups: number): void {
  const mask = 2 ** bits - 1;
  const [second, third, fourth, fifth, sixth, seventh, eighth] = [bits, 2 * bits, 3 * bits, 4 * bits, 5 * bits, 6 * bits, 7 * bits] as const;
  for (let group = 0; group < groups; group += 1) {
    const place = start + group * bits;
    const at = 8 * group;
    into[at] = view.getUint32(place, true) & mask;
    into[at + 1] = (view.getUint32(place + (second >>> 3), true) >>> (second & 7)) & mask;
    into[at + 2] = (view.getUint32(place + (third >>> 3), true) >>> (third & 7)) & mask;
    into[at + 3] = (view.getUint32(place + (fourth >>> 3), true) >>> (fourth & 7)) & mask;
    into[at + 4] = (view.getUint32(place + (fifth >>> 3), true) >>> (fifth & 7)) & mask;
    into[at + 5] = (view.getUint32(place + (sixth >>> 3), true) >>> (sixth & 7)) & mask;
    into[at + 6] = (view.getUint32(place + (seventh >>> 3), true) >>> (seventh & 7)) & mask;
    into[at + 7] = (view.getUint32(place + (eighth >>> 3), true) >>> (eighth & 7)) & mask;
  }
}

/** Bits to bytes that are 0 or 1. */
function unpackBytes(view: DataView, start: number, into: Uint8Array, groups: number): void {
  for (let group = 0; group < groups; group += 1) {
    const byte = view.getUint8(start + group);
    const at = 8 * group;
    into[at] = byte & 1;
    into[at + 1] = (byte >>> 1) & 1;
    into[at + 2] = (byte >>> 2) & 1;
    into[at + 3] = (byte >>> 3) & 1;
    into[at + 4] = (byte >>> 4) & 1;
    into[at + 5] = (byte >>> 5) & 1;
    into[at + 6] = (byte >>> 6) & 1;
    into[at + 7] = byte >>> 7;
  }
}

function unpackRest(view: DataView, start: number, bits: number, into: Int32Array | Uint8Array, from: number): void {
  const mask = 2 ** bits - 1;
  const { length } = into;
  const last = view.byteLength - 4;
  for (let at = from; at < length; at += 1) {
    // Counted from the group a place stays a small number.
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
