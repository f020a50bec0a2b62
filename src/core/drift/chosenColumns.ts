import { fail } from '../base/fault.ts';
import { didYouMean } from '../filter/near.ts';
import type { TableSource } from '../table/tableSource.ts';
import type { ResolvedSettings } from './settings.ts';

/**
 * The monitored columns, in the reference's order and then the current side's. Throws `notFound` where a column asked for by
 * name, or one with a closed domain, is on neither side, or the time or entity column is not on both.
 */
export function chosenColumns(reference: Pick<TableSource, 'columns'>, current: Pick<TableSource, 'columns'>, settings: ResolvedSettings): string[] {
  const left = new Set(reference.columns.map(({ name }) => name));
  const right = new Set(current.columns.map(({ name }) => name));
  const all = [...new Set([...left, ...right])];
  for (const name of [settings.time, settings.entity]) {
    if (name !== null && !(left.has(name) && right.has(name))) throw missing(name, left.has(name) || right.has(name) ? 'on one side only' : 'on neither side', all);
  }
  for (const name of [...(settings.columns ?? []), settings.prediction, settings.target, settings.score, ...settings.groups, ...settings.closedDomains.keys()]) {
    if (name !== null && !left.has(name) && !right.has(name)) throw missing(name, 'on neither side', all);
  }
  const roles = new Set([settings.time, settings.entity, settings.prediction, settings.target]);
  const asked = settings.columns === null ? null : new Set(settings.columns);
  const chosen = all.filter((name) => (asked === null ? !roles.has(name) : asked.has(name)) && !settings.exclude.has(name));
  // A required column that is nowhere still has its row, which says so.
  return [...chosen, ...[...settings.required].filter((name) => !left.has(name) && !right.has(name) && !roles.has(name))];
}

function missing(name: string, where: string, all: readonly string[]): Error {
  const hint = all.length === 0 ? 'The tables have no columns.' : `${didYouMean(name, all)}Columns: ${all.slice(0, 20).join(', ')}${all.length > 20 ? ', …' : ''}.`;
  return fail('notFound', `The column “${name}” is ${where}.`, { hint });
}
