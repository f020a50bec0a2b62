import { viewOf } from './view.ts';

/** Shorter ones cost less by four bytes at a time than by a call. */
const worthACall = 48;

/**
 * Unpacks Snappy's raw format: the length, then elements that are bytes as they are or copies of bytes before. Fills `into`; throws
 * where they do not fill it to its end. Numbers that hardly repeat are long elements of the first kind, moved at once.
 */
export function unpackSnappy(packed: Uint8Array, into: Uint8Array): void {
  let at = 0;
  while (at < packed.length && packed[at]! >= 0x80) at += 1;
  at += 1;
  let done = 0;
  const [from, to] = [viewOf(packed), viewOf(into)];
  // From there on four bytes are no longer there to be read or written at once.
  const [lastFrom, lastTo] = [packed.length - 4, into.length - 4];
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
      else if (at + length <= lastFrom && done + length <= lastTo) {
        // Up to three bytes too many, which what follows writes again.
        for (let byte = 0; byte < length; byte += 4) to.setUint32(done + byte, from.getUint32(at + byte));
      } else for (let byte = 0; byte < length; byte += 1) into[done + byte] = packed[at + byte]!;
      at += length;
      done += length;
    } else {
      const bytes = kind === 3 ? 4 : kind;
      const offset = kind === 1 ? ((tag >>> 5) << 8) | (packed[at] ?? 0) : wholeOf(packed, at, bytes);
      const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : short;
      at += bytes;
      if (at > packed.length || offset === 0 || offset > done || done + length > into.length) throw new Error('packed bytes are damaged');
      const end = done + length;
      // Forwards: a copy may begin with what it makes itself.
      if (offset >= 4 && end <= lastTo) for (; done < end; done += 4) to.setUint32(done, to.getUint32(done - offset));
      else for (; done < end; done += 1) into[done] = into[done - offset]!;
      done = end;
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
