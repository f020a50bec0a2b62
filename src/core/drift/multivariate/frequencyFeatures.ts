import { isLevelColumn, isNumberColumn, type Column, type LevelColumn, type NumberColumn } from '../../table/column.ts';
import { byText } from '../../base/byText.ts';

/** A side as numbers, row by row. */
export interface FrequencyFeatures {
  readonly width: number;
  readonly columns: readonly string[];
  /** The values of a side's rows. */
  encode(columns: readonly Column[], rows: number): Float64Array;
}

/**
 * As NannyML prepares rows for reconstruction: a category is its share among the reference's rows (0 for one it does not
 * have), a missing (or infinite) value the reference's mean or most frequent category. `withMissing`: a further feature for each column
 * that has missing values on any side, which NannyML lacks. Columns of another kind are left out.
 */
export function frequencyFeatures(reference: readonly Column[], others: ReadonlyArray<readonly Column[]>, withMissing: boolean): FrequencyFeatures {
  const parts = reference.flatMap((column) => {
    const same = others.map((side) => side.find(({ name }) => name === column.name));
    if (column.kind === 'numeric' && same.every((other) => other?.kind === 'numeric')) return [numberPart(column)];
    if (isLevelColumn(column) && same.every((other) => other !== undefined && isLevelColumn(other))) return [levelPart(column)];
    return [];
  });
  const hasMissing = (column: Column | undefined) =>
    column !== undefined && (isNumberColumn(column) ? column.values.some((value) => !Number.isFinite(value)) : isLevelColumn(column) && column.codes.includes(-1));
  const find = (columns: readonly Column[], name: string) => columns.find((column) => column.name === name);
  const marked = withMissing ? parts.filter(({ name }) => [reference, ...others].some((side) => hasMissing(find(side, name)))) : [];
  const width = parts.length + marked.length;
  return {
    width,
    columns: [...parts, ...marked].map(({ name }) => name),
    encode: (columns, rows) => {
      const values = new Float64Array(rows * width);
      parts.forEach(({ name, encode }, at) => encode(find(columns, name)!).forEach((value, row) => (values[row * width + at] = value)));
      marked.forEach(({ name }, at) => {
        const column = find(columns, name)!;
        for (let row = 0; row < rows; row += 1) values[row * width + parts.length + at] = Number(isMissing(column, row));
      });
      return values;
    },
  };
}

interface Part {
  readonly name: string;
  readonly encode: (column: Column) => Float64Array;
}

function numberPart(reference: NumberColumn): Part {
  const known = reference.values.filter((value) => Number.isFinite(value));
  const mean = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
  return {
    name: reference.name,
    encode: (column) => (column as NumberColumn).values.map((value) => (Number.isFinite(value) ? value : mean)),
  };
}

function levelPart(reference: LevelColumn): Part {
  const counts = new Map<string, number>();
  for (const code of reference.codes) if (code >= 0) counts.set(reference.levels[code]!, (counts.get(reference.levels[code]!) ?? 0) + 1);
  const [most] = [...counts].sort(([left, many], [right, more]) => more - many || byText(left, right));
  const rows = reference.codes.length;
  const missing = rows - [...counts.values()].reduce((sum, count) => sum + count, 0);
  // Missing ones are the most frequent level from here on, so they add to its share.
  const shareOf = (level: string) => ((counts.get(level) ?? 0) + (level === most?.[0] ? missing : 0)) / rows;
  return {
    name: reference.name,
    encode: (column) => {
      const { codes, levels } = column as LevelColumn;
      const shares = levels.map(shareOf);
      return Float64Array.from(codes, (code) => (code < 0 ? (most === undefined ? 0 : shareOf(most[0])) : shares[code]!));
    },
  };
}

function isMissing(column: Column, row: number): boolean {
  if (isNumberColumn(column)) return !Number.isFinite(column.values[row]!);
  return isLevelColumn(column) && column.codes[row]! < 0;
}
