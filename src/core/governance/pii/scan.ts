import { creditCardsIn } from './creditCard.ts';
import { emailsIn } from './email.ts';
import { ibansIn } from './iban.ts';
import { usSsnsIn } from './usSsn.ts';

const finders = { email: emailsIn, iban: ibansIn, 'credit-card': creditCardsIn, 'us-ssn': usSsnsIn } as const;

/** Personal data that has a form of its own. What is found is possible, never certain: a pattern and a checksum know no person. */
export type PiiKind = keyof typeof finders;
export const piiKinds = Object.keys(finders) as readonly PiiKind[];

/** Kinds that a text possibly holds; never where or what. Linear in the length of the text. */
export function scanText(text: string): PiiKind[] {
  return piiKinds.filter((kind) => finders[kind](text) > 0);
}

/** In how many cells each kind possibly is. Numbers are looked at as they are written, others are no text. */
export function scanColumn(values: Iterable<unknown>): Readonly<Record<PiiKind, number>> {
  const counts = Object.fromEntries(piiKinds.map((kind) => [kind, 0])) as Record<PiiKind, number>;
  for (const value of values) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') continue;
    for (const kind of scanText(String(value))) counts[kind] += 1;
  }
  return counts;
}
