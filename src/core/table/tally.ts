import type { DateOrder, DateShape, DateText } from './dateText.ts';
import { hasLeadingZero, isDigits } from './numberText.ts';
import { Odd } from './odd.ts';

/** What the values of one column have been seen to be. Rows count from 0. */
export class Tally {
  /** Not missing. */
  values = 0;
  numbers = 0;
  booleans = 0;
  /** Dates that can be meant in one way at least. */
  dates = 0;
  /** A point or an exponent somewhere: quantities, no codes. */
  hasFraction = false;
  hasSign = false;
  readonly infinite = new Odd();
  readonly leadingZero = new Odd();
  /** Whole numbers beyond 2^53, as text. */
  readonly beyondSafe = new Odd();
  readonly notNumbers = new Odd();
  /** Numbers but for a comma where a point should be. */
  readonly commas = new Odd();
  readonly notDates = new Odd();
  readonly shapes = new Map<DateShape, number>();
  zoned = 0;
  dayFirst = 0;
  monthFirst = 0;
  /** Day and month may be either way. */
  readonly either = new Odd();

  number(cell: string | number, value: number, row: number, count = 1): void {
    this.values += count;
    this.numbers += count;
    if (value === Infinity || value === -Infinity) this.infinite.note(String(cell), row, count);
    if (typeof cell === 'number') {
      this.hasFraction = true; // A number in its own right is no code.
      return;
    }
    if (!this.hasFraction && !isDigits(cell)) this.hasFraction = true;
    if (cell.startsWith('-') || cell.startsWith('+')) this.hasSign = true;
    if (hasLeadingZero(cell)) this.leadingZero.note(cell, row, count);
    else if (Math.abs(value) > Number.MAX_SAFE_INTEGER && isDigits(cell)) this.beyondSafe.note(cell, row, count);
  }

  date(text: string, date: DateText, row: number, count = 1): void {
    this.values += count;
    this.dates += count;
    this.shapes.set(date.shape, (this.shapes.get(date.shape) ?? 0) + count);
    if (date.hasZone) this.zoned += count;
    if (date.proof === 'day') this.dayFirst += count;
    else if (date.proof === 'month') this.monthFirst += count;
    else if (date.proof === 'either') this.either.note(text, row, count);
  }

  boolean(count = 1): void {
    this.values += count;
    this.booleans += count;
  }

  other(count = 1): void {
    this.values += count;
  }

  /** Would numbers lose what these digits say? */
  get areCodes(): boolean {
    return !this.hasFraction && (this.beyondSafe.count > 0 || (this.leadingZero.count > 0 && !this.hasSign));
  }

  /** How `slash` dates are to be read: as one that can be meant in one way alone shows; not at all where both ways are shown, or none. */
  get order(): DateOrder {
    if (this.dayFirst > 0 && this.monthFirst === 0) return 'day';
    return this.monthFirst > 0 && this.dayFirst === 0 ? 'month' : 'none';
  }
}
