/** Shorter ones cost less byte by byte than by a call. */
const worthACall = 24;

/**
 * Unpacks Snappy's raw format: the length, then elements that are bytes as they are or copies of bytes before. Fills `into`; throws
 * where they do not fill it to its end. Numbers that hardly repeat are long elements of the first kind, moved at once.
 */
export function unpackSnappy(packed: Uint8Array, into: Uint8Array): void {
  let at = 0;
  while (at < packed.length && packed[at]! >= 0x80) at += 1;
  at += 1;
  let done = 0;
  while (at < packed.length) {
    const tag = packed[at++]!;
    const kind = tag & 3;
    const short = (tag >>> 2) + 1;
    if (kind === 0) {
      const bytes = Math.max(0, short - 60);
      const length = bytes === 0 ? short : wholeOf(packed, at, bytes) + 1;
      at += bytes;
      if (at + length > packed.length || done + length > into.length) throw new Error('packed bytes end early');
      if (length > worthACall) into.set(packed.subarray(at, at + length), done);
      else for (let byte = 0; byte < length; byte += 1) into[done + byte] = packed[at + byte]!;
      at += length;
      done += length;
    } else {
      const bytes = kind === 3 ? 4 : kind;
      const offset = kind === 1 ? ((tag >>> 5) << 8) | (packed[at] ?? 0) : wholeOf(packed, at, bytes);
      const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : short;
      at += bytes;
      if (at > packed.length || offset === 0 || offset > done || done + length > into.length) throw new Error('packed bytes are damaged');
      // Forwards, byte by byte: a copy may begin with what it makes itself.
      for (let end = done + length; done < end; done += 1) into[done] = into[done - offset]!;
    }
  }
  if (done !== into.length) throw new Error('packed bytes end early');
}

/** Of one to four bytes, the least first. */
function wholeOf(packed: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let byte = bytes - 1; byte >= 0; byte -= 1) value = 256 * value + (packed[at + byte] ?? 0);
  return value;
}
