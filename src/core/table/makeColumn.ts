import type { Column, ColumnProblem, LevelColumn, NumberColumn } from './column.ts';

/** A numeric column of plain numbers; null and undefined are missing values. */
export function numberColumn(
  name: string,
  values: ReadonlyArray<number | null | undefined> | Float64Array,
  { kind = 'numeric', problems = [] }: { readonly kind?: NumberColumn['kind']; readonly problems?: readonly ColumnProblem[] } = {},
): NumberColumn {
  return { name, kind, problems, values: values instanceof Float64Array ? values : Float64Array.from(values, (value) => value ?? NaN) };
}

/** A categorical column of texts; null and undefined are missing values. */
export function levelColumn(
  name: string,
  values: ReadonlyArray<string | null | undefined>,
  { problems = [] }: { readonly problems?: readonly ColumnProblem[] } = {},
): LevelColumn {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value === undefined) return -1;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, codeOf.size);
    return codeOf.size - 1;
  });
  return { name, kind: 'categorical', problems, codes, levels: [...codeOf.keys()] };
}

export function booleanColumn(name: string, values: ReadonlyArray<boolean | null | undefined>, problems: readonly ColumnProblem[] = []): LevelColumn {
  return {
    name,
    kind: 'boolean',
    problems,
    codes: Int32Array.from(values, (value) => (value === null || value === undefined ? -1 : Number(value))),
    levels: ['false', 'true'],
  };
}

export function emptyColumn(name: string, rows: number, problems: readonly ColumnProblem[] = []): Column {
  return { name, kind: 'empty', rows, problems };
}
