import { sha256 } from '../../base/sha256.ts';
import type { EvidenceItem, Instant } from '../ledger/entry.ts';
import { textOf, type Block } from './blocks.ts';

/** What people write of a model. A new card asks for these; a policy may require any heading. */
export const cardSections = [
  { id: 'owner', title: 'Owner', asks: 'Who answers for this model, and how to reach them.' },
  { id: 'intended_use', title: 'Intended use', asks: 'What decisions it is for, and who takes them.' },
  { id: 'out_of_scope', title: 'Out of scope', asks: 'What it must not be used for.' },
  { id: 'limitations', title: 'Limitations', asks: 'Where it is known to be wrong, and what it was never tried on.' },
  { id: 'training_data', title: 'Training data', asks: 'Where the data comes from, who is in it and who is not, and with what right it is used.' },
  { id: 'evaluation', title: 'Evaluation', asks: 'How it was judged, on whom, and what the numbers mean.' },
  { id: 'ethical_considerations', title: 'Ethical considerations', asks: 'Who may be harmed, and what is done about it.' },
] as const;

/** `Out-of-scope use` → `out_of_scope_use`: the name of a section in a policy. */
export function sectionId(heading: string): string {
  return heading.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
}

/** Words that a person reads, by section: each heading of the first two levels begins one. Code and HTML are no prose. */
export function wordsBySection(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  let section: string | undefined;
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level <= 2) {
      section = sectionId(textOf(block.children));
      if (section !== '' && !words.has(section)) words.set(section, 0);
    } else if (section !== undefined && section !== '') words.set(section, (words.get(section) ?? 0) + wordsOf(block));
  }
  return words;
}

function wordsOf(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
      return countWords(textOf(block.children));
    case 'quote':
      return block.children.reduce((sum, child) => sum + wordsOf(child), 0);
    case 'list':
      return block.items.flat().reduce((sum, child) => sum + wordsOf(child), 0);
    case 'table':
      return block.rows.flat().reduce((sum, cell) => sum + countWords(textOf(cell)), 0);
    case 'heading':
    case 'code':
    case 'line':
      return 0;
  }
}

/** Something with a letter or a digit in it. Where a script sets no spaces, each of its signs is a word. */
function countWords(text: string): number {
  return text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]*[\p{L}\p{N}][^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]*/gu)?.length ?? 0;
}

/** What is signed is small: of a card with more headings the first count. */
const most = { sections: 100, letters: 80 };

/** A card as rules read it: how many words each section has. `text`: the whole file; `from`: where it lies. */
export function cardEvidence(text: string, blocks: readonly Block[], from: string, asOf: Instant): EvidenceItem {
  const values = new Map([...wordsBySection(blocks)].filter(([section]) => section.length <= most.letters).slice(0, most.sections).map(([section, count]) => [`card.${section}.words`, { value: count, unit: null, samples: null }]));
  return { kind: 'card', digest: sha256(text), from, asOf, values };
}
