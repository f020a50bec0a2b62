import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { LookContext } from '../driftReport.ts';
import type { RowUnits } from '../slices/rowUnits.ts';
import type { BothSides } from './bothSides.ts';

/**
 * Units of the kept rows by the settings' entity, else by time: blocks of √n rows in time order, long enough for the
 * dependence of neighbours to end within them. Undefined where rows are taken as independent. No unit spans both sides.
 */
export async function rowUnitsOf(reference: TableSource, current: TableSource, { rows }: BothSides, { settings, signal }: LookContext): Promise<RowUnits | undefined> {
  const name = settings.entity ?? settings.time;
  if (name === null) return undefined;
  const columns = [await reference.column(name, signal), await current.column(name, signal)] as const;
  const unitOf = new Int32Array(rows[0].length + rows[1].length);
  let units = 0;
  let at = 0;
  for (const [side, column] of columns.entries()) {
    const own = settings.entity === null ? blocks(column, rows[side]!) : entities(column, rows[side]!);
    own.unitOf.forEach((unit, row) => (unitOf[at + row] = unit + units));
    units += own.units;
    at += own.unitOf.length;
  }
  return { unitOf, units };
}

/** A row without a value is a unit of its own. */
function entities(column: Column, rows: Int32Array): RowUnits {
  const unitOfKey = new Map<number, number>();
  let units = 0;
  const unitOf = rows.map((row) => {
    const key = isLevelColumn(column) ? column.codes[row]! : isNumberColumn(column) ? column.values[row]! : -1;
    const isMissing = isLevelColumn(column) ? key < 0 : !isNumberColumn(column) || Number.isNaN(key);
    const known = isMissing ? undefined : unitOfKey.get(key);
    if (known !== undefined) return known;
    if (!isMissing) unitOfKey.set(key, units);
    return (units += 1) - 1;
  });
  return { unitOf, units };
}

function blocks(column: Column, rows: Int32Array): RowUnits {
  // Rows without a time come last: NaN would leave the order to chance.
  const time = (at: number): number => {
    const value = isNumberColumn(column) ? column.values[rows[at]!]! : at;
    return Number.isNaN(value) ? Infinity : value;
  };
  const order = Int32Array.from(rows, (_, at) => at).sort((left, right) => time(left) - time(right) || left - right);
  const length = Math.max(1, Math.round(Math.sqrt(rows.length)));
  const unitOf = new Int32Array(rows.length);
  order.forEach((at, place) => (unitOf[at] = Math.floor(place / length)));
  return { unitOf, units: Math.ceil(rows.length / length) };
}
