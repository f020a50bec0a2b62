export interface BatchAnswer {
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly sizeBytes: number;
  /** Undefined where the object is larger than the limit: its bytes were let through unread. */
  readonly bytes: Uint8Array | undefined;
}

const header = /^([0-9a-f]{40}|[0-9a-f]{64}) (blob|tree|commit|tag) (\d+)$/;
const newline = 10;

interface Body {
  readonly answer: Omit<BatchAnswer, 'bytes'>;
  readonly bytes: Uint8Array | undefined;
  readCount: number;
}

/**
 * Cuts the output stream of `git cat-file --batch` into answers. Binary-safe: an object's length decides where it
 * ends, never what it holds.
 */
export class BatchParser {
  readonly #maxBytes: () => number;
  readonly #onAnswer: (answer: BatchAnswer | null) => void;
  #line: Buffer = Buffer.alloc(0);
  #body: Body | undefined;
  /** Git writes a line's end after each object: an answer does not wait for it. */
  #isAfterBody = false;

  constructor(maxBytes: () => number, onAnswer: (answer: BatchAnswer | null) => void) {
    this.#maxBytes = maxBytes;
    this.#onAnswer = onAnswer;
  }

  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at < chunk.length) {
      if (this.#isAfterBody) {
        this.#isAfterBody = false;
        at += 1;
      } else at = this.#body ? this.#pushBody(this.#body, chunk, at) : this.#pushHeader(chunk, at);
    }
  }

  #pushHeader(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(newline, from);
    if (end < 0) {
      this.#line = Buffer.concat([this.#line, chunk.subarray(from)]);
      return chunk.length;
    }
    let line = chunk.toString('latin1', from, end);
    if (this.#line.length > 0) {
      line = this.#line.toString('latin1') + line;
      this.#line = Buffer.alloc(0);
    }
    const match = header.exec(line);
    if (!match) {
      this.#onAnswer(null);
      return end + 1;
    }
    const sizeBytes = Number(match[3]);
    const answer = { sha: match[1] ?? '', type: match[2] as BatchAnswer['type'], sizeBytes };
    const start = end + 1;
    const isWanted = sizeBytes <= this.#maxBytes();
    if (start + sizeBytes > chunk.length) {
      this.#body = { answer, bytes: isWanted ? new Uint8Array(sizeBytes) : undefined, readCount: 0 };
      return start;
    }
    this.#isAfterBody = true;
    this.#onAnswer({ ...answer, bytes: isWanted ? chunk.subarray(start, start + sizeBytes) : undefined });
    return start + sizeBytes;
  }

  #pushBody(body: Body, chunk: Uint8Array, from: number): number {
    const { sizeBytes } = body.answer;
    const end = Math.min(chunk.length, from + sizeBytes - body.readCount);
    body.bytes?.set(chunk.subarray(from, end), body.readCount);
    body.readCount += end - from;
    if (body.readCount < sizeBytes) return end;
    this.#body = undefined;
    this.#isAfterBody = true;
    this.#onAnswer({ ...body.answer, bytes: body.bytes });
    return end;
  }
}
