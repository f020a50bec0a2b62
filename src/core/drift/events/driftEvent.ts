import type { DriftStart } from '../driftStart.ts';
import type { ProvisionalColumn } from '../provisional.ts';

/** What a comparison tells while it runs, for a program that shows it. The report alone is the answer. */
export type DriftEvent =
  | ({ readonly event: 'start'; readonly of: number } & Pick<DriftStart, 'rows' | 'thresholds'>)
  /** Follow `start`, as many as there have to be for short lines: names and kinds of the columns from `place` on. */
  | { readonly event: 'names'; readonly place: number; readonly columns: DriftStart['columns'] }
  /** The last one about a place counts. */
  | { readonly event: 'column'; readonly place: number; readonly column: ProvisionalColumn };

/** In UTF-16 units. A column beyond it (levels as long as a book) is told by the report only. */
export const maxEventLine = 1024 * 1024;

const namesInLine = 200;

export function startEvents({ rows, thresholds, columns }: DriftStart): DriftEvent[] {
  const names = Array.from({ length: Math.ceil(columns.length / namesInLine) }, (_, part): DriftEvent => {
    const place = part * namesInLine;
    return { event: 'names', place, columns: columns.slice(place, place + namesInLine) };
  });
  return [{ event: 'start', of: columns.length, rows, thresholds }, ...names];
}

/** One line with its end; empty where it would be longer than a reader takes. */
export function eventLine(event: DriftEvent): string {
  const line = JSON.stringify(event);
  return line.length < maxEventLine ? `${line}\n` : '';
}
