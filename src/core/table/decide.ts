import { counted } from '../base/counted.ts';
import type { ColumnKind, ColumnProblem } from './column.ts';
import type { DateOrder } from './dateText.ts';
import type { Tally } from './tally.ts';

/** From this share of the values on, a column is of a kind, and what else is there counts as missing. */
const enough = 0.95;
/** Below this share a kind within a categorical column is not worth a word. */
const noticeable = 0.05;

export interface Decision {
  readonly kind: ColumnKind;
  readonly order: DateOrder;
  readonly problems: readonly ColumnProblem[];
}

/** The kind of a column of texts, and what a reader should know of it. `notNumbers` and `notDates` of the tally are told in the words. */
export function decide(tally: Tally): Decision {
  const { values, order } = tally;
  if (values === 0) return { kind: 'empty', order, problems: [] };
  if (tally.booleans === values) return { kind: 'boolean', order, problems: [] };
  if (tally.numbers >= enough * values) {
    return tally.areCodes ? { kind: 'categorical', order, problems: [codes(tally)] } : { kind: 'numeric', order, problems: numberProblems(tally) };
  }
  const unread = order === 'none' ? tally.either.count : 0;
  if (tally.dates >= enough * values && tally.dates > unread) return { kind: 'datetime', order, problems: dateProblems(tally, unread) };
  return { kind: 'categorical', order, problems: mixedProblems(tally) };
}

function codes({ leadingZero, beyondSafe, hasSign }: Tally): ColumnProblem {
  const [odd, one, many] = leadingZero.count > 0 && !hasSign
    ? ([leadingZero, 'value begins with a zero', 'values begin with a zero'] as const)
    : ([beyondSafe, 'value has more digits than a number can hold', 'values have more digits than a number can hold'] as const);
  return { code: 'codes', message: `Kept as text: ${counted(odd.count, one, many)}, the first ${odd.first}.` };
}

function numberProblems({ infinite, notNumbers, values }: Tally): ColumnProblem[] {
  const problems: ColumnProblem[] = [];
  if (notNumbers.count > 0) {
    problems.push({
      code: 'notNumbers',
      message: `${notNumbers.count} of ${values} values are no numbers and count as missing, the first ${notNumbers.first}.`,
    });
  }
  if (infinite.count > 0) {
    problems.push({ code: 'infinite', message: `${infinite.count} of ${values} values are infinite, the first ${infinite.first}.` });
  }
  return problems;
}

function dateProblems({ either, notDates, shapes, values, dates, zoned }: Tally, unread: number): ColumnProblem[] {
  const problems: ColumnProblem[] = [];
  if (shapes.size > 1) {
    const words = [...shapes].map(([shape, count]) => `${count} ${shapeWords[shape]}`);
    problems.push({ code: 'mixedDateFormats', message: `Dates are written in ${shapes.size} ways: ${words.join(', ')}.` });
  }
  if (unread > 0) {
    problems.push({
      code: 'ambiguousDates',
      message: `${unread} of ${values} dates may have the day or the month first and count as missing, the first ${either.first}.`,
    });
  }
  if (notDates.count > 0) {
    problems.push({ code: 'notDates', message: `${notDates.count} of ${values} values are no dates and count as missing, the first ${notDates.first}.` });
  }
  if (zoned > 0 && zoned < dates) {
    problems.push({ code: 'mixedZones', message: `${zoned} of ${dates} dates name a time zone; the others are taken as UTC.` });
  }
  return problems;
}

const shapeWords = {
  iso: 'as 2024-01-31',
  yearFirst: 'as 2024/01/31',
  slash: 'with the year last, as 31/01/2024 or 01/31/2024',
  dotted: 'as 31.01.2024',
  named: 'with the month’s name',
} as const;

function mixedProblems(tally: Tally): ColumnProblem[] {
  const { values, numbers, dates, booleans, either } = tally;
  if (dates >= enough * values && either.count > 0) {
    return [{ code: 'ambiguousDates', message: `Kept as text: nothing tells whether the day or the month comes first, as in ${either.first}.` }];
  }
  if (tally.commas.count >= enough * (values - numbers) && tally.commas.count > 0 && tally.commas.count + numbers >= enough * values) {
    return [{ code: 'decimalComma', message: `Kept as text: ${tally.commas.count} of ${values} values look like numbers with a decimal comma, the first ${tally.commas.first}. Write them with a point to have them compared as numbers.` }];
  }
  const parts = ([['numbers', numbers], ['dates', dates], ['true or false', booleans]] as const).filter(([, count]) => count >= noticeable * values);
  if (parts.length === 0) return [];
  const rest = values - parts.reduce((sum, [, count]) => sum + count, 0);
  const words = [...parts.map(([word, count]) => `${count} are ${word}`), ...(rest > 0 ? [`${rest} are other text`] : [])];
  return [{ code: 'mixedTypes', message: `Kept as text: of ${values} values ${words.join(', ')}.` }];
}
