import { dvcYaml } from './dvcYaml.ts';
import type { Recogniser } from './recogniser.ts';

/** Every kind of pipeline file the product knows from its text alone. A new kind is one file and one row here. */
export const recognisers: readonly Recogniser[] = [dvcYaml];

/** The recogniser for a file name (last segment of a path), or undefined. */
export function recogniserFor(path: string): Recogniser | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return recognisers.find((one) => one.fileNames.some((pattern) => matches(pattern, name)));
}

function matches(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === name;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
