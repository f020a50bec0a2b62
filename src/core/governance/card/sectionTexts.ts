import { proseOf, splitCard } from './cardText.ts';
import { sectionId } from './sections.ts';

const heading = /^ {0,3}#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** What people wrote in a card, by section, as they wrote it: for those who list a model, not for rules. Empty sections are left out. */
export function sectionTexts(card: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string[]>();
  let [open, fenced]: [string[] | undefined, string | undefined] = [undefined, undefined];
  for (const line of proseOf(splitCard(card).body).split(/\r?\n/)) {
    const mark = fence.exec(line)?.[1];
    if (mark !== undefined) fenced = fenced === undefined ? mark : mark.startsWith(fenced) ? undefined : fenced;
    const title = fenced === undefined ? heading.exec(line)?.[1] : undefined;
    if (title === undefined) open?.push(line);
    else {
      const id = sectionId(title);
      open = sections.get(id) ?? [];
      sections.set(id, open);
    }
  }
  return new Map([...sections].map(([id, lines]) => [id, lines.join('\n').trim()] as const).filter(([id, text]) => id !== '' && text !== ''));
}
