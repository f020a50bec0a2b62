const wordBytes = 8;

/** Memory that is used again and again, as large as was ever asked of it. */
export class Room {
  #bytes = new Uint8Array();
  #skew = 0;

  /** Holds anything. What was given before is the same memory. */
  of(size: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length < size + wordBytes) this.#bytes = new Uint8Array(size + wordBytes);
    return this.#bytes.subarray(this.#skew, this.#skew + size);
  }

  /** From now on a part that lies where this one does in what was given begins where an array of doubles may. */
  align(part: Uint8Array): void {
    if (part.buffer === this.#bytes.buffer) this.#skew = (this.#skew + wordBytes - (part.byteOffset % wordBytes)) % wordBytes;
  }

  get size(): number {
    return this.#bytes.length;
  }
}

/** What the pages of a column are read in, one after the other. */
export interface PageMemory {
  /** The column's bytes of a row group. */
  readonly chunk: Room;
  /** A page, unpacked. */
  readonly page: Room;
  /** Its numbers, where they begin at a place where an array of them may not. */
  readonly aligned: Room;
  /** Places in a dictionary. */
  readonly places: Room;
  /** For each row whether it has a value. */
  readonly present: Room;
}

/** A column of a million doubles fits; one of a hundred million is not held for nothing. */
const mostKept = 32 * 1024 * 1024;
let kept: PageMemory | undefined;

/**
 * For one column alone, until it is given back. Arrays of some MB for each column of a table would call the collector for each,
 * which goes through all of the heap every time.
 */
export function takeMemory(): PageMemory {
  const memory = kept ?? { chunk: new Room(), page: new Room(), aligned: new Room(), places: new Room(), present: new Room() };
  kept = undefined;
  return memory;
}

export function giveMemory(memory: PageMemory): void {
  if (Object.values<Room>({ ...memory }).reduce((sum, { size }) => sum + size, 0) <= mostKept) kept = memory;
}
