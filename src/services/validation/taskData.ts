import { takeRows } from '../../core/table/takeRows.ts';
import type { Column } from '../../core/table/column.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { featureNames, labelledRows } from '../../core/validation/folds/taskRows.ts';
import type { SeenData } from '../../core/validation/report/validationReport.ts';
import type { Task } from '../../core/validation/suite.ts';

/** The columns of a task, without rows that have no label. */
export interface TaskData {
  readonly seen: SeenData;
  /** In the order a model is given them. */
  readonly features: readonly Column[];
  readonly target: Column;
  readonly group: Column | null;
  /** Of the table, in the order of the columns here. */
  readonly rows: Int32Array;
}

/** Throws `invalid` for columns that are not there. */
export async function readTaskData(table: TableSource, task: Task, { group = null, time = null }: { readonly group?: string | null; readonly time?: string | null }, signal: AbortSignal): Promise<TaskData> {
  const names = featureNames(task, table.columns, [group, time]);
  const whole = await table.column(task.target, signal);
  const rows = labelledRows(whole, time === null ? null : await table.column(time, signal));
  const read = async (name: string) => takeRows(await table.column(name, signal), rows);
  const features: Column[] = [];
  for (const name of names) features.push(await read(name));
  return {
    seen: { name: table.name, digest: table.digest, rows: rows.length, leftOut: table.rows - rows.length },
    features,
    target: takeRows(whole, rows),
    group: group === null ? null : await read(group),
    rows,
  };
}
