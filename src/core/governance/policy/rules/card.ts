import type { Fields } from '../../../written/fields.ts';
import { found, numberAt, type Finding, type RuleContext } from './finding.ts';

/** A model card that says something: `card: { required: [owner, limitations], min_words: { limitations: 20 } }`. */
export interface CardCheck {
  readonly kind: 'card';
  readonly required: readonly string[];
  readonly minWords: ReadonlyMap<string, number>;
}

export function decodeCard(fields: Fields): CardCheck | undefined {
  const required = fields.texts('required') ?? [];
  const words = fields.fields('min_words');
  const minWords = new Map<string, number>();
  for (const section of required) {
    const least = words?.number(section, { least: 1, isWhole: true });
    if (least !== undefined) minWords.set(section, least);
  }
  words?.finish();
  fields.finish();
  if (required.length === 0) return fields.refuse('required', 'no section is named.', 'Write required: [owner, limitations].');
  return { kind: 'card', required, minWords };
}

/** Sections as evidence names them: see evidence.ts. */
export function checkCard({ required, minWords }: CardCheck, { evidence, now }: RuleContext): Finding {
  const expected = `a model card with ${required.map((section) => (minWords.has(section) ? `${section} (${minWords.get(section)} words)` : section)).join(', ')}`;
  const known = evidence.below('card');
  if (known.length === 0) return found('unknown', expected, 'no card', 'There is no evidence of a model card.');
  const sections = required.map((section) => ({ section, at: numberAt(evidence, `card.${section}.words`, now) }));
  const isShort = ({ section, at }: (typeof sections)[number]) => 'value' in at && at.value < (minWords.get(section) ?? 1);
  const [short, open] = [sections.filter(isShort), sections.filter(({ at }) => 'unknown' in at)];
  const observed = `${required.length - short.length - open.length} of ${required.length} sections`;
  if (short.length + open.length === 0) return found('pass', expected, observed, 'Every section says enough.');
  const missing = open.length === 0 ? [] : [`Missing: ${open.map(({ section }) => section).join(', ')}.`];
  const reason = [...(short.length === 0 ? [] : [`Too short: ${short.map(({ section }) => section).join(', ')}.`]), ...missing].join(' ');
  // A card without a section is incomplete; what was claimed of a future or in words is not known.
  const isIncomplete = short.length > 0 || open.some(({ section }) => evidence.at(`card.${section}.words`) === undefined);
  return found(isIncomplete ? 'fail' : 'unknown', expected, observed, reason);
}
