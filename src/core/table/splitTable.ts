import { RecordTable, type BuiltRecords } from './recordTable.ts';

/**
 * A table written as `{"columns": [names], "data": [rows]}`, as pandas' `split` and MLflow's logged tables are. Undefined where
 * the text is something else.
 */
export function splitTable(text: string): BuiltRecords | undefined {
  const value = parsed(text);
  const columns = value?.['columns'];
  const data = value?.['data'];
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined;
  const names = columns.map(String);
  const table = new RecordTable();
  for (const name of names) table.column(name);
  data.forEach((row: unknown, at) => {
    if (Array.isArray(row)) table.record(Object.fromEntries(names.map((name, index) => [name, row[index] as unknown])));
    else table.broken(at + 1, 'it is no row');
  });
  return table.finish();
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined; // Records one behind the other are no JSON as a whole.
  }
}
