import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { tools } from '../../support/tools.ts';

/** One question to both: to `oracle.py` by name and arguments, and to our own functions. */
export interface Case {
  readonly ask: readonly [string, ...unknown[]];
  /** What is told of it when it fails. */
  readonly about: string;
  /** Throws where our own functions refuse; the oracle must then refuse as well. */
  readonly ours: () => Readonly<Record<string, number>>;
}

/** Named numbers, or why scipy refused. */
export type Answer = ReadonlyMap<string, number> | { readonly refused: string };

/** All answers by one start of Python, in order. Numbers cross as text, with every digit, infinite ones too. */
export async function askScipy(cases: readonly Case[]): Promise<Answer[]> {
  const child = spawn(tools.python, [path.join(import.meta.dirname, 'oracle.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(cases.map(({ ask }) => ask)));
  const said = JSON.parse(await text(child.stdout)) as Array<Record<string, string>>;
  return said.map((one) =>
    one['refused'] === undefined
      ? new Map(Object.entries(one).map(([key, value]) => [key, value === 'inf' ? Number.POSITIVE_INFINITY : Number(value)]))
      : { refused: one['refused'] },
  );
}
