/** A record of the text and the line it begins in, counted from 1. */
export interface RecordText {
  readonly text: string;
  readonly line: number;
}

/**
 * Cuts the records out of a JSON array, or out of records one behind the other, piece by piece: by brackets alone, so that what
 * stands between two brackets is whole and can be parsed by itself.
 */
export class JsonRecords {
  #held = '';
  #at = 0;
  #start = -1;
  #depth = 0;
  #inText = false;
  #line = 1;
  #startLine = 1;
  /** Depth at which records begin: 1 within an array. */
  #base: number | undefined;

  /** The records that end within the next piece. */
  push(piece: string): RecordText[] {
    const found: RecordText[] = [];
    this.#held += piece;
    const text = this.#held;
    for (; this.#at < text.length; this.#at += 1) {
      const code = text.charCodeAt(this.#at);
      if (this.#inText) {
        if (code === 92) {
          if (this.#at + 1 >= text.length) break; // What is escaped comes with the next piece.
          this.#at += 1;
        } else if (code === 34) this.#inText = false;
        continue;
      }
      if (code === 10) this.#line += 1;
      else if (code === 34) this.#inText = true;
      else if (code === 123 || code === 91) this.#open(code);
      else if (code === 125 || code === 93) this.#close(text, found);
    }
    const keepFrom = this.#start === -1 ? this.#at : this.#start;
    this.#held = text.slice(keepFrom);
    this.#at -= keepFrom;
    if (this.#start !== -1) this.#start = 0;
    return found;
  }

  /** True where the text ended within a record or an array. */
  get isOpen(): boolean {
    return this.#depth > 0;
  }

  get line(): number {
    return this.#startLine;
  }

  #open(code: number): void {
    this.#base ??= code === 91 ? 1 : 0;
    if (this.#depth === this.#base) {
      this.#start = this.#at;
      this.#startLine = this.#line;
    }
    this.#depth += 1;
  }

  #close(text: string, found: RecordText[]): void {
    this.#depth -= 1;
    if (this.#depth !== this.#base || this.#start === -1) return;
    found.push({ text: text.slice(this.#start, this.#at + 1), line: this.#startLine });
    this.#start = -1;
  }
}
