/** One line of the table: what was measured, against what, and whether the target is met. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly figure: string;
  readonly target: string;
  /** Null: told, not judged. */
  readonly isMet: boolean | null;
}

export function atLeast(what: string, oursMs: number, theirsMs: number, ratio: number): Line {
  const figure = theirsMs / oursMs;
  return { what, ours: time(oursMs), theirs: time(theirsMs), figure: `${figure.toFixed(1)}x`, target: `>= ${ratio}x`, isMet: figure >= ratio };
}

export function below(what: string, value: number, limit: number, unit: 'ms' | 'x' | '%', details: { readonly ours?: string; readonly theirs?: string } = {}): Line {
  const text = (number: number) => (unit === 'ms' ? time(number) : `${number.toFixed(unit === 'x' ? 2 : 1)}${unit}`);
  return { what, ours: details.ours ?? '', theirs: details.theirs ?? '', figure: text(value), target: `< ${unit === 'ms' ? `${limit} ms` : `${limit}${unit}`}`, isMet: value < limit };
}

export function told(what: string, figure: string): Line {
  return { what, ours: '', theirs: '', figure, target: '', isMet: null };
}

export function time(ms: number): string {
  return ms < 1 ? `${ms.toFixed(2)} ms` : ms < 1000 ? `${ms.toFixed(ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

export function table(lines: readonly Line[]): string {
  const rows = [
    ['WHAT', 'OURS', 'THEIRS', 'FIGURE', 'TARGET', ''],
    ...lines.map((line) => [line.what, line.ours, line.theirs, line.figure, line.target, line.isMet === null ? '' : line.isMet ? 'ok' : 'miss']),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
}
