export interface WordPlace {
  readonly offset: number;
  /** Where the word begins in its line. */
  readonly column: number;
  /** The line up to it. */
  readonly before: string;
}

/** A text with blanks for the word at an offset: half a word is read as something else than what will stand there. */
export function withoutWord(text: string, offset: number): { readonly text: string; readonly place: WordPlace } {
  const isOfWord = (at: number) => /[\w-]/.test(text[at] ?? '');
  let [start, end] = [offset, offset];
  while (start > 0 && isOfWord(start - 1)) start -= 1;
  while (isOfWord(end)) end += 1;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return { text: `${text.slice(0, start)}${' '.repeat(end - start)}${text.slice(end)}`, place: { offset: start, column: start - line, before: text.slice(line, start) } };
}
