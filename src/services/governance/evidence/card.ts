import { CardFiles, cardPath } from '../cardFiles.ts';
import type { Part } from './gather.ts';

/** The card of the model in the opened folder, if there is one. Throws `invalid` for one that is too large. */
export const cardPart: Part = async ({ model }, { machine, folder, now }) => {
  const path = cardPath(model.name);
  const item = await new CardFiles(machine).evidence(`${folder}/${path}`, path, now);
  return item === undefined ? [] : [item];
};
