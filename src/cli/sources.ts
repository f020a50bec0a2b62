import { fail } from '../core/base/fault.ts';
import type { Problem } from '../core/model/problem.ts';
import { textValue, type Context, type Options } from './noun.ts';

export const sourceOption = { source: { type: 'string' } } as const satisfies Options;

export interface Wanted {
  /** Source ids; undefined = not asked by name, so every source. */
  readonly ids: readonly string[] | undefined;
  /** Problems of finding sources; with `--source` only those that concern it. */
  readonly problems: readonly Problem[];
  /** Asked for by name, and could not even be looked for. */
  readonly failed: readonly string[];
}

/** `--source ID|PROVIDER,…`. An unknown name is wrong usage; a provider that failed to look is a failed source. */
export async function wantedSources(context: Context): Promise<Wanted> {
  const { catalog } = context.workbench;
  const entries = await catalog.entries(context.signal);
  const asked = textValue(context.values, 'source');
  if (asked === undefined) return { ids: undefined, problems: catalog.problems, failed: [] };
  const ids = new Set<string>();
  const failed: string[] = [];
  const problems = new Set<Problem>();
  for (const name of asked.split(',').map((one) => one.trim())) {
    const found = entries.filter(({ config }) => config.id === name || config.provider === name);
    for (const entry of found) ids.add(entry.config.id);
    const own = catalog.problems.filter((problem) => problem.source === name);
    for (const problem of own) problems.add(problem);
    if (own.length > 0) failed.push(name);
    if (found.length > 0 || own.length > 0) continue;
    const known = entries.map(({ config }) => config.id).join(', ');
    const broken = catalog.problems.map((problem) => problem.message).join(' ');
    throw fail('invalid', `There is no source “${name}” here.${broken === '' ? '' : ` ${broken}`}`, {
      hint: known === '' ? 'No source was found in this folder.' : `Sources: ${known}.`,
    });
  }
  return { ids: [...ids], problems: [...problems], failed };
}

/** Of the sources that failed, those that were asked for by name. */
export function askedAndFailed(wanted: Wanted, failed: readonly string[]): string[] {
  return [...wanted.failed, ...(wanted.ids ? failed : [])];
}
