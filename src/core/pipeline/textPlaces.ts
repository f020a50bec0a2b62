import type { TextRange } from '../model/pipeline.ts';

export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets into lines and columns, 0-based, in UTF-16 units. */
export class TextPlaces {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  place(offset: number): TextPlace {
    const within = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: within - (this.#starts[low] ?? 0) };
  }

  range(node: { readonly start: number; readonly end: number }): TextRange {
    return { start: this.place(node.start), end: this.place(node.end) };
  }
}
