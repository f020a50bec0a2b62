/** One question to both: to a script by name and arguments, and to our own functions. */
export interface Case {
  readonly ask: readonly [string, ...unknown[]];
  /** What is told of it when it fails. */
  readonly about: string;
  readonly ours: () => Answer;
}

/** Named numbers, or columns of them. */
export type Answer = Readonly<Record<string, number | ReadonlyArray<number | null> | ArrayLike<number>>>;

export interface Difference {
  readonly key: string;
  /** |ours − theirs| / max(1, |theirs|); infinite where one of them is no number. */
  readonly by: number;
  readonly text: string;
}

/** Of one case, `theirs` with numbers written as text. Keys that only one of them has are differences as well. */
export function differences(one: Case, theirs: Readonly<Record<string, string | readonly string[]>>): Difference[] {
  const ours = one.ours();
  return [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].map((key) => {
    const [mine, its] = [columnOf(ours[key]), columnOf(theirs[key])];
    const by = mine.length === its.length ? mine.reduce((worst, value, at) => Math.max(worst, distance(value, its[at]!)), 0) : Number.POSITIVE_INFINITY;
    const at = mine.findIndex((value, place) => distance(value, its[place] ?? Number.NaN) === by);
    return { key, by, text: `${one.ask[0]}.${key} of ${one.about}: ${mine[at]} (${mine.length}), theirs ${its[at]} (${its.length})` };
  });
}

function columnOf(value: string | number | readonly string[] | ArrayLike<number | null> | undefined): number[] {
  if (value === undefined) return [];
  if (typeof value === 'string' || typeof value === 'number') return [numberOf(value)];
  return Array.from<string | number | null, number>(value, numberOf);
}

function numberOf(value: string | number | null): number {
  if (value === null) return Number.NaN;
  return value === 'inf' || value === '-inf' ? Number(value.replace('inf', 'Infinity')) : Number(value);
}

function distance(ours: number, theirs: number): number {
  if (ours === theirs || (Number.isNaN(ours) && Number.isNaN(theirs))) return 0;
  const by = Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
  return Number.isNaN(by) ? Number.POSITIVE_INFINITY : by;
}
