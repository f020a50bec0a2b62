import { useMemo } from 'preact/hooks';
import type { CompareSnapshot } from '../../../src/protocol/compare.ts';
import { plain, shortNumber } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridModel } from '../table/gridModel.ts';
import { aligned, type Line, type XAxis } from './transform.ts';

interface CurveTableProps {
  readonly id: string;
  readonly metric: string;
  readonly lines: readonly Line[];
  readonly snapshot: CompareSnapshot;
  readonly axis: XAxis;
}

const heads = { step: 'Step', time: 'Time', relative: 'Seconds' } as const;

/** The numbers behind a chart. */
export function CurveTable({ id, metric, lines, snapshot, axis }: CurveTableProps) {
  const model = useMemo((): GridModel => {
    const [x, ...ys] = aligned(lines, (line) => line.y);
    const names = lines.map((line) => plain(snapshot.runs.find((run) => run.id === line.run)?.name ?? line.run));
    const xText = (value: number | undefined) => (value === undefined ? '' : axis === 'time' ? new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ') : shortNumber(value));
    return {
      rows: x.length,
      pinned: 1,
      columns: [{ key: 'x', width: axis === 'time' ? 150 : 80, isEnd: true }, ...lines.map((line) => ({ key: line.run, width: 120, isEnd: true }))],
      stamp: (row) => `${row}:${x.length}`,
      header: (column) => (column === 0 ? { content: heads[axis] } : { content: names[column - 1] ?? '', title: names[column - 1] ?? '' }),
      cell: (row, column) => {
        if (column === 0) return { content: xText(x[row]) };
        const value = ys[column - 1]?.[row];
        return { content: typeof value === 'number' ? shortNumber(value) : value === null ? 'NaN' : '–', ...(typeof value === 'number' ? { title: String(value) } : {}) };
      },
    };
  }, [lines, snapshot.runs, axis]);
  return (
    <div class="curve-table">
      <Grid id={id.replace(/[^\w-]/g, '_')} label={`${plain(metric)} as a table`} model={model} />
    </div>
  );
}
