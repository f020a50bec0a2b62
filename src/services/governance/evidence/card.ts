import type { Files } from '../../../core/port/files.ts';
import { cardPath, CardFiles } from '../cardFiles.ts';
import type { Part } from './gather.ts';

/** How many words each section of the model's card has. */
export function cardPart(machine: { readonly files: Files }): Part {
  const cards = new CardFiles(machine);
  return async ({ candidate }, { folder, now }) => {
    const place = cardPath(candidate.model);
    const item = await cards.evidence(`${folder}/${place}`, place, now);
    return item === undefined ? [] : [item];
  };
}
