import { fail } from '../../base/fault.ts';

/** Reads the wire format of SSH (RFC 4251, section 5). Throws `corrupt` where the bytes end before. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw fail('corrupt', 'The SSH data ends too early.');
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint32(): number {
    const [first, second, third, fourth] = this.take(4) as unknown as [number, number, number, number];
    return first * 0x100_0000 + (second << 16) + (third << 8) + fourth;
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** A string of ASCII. */
  text(): string {
    return String.fromCharCode(...this.string());
  }

  /** A whole number that is not negative, big-endian without leading zeros. Throws `corrupt` for any other. */
  number(): Uint8Array {
    const bytes = this.string();
    if (bytes.length > 0 && bytes[0]! >= 0x80) throw fail('corrupt', 'A number of the SSH data is negative.');
    if (bytes[0] === 0 && !(bytes[1]! >= 0x80)) throw fail('corrupt', 'A number of the SSH data begins with a needless zero.');
    return bytes[0] === 0 ? bytes.subarray(1) : bytes;
  }

  end(): void {
    if (!this.isDone) throw fail('corrupt', 'The SSH data goes on after its end.');
  }
}

export function wireUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A string with its length; text as ASCII. */
export function wireString(content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return joined(wireUint32(bytes.length), bytes);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
