import { fail } from '../../core/base/fault.ts';

/** A typed command line as an argument array: blanks split, quotes and backslashes keep together. No shell is involved. */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (quote !== '') {
      if (mark === quote) quote = '';
      else if (mark === '\\' && quote === '"' && /["\\$`]/.test(text[at + 1] ?? '')) word = `${word ?? ''}${text[(at += 1)] ?? ''}`;
      else word = `${word ?? ''}${mark}`;
    } else if (mark === '"' || mark === "'") {
      quote = mark;
      word ??= '';
    } else if (mark === '\\' && at + 1 < text.length) {
      word = `${word ?? ''}${text[(at += 1)] ?? ''}`;
    } else if (/\s/.test(mark)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${mark}`;
  }
  if (quote !== '') throw fail('invalid', 'A quote in the command is not closed.');
  if (word !== undefined) words.push(word);
  return words;
}

/** An argument array as text for a POSIX shell. */
export function quoteCommand(argv: readonly string[]): string {
  return argv.map((argument) => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`)).join(' ');
}
