import type { SyntaxDocument } from '../port/syntax.ts';
import { Fields, type WrittenProblem } from '../written/fields.ts';

/** What the parser could not read of a file, as problems of it. */
export function documentProblems({ issues }: SyntaxDocument): WrittenProblem[] {
  return issues.map(({ message, offset }) => ({ message: `no valid YAML: ${message}`, hint: 'Correct this line and save the file.', start: offset, end: offset + 1 }));
}

/** Its outermost map, in which nothing may be guessed; undefined, with a problem, where there is none. */
export function topOf({ root, text }: SyntaxDocument, about: string, begin: string, problems: WrittenProblem[]): Fields | undefined {
  if (root?.kind === 'map') return new Fields(root, about, (problem) => void problems.push(problem), { strictText: text });
  if (problems.length === 0) problems.push({ message: `${about}: the file is no map`, hint: `It begins with “${begin}”.`, start: root?.start ?? 0, end: root?.end ?? 1 });
  return undefined;
}
