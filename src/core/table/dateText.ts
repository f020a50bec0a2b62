/**
 * Ways to write a day that are told apart by their look. `slash` has the day or the month first, with `/` or `-`; `dotted` has the
 * day first, as everywhere where dots are used.
 */
export type DateShape = 'iso' | 'yearFirst' | 'slash' | 'dotted' | 'named';

/** Which of the two numbers of `31/01/2024` is the day; `none` = only those dates are read that can be meant in one way alone. */
export type DateOrder = 'day' | 'month' | 'none';

/** What one text says of the order: 31 can be no month. `same` = 05/05. */
export type OrderProof = 'day' | 'month' | 'either' | 'same';

export interface DateText {
  readonly shape: DateShape;
  /** Milliseconds since the epoch; UTC where no zone is written. With a fraction below the millisecond. */
  readonly ms: number;
  readonly hasZone: boolean;
  /** Of `slash` alone; then `ms` is by the order asked for, NaN for `either` without one. */
  readonly proof: OrderProof | null;
}

const time = String.raw`(?:(?:[T ]|, )(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AaPp][Mm]))?(?: ?([Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?$`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}`);
const dayName = new RegExp(String.raw`^(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})${time}`);
const nameDay = new RegExp(String.raw`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})${time}`);
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const dayMs = 86_400_000;

/** The moment a text names, or undefined where it is no date with a year of four digits. Surrounding spaces are no part of it. */
export function dateOf(text: string, order: DateOrder = 'none'): DateText | undefined {
  if (text.length < 8 || text.length > 48) return undefined;
  const trimmed = text.trim();
  let match = yearFirst.exec(trimmed);
  if (match) {
    const shape = match[2] === '-' ? 'iso' : 'yearFirst';
    return dated(shape, dayOf(match[1], match[3], match[4]), match, 5, null);
  }
  match = yearLast.exec(trimmed);
  if (match) return match[2] === '.' ? dated('dotted', dayOf(match[4], match[3], match[1]), match, 5, null) : slashed(match, order);
  match = dayName.exec(trimmed);
  if (match) return dated('named', dayOf(match[3], monthOf(match[2]), match[1]), match, 4, null);
  match = nameDay.exec(trimmed);
  return match ? dated('named', dayOf(match[3], monthOf(match[1]), match[2]), match, 4, null) : undefined;
}

function slashed(match: RegExpExecArray, order: DateOrder): DateText | undefined {
  const dayFirst = dayOf(match[4], match[3], match[1]);
  const monthFirst = dayOf(match[4], match[1], match[3]);
  const isEither = dayFirst !== undefined && monthFirst !== undefined;
  const proof = !isEither ? (dayFirst === undefined ? 'month' : 'day') : dayFirst === monthFirst ? 'same' : 'either';
  const day = proof === 'either' ? (order === 'day' ? dayFirst : order === 'month' ? monthFirst : NaN) : (dayFirst ?? monthFirst);
  return dated('slash', day, match, 5, proof);
}

function dated(shape: DateShape, day: number | undefined, match: RegExpExecArray, at: number, proof: OrderProof | null): DateText | undefined {
  if (day === undefined) return undefined;
  const [hours, minutes, seconds, fraction, half, zone] = match.slice(at);
  if (hours === undefined) return { shape, ms: day, hasZone: false, proof };
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined;
  const ms = day + (hour * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000 + (fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000);
  return { shape, ms: zone === undefined ? ms : ms - offsetMs(zone), hasZone: zone !== undefined, proof };
}

function offsetMs(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function monthOf(name = ''): number {
  const lower = name.toLowerCase();
  return months.findIndex((month) => month === lower || lower === month.slice(0, 3) || (lower === 'sept' && month === 'september')) + 1;
}

/** Midnight of a day that exists, in ms since the epoch (days by civil calendar, so that it holds for every year). */
function dayOf(yearText: string | undefined, monthText: string | number | undefined, dayText: string | undefined): number | undefined {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  // Counted from March, so that the leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * dayMs;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
