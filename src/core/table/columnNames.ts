import type { ColumnProblem } from './column.ts';

export interface NamedColumn {
  readonly name: string;
  readonly problems: readonly ColumnProblem[];
}

/**
 * Names that tell columns apart: `a, a, ""` become `a`, `a (2)`, `c3`, and each that was changed says so. The first of two equal
 * names keeps it, and says that there is another.
 */
export function columnNames(written: readonly string[]): NamedColumn[] {
  const taken = new Set(written);
  const count = new Map<string, number>();
  for (const name of written) count.set(name, (count.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return written.map((name, index) => {
    if (name.trim() === '') return { name: free(`c${index + 1}`, taken), problems: [{ code: 'noName', message: `Column ${index + 1} has no name.` }] };
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const all = count.get(name) ?? 1;
    if (all === 1) return { name, problems: [] };
    const problem = { code: 'duplicateName', message: `${all} columns are named “${name}”; this is the ${ordinal(nth)}.` };
    return { name: nth === 1 ? name : free(`${name} (${nth})`, taken), problems: [problem] };
  });
}

/** The name, or with the next number that no other column has. */
function free(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let at = 2; taken.has(name); at += 1) name = `${wanted} (${at})`;
  taken.add(name);
  return name;
}

function ordinal(nth: number): string {
  return ['first', 'second', 'third'][nth - 1] ?? `${nth}th`;
}
