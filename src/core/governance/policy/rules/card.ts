import type { Fields } from '../../../written/fields.ts';
import { found, type Finding, type RuleContext } from './finding.ts';

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

export function checkCard({ required, minWords }: CardCheck, { evidence }: RuleContext): Finding {
  const expected = `a model card with ${required.join(', ')}`;
  if (evidence.below('card').length === 0) return found('unknown', expected, 'no card', 'There is no evidence of a model card.');
  const short = required.filter((section) => {
    const words = evidence.at(`card.${section}.words`)?.value ?? 0;
    return !(typeof words === 'number' && words >= (minWords.get(section) ?? 1));
  });
  if (short.length === 0) return found('pass', expected, 'all there', 'Every section says enough.');
  return found('fail', expected, `${required.length - short.length} of ${required.length}`, `Missing or too short: ${short.map((section) => (minWords.has(section) ? `${section} (${minWords.get(section)} words)` : section)).join(', ')}.`);
}
