import { fail } from '../../core/base/fault.ts';

/** A name as SQL has it. Throws `unsupported` for one that SQL cannot write: an empty one, or with a NUL in it. */
export function quotedName(name: string): string {
  if (name === '' || name.includes('\0')) throw fail('unsupported', `A name cannot be written in SQL: ${JSON.stringify(name.slice(0, 40))}.`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL has it, where no parameter can stand (settings, ATTACH). Throws `unsupported` for one with a NUL in it. */
export function quotedText(text: string): string {
  if (text.includes('\0')) throw fail('unsupported', 'A text with a NUL in it cannot be written in SQL.');
  return `'${text.replaceAll("'", "''")}'`;
}
