/** Length of an account number by country, as SWIFT's register of IBANs has it. */
const lengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 ' +
    'GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 ' +
    'MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 ' +
    'UA29 VA22 VG24 XK20 YE30'
  ).split(' ').map((row): [string, number] => [row.slice(0, 2), Number(row.slice(2))]),
);
const sign = /[A-Za-z0-9]/;

/** How many account numbers: a country of the register, its length, and a remainder of 1 modulo 97 (ISO 13616); single spaces between are allowed. */
export function ibansIn(text: string): number {
  let count = 0;
  for (const { index } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}/g)) if (isIban(text, index)) count += 1;
  return count;
}

function isIban(text: string, from: number): boolean {
  const length = lengths.get(text.slice(from, from + 2).toUpperCase());
  if (length === undefined) return false;
  let number = '';
  let at = from;
  for (; number.length < length && at < text.length; at += 1) {
    if (sign.test(text[at]!)) number += text[at]!.toUpperCase();
    else if (text[at] !== ' ' || text[at - 1] === ' ') return false;
  }
  return number.length === length && !sign.test(text[at] ?? '') && remainder(number.slice(4) + number.slice(0, 4)) === 1;
}

/** Modulo 97 with letters as 10 to 35. */
function remainder(number: string): number {
  let rest = 0;
  for (const one of number) {
    const value = parseInt(one, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
