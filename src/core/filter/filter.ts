import type { Run } from '../model/run.ts';
import { evaluate } from './evaluate.ts';
import { runFieldNames } from './field.ts';
import { parse } from './parse.ts';
import type { Expression } from './syntax.ts';

/** A parsed filter: apply it to as many runs as you like. */
export interface Filter {
  readonly text: string;
  readonly expression: Expression;
  matches(run: Run): boolean;
}

/** Throws `invalid` with the 0-based column of the mistake in `at` (line 0, path empty). */
export function parseFilter(text: string): Filter {
  const expression = parse(text, runFieldNames);
  return { text, expression, matches: (run) => evaluate(expression, run) };
}
