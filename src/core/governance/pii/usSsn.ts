/**
 * How many US social security numbers, written with hyphens or spaces: no area 000, 666 or above 899, no group 00, no serial 0000.
 * They have no check digit, so nine digits in a row are any number: a column of those is found by its name.
 */
export function usSsnsIn(text: string): number {
  return [...text.matchAll(/(?<![\w.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w]|[-.]\d)/g)].length;
}
