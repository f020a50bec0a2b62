/** Issuers by the first digits, from and to (ISO 7812), with the lengths they give out. */
const issuers: ReadonlyArray<readonly [from: string, to: string, lengths: readonly number[]]> = [
  ['4', '4', [13, 16, 19]],
  ['51', '55', [16]],
  ['2221', '2720', [16]],
  ['34', '34', [15]],
  ['37', '37', [15]],
  ['300', '305', [14, 16, 17, 18, 19]],
  ['3095', '3095', [14, 16, 17, 18, 19]],
  ['36', '36', [14, 15, 16, 17, 18, 19]],
  ['38', '39', [14, 16, 17, 18, 19]],
  ['35', '35', [16, 17, 18, 19]],
  ['1800', '1800', [15]],
  ['2131', '2131', [15]],
  ['6011', '6011', [16, 17, 18, 19]],
  ['644', '649', [16, 17, 18, 19]],
  ['65', '65', [16, 17, 18, 19]],
  ['62', '62', [16, 17, 18, 19]],
  ...['50', '56', '57', '58', '639', '67'].map((start) => [start, start, [12, 13, 14, 15, 16, 17, 18, 19]] as const),
  ['6304', '6304', [12, 13, 14, 15, 16, 17, 18, 19]],
];
/** As cards print them; other groups of digits are a row of numbers, not one. */
const layouts = [/^\d{12,19}$/, /^\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?$/, /^\d{4}([ -])\d{6}\1\d{4,5}$/];

/** How many card numbers: an issuer's first digits and length, and the check digit of Luhn; in one, or in the groups that cards print. */
export function creditCardsIn(text: string): number {
  let count = 0;
  // The longest that can be one number: five groups. Bounded, so the whole is linear.
  for (const [found] of text.matchAll(/(?<![\w.,-]|\d )\d{4,19}(?:[ -]\d{1,6}){0,4}(?![\w]|[.,-]\d| \d)/g)) {
    if (layouts.some((layout) => layout.test(found)) && isCard(found.replace(/[ -]/g, ''))) count += 1;
  }
  return count;
}

function isCard(digits: string): boolean {
  return issuers.some(([from, to, lengths]) => lengths.includes(digits.length) && digits.slice(0, from.length) >= from && digits.slice(0, to.length) <= to) && hasLuhn(digits);
}

function hasLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
