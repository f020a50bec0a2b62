/** In characters. By itself: whoever only describes an expression loads no CEL. */
export const longestExpression = 1_000;
