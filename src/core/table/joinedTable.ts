import { fail } from '../base/fault.ts';
import { isLevelColumn, isNumberColumn, type Column, type LevelColumn } from './column.ts';
import { lengthOf } from './memoryTable.ts';

/**
 * The rows of one column and then those of another under the same name. Throws `invalid` where one holds numbers and the
 * other does not.
 */
export function joinedColumn(first: Column, second: Column): Column {
  if (first.kind === 'empty' && second.kind === 'empty') return { ...first, rows: first.rows + second.rows };
  if (isNumberColumn(first) || isNumberColumn(second)) {
    if (isLevelColumn(first) || isLevelColumn(second)) throw fail('invalid', `“${first.name}” holds numbers on one side only.`);
    const values = new Float64Array(lengthOf(first) + lengthOf(second)).fill(NaN);
    if (isNumberColumn(first)) values.set(first.values);
    if (isNumberColumn(second)) values.set(second.values, lengthOf(first));
    return { name: first.name, kind: isNumberColumn(first) ? first.kind : (second as { kind: 'numeric' | 'datetime' }).kind, problems: [], values };
  }
  return joinedLevels(first, second);
}

function joinedLevels(first: Column, second: Column): LevelColumn {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(lengthOf(first) + lengthOf(second)).fill(-1);
  let at = 0;
  for (const side of [first, second]) {
    if (isLevelColumn(side)) {
      const recode = side.levels.map((level) => {
        const code = codeOf.get(level) ?? codeOf.size;
        codeOf.set(level, code);
        return code;
      });
      side.codes.forEach((code, row) => {
        if (code >= 0) codes[at + row] = recode[code]!;
      });
    }
    at += lengthOf(side);
  }
  const kind = [first, second].some((side) => side.kind === 'categorical') ? 'categorical' : 'boolean';
  return { name: first.name, kind, problems: [], codes, levels: [...codeOf.keys()] };
}
