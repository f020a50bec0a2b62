const digit0 = 48;
const digit9 = 57;
const infinity = /^[+-]?inf(?:inity)?$/i;

/** The number a text is, as pandas reads it: spaces around it, `1.`, `.5`, `1e5`, `-inf`. NaN where it is none (`1,5`, `0x1F`, `1_000`). */
export function numberOf(text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) return infinityOf(text);
  // Number() reads more than numbers: an empty text as 0, hexadecimal, spaces that are none in ASCII.
  return isPlain(text) ? value : NaN;
}

function infinityOf(text: string): number {
  const last = text.charCodeAt(text.length - 1) | 32;
  if ((last !== 102 && last !== 121 && last !== 32) || !infinity.test(text.trim())) return NaN;
  return text.trim().startsWith('-') ? -Infinity : Infinity;
}

/** Of digits, sign, point and exponent, with ASCII space around; at least one digit. */
function isPlain(text: string): boolean {
  let hasDigit = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= digit0 && code <= digit9) hasDigit = true;
    // + - . E e, and the spaces of ASCII; an exponent without digits is NaN already.
    else if (code !== 43 && code !== 45 && code !== 46 && code !== 69 && code !== 101 && code !== 32 && !(code >= 9 && code <= 13)) {
      return text.includes('Infinity');
    }
  }
  return hasDigit;
}

const decimalComma = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+$/;

/** `19,63`, `1.234,5`: numbers as much of the world writes them, and as no reader here takes them. */
export function hasDecimalComma(text: string): boolean {
  return decimalComma.test(text);
}

/** `007`, `00123`: a sign that digits are a code and no quantity. */
export function hasLeadingZero(text: string): boolean {
  if (text.charCodeAt(0) !== digit0 || text.length < 2) return false;
  const second = text.charCodeAt(1);
  return second >= digit0 && second <= digit9;
}

/** Digits alone, with or without a sign. */
export function isDigits(text: string): boolean {
  for (let at = text.startsWith('-') || text.startsWith('+') ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < digit0 || code > digit9) return false;
  }
  return true;
}
