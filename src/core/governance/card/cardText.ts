import { fail } from '../../base/fault.ts';
import { escapeMarkdown } from '../../compare/markdown.ts';
import type { CardFacts } from './cardFacts.ts';
import { factsMarkdown } from './factsMarkdown.ts';
import { cardSections } from './sections.ts';

/** Prose of people is far below it; what is above is no card, and takes long to read. */
export const maxCardBytes = 256 * 1024;

const begin = '<!-- mlops:facts begin. Written by “mlops card”; what is changed down to the end is overwritten. -->';
const end = '<!-- mlops:facts end -->';
const beginMark = /^<!-- mlops:facts begin\b[^\n]*$/m;

export interface SplitCard {
  /** YAML between the `---` lines; null where there is none. */
  readonly frontMatter: string | null;
  readonly body: string;
}

export function splitCard(text: string): SplitCard {
  const first = /^\uFEFF?---[ \t]*\r?\n/.exec(text)?.[0];
  if (first === undefined) return { frontMatter: null, body: text };
  // From the end of the first line on: front matter may be empty.
  const close = /^---[ \t]*(?:\r?\n|$(?![\s\S]))/m;
  const found = close.exec(text.slice(first.length));
  if (found === null) return { frontMatter: null, body: text };
  return { frontMatter: text.slice(first.length, first.length + found.index), body: text.slice(first.length + found.index + found[0].length) };
}

export function joinCard({ frontMatter, body }: SplitCard): string {
  return frontMatter === null ? body : `---\n${frontMatter.trimEnd()}\n---\n${body}`;
}

/** What a new card says below its front matter: the facts, and a heading for each thing that people are asked to write. */
export function newBody(facts: CardFacts): string {
  const sections = cardSections.map(({ title, asks }) => `## ${title}\n\n<!-- ${asks} -->\n`);
  return `# ${escapeMarkdown(facts.model.name)}\n\n${factsBlock(facts)}\n\n${sections.join('\n')}`;
}

/** The body with its facts written anew and not one other character changed. Throws `invalid` where their marks are not one pair. */
export function withFacts(body: string, facts: CardFacts): string {
  const range = factsRange(body);
  if (range === null) return `${factsBlock(facts)}\n\n${body}`;
  return `${body.slice(0, range.start)}${factsBlock(facts)}${body.slice(range.end)}`;
}

/** What people wrote: the body without the facts. */
export function proseOf(body: string): string {
  const range = factsRange(body);
  return range === null ? body : `${body.slice(0, range.start)}\n${body.slice(range.end)}`;
}

function factsBlock(facts: CardFacts): string {
  return `${begin}\n\n${factsMarkdown(facts)}\n\n${end}`;
}

function factsRange(body: string): { readonly start: number; readonly end: number } | null {
  const start = beginMark.exec(body);
  const stop = body.indexOf(end);
  if (start === null && stop < 0) return null;
  const isPair = start !== null && stop > start.index && body.indexOf(end, stop + 1) < 0 && !beginMark.test(body.slice(start.index + 1));
  if (!isPair) throw fail('invalid', 'The marks around the facts of the card are not one pair.', { hint: `Keep one “${begin.slice(0, 27)}” line and one “${end}” line, or delete both to have the facts written anew.` });
  return { start: start.index, end: stop + end.length };
}
