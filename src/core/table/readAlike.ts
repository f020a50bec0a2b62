import { isLevelColumn, type Column, type LevelColumn } from './column.ts';
import { decide } from './decide.ts';
import { levelsColumn, levelTally } from './levels.ts';
import { levelTotals, type LevelTotals } from './levelTotals.ts';
import { missingTexts } from './missingTexts.ts';
import type { TableSource } from './tableSource.ts';

/**
 * Two tables to be compared, where one comes from a text file, whose kinds are guessed from its values, and the other stores its kinds:
 * the texts of that one are read as a text file's would be. Else digits that one side stores as text would be a change of type, and
 * `n/a` a category here and a missing value there. Reads those of the columns `names` of whose kind the sides are not of one
 * mind, and keeps them.
 */
export async function readAlike(reference: TableSource, current: TableSource, names: ReadonlySet<string>, signal: AbortSignal): Promise<readonly [TableSource, TableSource]> {
  if ((reference.isGuessed ?? false) === (current.isGuessed ?? false)) return [reference, current];
  return reference.isGuessed ? [reference, await asGuessed(current, reference, names, signal)] : [await asGuessed(reference, current, names, signal), current];
}

async function asGuessed(stored: TableSource, guessed: TableSource, names: ReadonlySet<string>, signal: AbortSignal): Promise<TableSource> {
  const guesses = new Map(guessed.columns.map(({ name, kind }) => [name, kind]));
  const again = new Map<string, Column>();
  const texts = new Set(stored.columns.filter(({ name, kind }) => kind === 'categorical' && guesses.has(name)).map(({ name }) => name));
  for (const { name, kind } of stored.columns) {
    const guess = names.has(name) ? guesses.get(name) : undefined;
    if (guess === undefined || !(kind === 'categorical' ? guess !== 'categorical' && guess !== 'empty' : kind === 'boolean' && guess === 'numeric')) continue;
    if (kind === 'boolean' && !areBits(await readable(guessed, name, signal))) continue;
    const column = await readable(stored, name, signal);
    if (column !== undefined && isLevelColumn(column)) again.set(name, column.kind === 'boolean' ? asNumbers(column) : asText(column));
  }
  return {
    ...stored,
    // Once is enough.
    isGuessed: true,
    columns: stored.columns.map((info) => ({ ...info, kind: again.get(info.name)?.kind ?? info.kind })),
    column: async (name, asking) => {
      const column = again.get(name) ?? (await stored.column(name, asking));
      return texts.has(name) && column.kind === 'categorical' ? orEmpty(withoutMissing(column)) : column;
    },
    ...(stored.pieces && {
      pieces: (name, asking) => {
        const column = again.get(name);
        return column !== undefined && 'values' in column ? inOnePiece(column.values) : stored.pieces!(name, asking);
      },
    }),
    ...(stored.totals && {
      totals: async (name, asking) => {
        const column = again.get(name);
        if (column !== undefined) return isLevelColumn(column) ? levelTotals(column) : undefined;
        const counted = await stored.totals!(name, asking);
        return counted !== undefined && texts.has(name) ? totalsWithoutMissing(counted) : counted;
      },
    }),
    ...(stored.expect && { expect: (names) => stored.expect!(names.filter((name) => !again.has(name))) }),
  };
}

/** Truth values as a text file may have them. */
function areBits(column: Column | undefined): boolean {
  return column !== undefined && 'values' in column && column.values.every((value) => Number.isNaN(value) || value === 0 || value === 1);
}

function orEmpty(column: LevelColumn): Column {
  return column.levels.length > 0 ? column : { name: column.name, problems: column.problems, kind: 'empty', rows: column.codes.length };
}

/** Undefined where it cannot be read: that is told where it is asked for. */
async function readable(table: TableSource, name: string, signal: AbortSignal): Promise<Column | undefined> {
  try {
    return await table.column(name, signal);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function* inOnePiece(values: Float64Array): AsyncGenerator<Float64Array> {
  yield values;
}

function asText(column: LevelColumn): Column {
  const { levels, codes, name, problems } = withoutMissing(column);
  const decision = decide(levelTally(levels, codes, true));
  const known = { name, problems: [...problems, ...decision.problems] };
  return decision.kind === 'empty' ? { ...known, kind: 'empty', rows: codes.length } : levelsColumn(known, decision, { levels, codes, readsNumbers: true });
}

function asNumbers({ name, problems, codes }: LevelColumn): Column {
  return { name, problems, kind: 'numeric', values: Float64Array.from(codes, (code) => (code < 0 ? NaN : code)) };
}

function withoutMissing(column: LevelColumn): LevelColumn {
  const { levels, codes } = column;
  if (!levels.some((level) => missingTexts.has(level))) return column;
  const left = levels.filter((level) => !missingTexts.has(level));
  const places = new Map(left.map((level, at) => [level, at]));
  const placeOf = levels.map((level) => places.get(level) ?? -1);
  return { ...column, levels: left, codes: codes.map((code) => (code < 0 ? -1 : placeOf[code]!)) };
}

function totalsWithoutMissing(totals: LevelTotals): LevelTotals | undefined {
  const { levels, counts } = totals;
  const kept = levels.flatMap((level, at) => (missingTexts.has(level) ? [] : [at]));
  const dropped = levels.reduce((sum, level, at) => sum + (missingTexts.has(level) ? counts[at]! : 0), 0);
  if (kept.length === 0) return undefined;
  return { ...totals, levels: kept.map((at) => levels[at]!), counts: kept.map((at) => counts[at]!), missing: totals.missing + dropped };
}
