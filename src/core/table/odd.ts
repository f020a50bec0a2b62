const longestShown = 40;

/** Cells of one kind that a reader should hear of: how many, and the first of them. */
export class Odd {
  count = 0;
  #row = -1;
  #text = '';

  /** `row` counts from 0. Rows may come in any order. */
  note(text: string, row: number, count = 1): void {
    this.count += count;
    if (this.#row !== -1 && row >= this.#row) return;
    this.#row = row;
    this.#text = text.slice(0, longestShown + 1);
  }

  /** `“abc” in row 17`; rows of data count from 1. */
  get first(): string {
    const shown = this.#text.length > longestShown ? `${this.#text.slice(0, longestShown)}…` : this.#text;
    return `“${shown}” in row ${this.#row + 1}`;
  }
}
