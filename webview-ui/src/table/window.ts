/** Half-open range of row or column numbers. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function rowSpan(scrollTop: number, height: number, rowHeight: number, count: number, overscan: number): Span {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const last = Math.ceil((scrollTop + height) / rowHeight) + overscan;
  const end = Math.max(0, Math.min(count, last));
  return { start: Math.max(0, Math.min(first, end)), end };
}

/** Where each column begins. */
export class ColumnTrack {
  /** `offsets[i]` is the left edge of column i; one more entry holds the total. */
  readonly offsets: readonly number[];

  constructor(widths: readonly number[]) {
    const offsets = [0];
    for (const width of widths) offsets.push((offsets.at(-1) ?? 0) + width);
    this.offsets = offsets;
  }

  get total(): number {
    return this.offsets.at(-1) ?? 0;
  }

  left(column: number): number {
    return this.offsets[Math.max(0, Math.min(column, this.offsets.length - 1))] ?? 0;
  }

  width(column: number): number {
    return this.left(column + 1) - this.left(column);
  }

  /** Columns that touch the pixels from `left` to `right`, and `overscan` more on each side. */
  span(left: number, right: number, overscan: number): Span {
    const count = this.offsets.length - 1;
    if (count <= 0 || right <= left) return { start: 0, end: 0 };
    const start = Math.max(0, this.#at(left) - overscan);
    return { start, end: Math.min(count, this.#at(right) + 1 + overscan) };
  }

  #at(x: number): number {
    let low = 0;
    let high = this.offsets.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.offsets[middle] ?? 0) <= x) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}
