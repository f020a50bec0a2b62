import { useCallback, useMemo, useState } from 'preact/hooks';
import { percent, shortNumber } from '../../../src/core/drift/export/words.ts';
import type { DriftShape } from '../../../src/core/model/drift.ts';
import type { ShownColumn } from '../../../src/protocol/drift.ts';
import { CanvasFrame, type Size } from '../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import { Button } from '../kit/Button.tsx';
import { count, plain } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridModel } from '../table/gridModel.ts';
import { binAt, binChartHeight, drawBins, type BinChart } from './binChart.ts';
import { drawLevels, levelAt, levelChart, levelChartHeight, type LevelChart } from './levelChart.ts';

interface DistributionProps {
  readonly column: ShownColumn;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

export function Distribution({ column, theme, isTable, onTable }: DistributionProps) {
  const { shape } = column;
  if (!shape) return <p class="faint detail-none">No distribution could be drawn for this column.</p>;
  return (
    <figure class="distribution">
      <figcaption class="distribution-head">
        <span class="key">
          <i class="key-reference" aria-hidden /> Reference
        </span>
        <span class="key">
          <i class="key-current" aria-hidden /> Current
        </span>
        <span class="bar-space" />
        <Button appearance="icon" icon={isTable ? 'graph' : 'table'} label={isTable ? 'Show as a chart' : 'Show as a table'} isPressed={isTable} onPress={() => onTable(!isTable)} />
      </figcaption>
      {isTable ? <ShapeTable shape={shape} name={column.name} /> : 'levels' in shape ? <Levels shape={shape} name={column.name} theme={theme} /> : <Bins shape={shape} name={column.name} kind={column.kind} theme={theme} />}
    </figure>
  );
}

function useCursor(length: number): { at: number | null; set: (at: number | null) => void; onKey: (event: KeyboardEvent, back: string, on: string) => boolean } {
  const [at, set] = useState<number | null>(null);
  const onKey = (event: KeyboardEvent, back: string, on: string) => {
    const now = at ?? -1;
    const next = event.key === on ? now + 1 : event.key === back ? now - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? length - 1 : undefined;
    if (event.key === 'Escape' && at !== null) set(null);
    else if (next === undefined || length === 0) return false;
    else set(Math.max(0, Math.min(length - 1, next)));
    return true;
  };
  return { at: at === null ? null : Math.min(at, length - 1), set, onKey };
}

function Bins({ shape, name, kind, theme }: { readonly shape: Extract<DriftShape, { edges: unknown }>; readonly name: string; readonly kind: string; readonly theme: ThemeColors }) {
  const isTime = kind === 'datetime';
  const bins = shape.reference.length;
  const cursor = useCursor(bins);
  const chart: BinChart = { shape, isTime, at: cursor.at };
  const draw = useCallback((context: CanvasRenderingContext2D, size: Size) => drawBins(context, size, chart, theme), [shape, isTime, cursor.at, theme]);
  const text = (value: number | undefined) => valueText(value ?? 0, isTime);
  const total = (counts: readonly number[]) => counts.reduce((sum, one) => sum + one, 0) || 1;
  const readout =
    cursor.at === null
      ? `Median ${text(median(shape, 'reference'))} → ${text(median(shape, 'current'))}. Bars below: 5 to 95 %, the middle half, the median.`
      : `${text(shape.edges[cursor.at])} to ${text(shape.edges[cursor.at + 1])}: ${percent((shape.reference[cursor.at] ?? 0) / total(shape.reference))} → ${percent((shape.current[cursor.at] ?? 0) / total(shape.current))}`;
  return (
    <CanvasFrame
      label={`Distribution of ${plain(name)}, reference and current. Arrow keys read the bins; T shows the table.`}
      height={binChartHeight}
      draw={draw}
      readout={readout}
      onKey={(event) => cursor.onKey(event, 'ArrowLeft', 'ArrowRight')}
      onPoint={(at, size) => cursor.set(at ? binAt(shape, at.x, size) : null)}
    />
  );
}

function Levels({ shape, name, theme }: { readonly shape: Extract<DriftShape, { levels: unknown }>; readonly name: string; readonly theme: ThemeColors }) {
  const chart: LevelChart = useMemo(() => levelChart(shape), [shape]);
  const cursor = useCursor(chart.rows.length);
  const draw = useCallback((context: CanvasRenderingContext2D, size: Size) => drawLevels(context, size, chart, cursor.at, theme), [chart, cursor.at, theme]);
  const row = cursor.at === null ? undefined : chart.rows[cursor.at];
  const readout = row
    ? `${row.name === '' ? '(empty)' : plain(row.name)}: ${percent(row.reference)} → ${percent(row.current)}${row.mark === null ? '' : `, ${row.mark}`}`
    : `${count(shape.levels.length)} values${chart.rest > 0 ? `, the ${count(chart.rows.length)} commonest are drawn` : ''}.`;
  return (
    <CanvasFrame
      label={`Values of ${plain(name)}, reference and current. Arrow keys read the bars; T shows the table.`}
      height={levelChartHeight(chart)}
      draw={draw}
      readout={readout}
      onKey={(event) => cursor.onKey(event, 'ArrowUp', 'ArrowDown')}
      onPoint={(at) => cursor.set(at ? levelAt(chart, at.y) : null)}
    />
  );
}

function ShapeTable({ shape, name }: { readonly shape: DriftShape; readonly name: string }) {
  const model = useMemo((): GridModel => {
    const totals = { reference: sum(shape.reference), current: sum(shape.current) };
    const rows = shape.reference.length;
    const label = (row: number) => ('levels' in shape ? (shape.levels[row] === '' ? '(empty)' : plain(shape.levels[row] ?? '')) : `${shortNumber(shape.edges[row] ?? 0)} – ${shortNumber(shape.edges[row + 1] ?? 0)}`);
    const quantiles = 'levels' in shape ? [] : shape.quantiles.shares;
    return {
      rows: rows + quantiles.length,
      pinned: 1,
      columns: [
        { key: 'label', width: 170 },
        { key: 'reference', width: 90, isEnd: true },
        { key: 'current', width: 90, isEnd: true },
        { key: 'referenceShare', width: 90, isEnd: true },
        { key: 'currentShare', width: 90, isEnd: true },
      ],
      stamp: (row) => `${row}:${rows}`,
      header: (at) => ({ content: ['levels' in shape ? 'Value' : 'Bin', 'Reference', 'Current', 'Share', 'Share'][at] ?? '', ...(at > 2 ? { label: `Share of the ${at === 3 ? 'reference' : 'current side'}` } : {}) }),
      cell: (row, at) => {
        if (row >= rows && !('levels' in shape)) {
          const place = row - rows;
          const side = at === 1 ? shape.quantiles.reference : at === 2 ? shape.quantiles.current : null;
          return { content: at === 0 ? `quantile ${percent(quantiles[place] ?? 0)}` : side ? shortNumber(side[place] ?? 0) : '' };
        }
        if (at === 0) return { content: label(row), title: label(row) };
        const side = at % 2 === 1 ? 'reference' : 'current';
        const value = shape[side][row] ?? 0;
        return { content: at < 3 ? count(value) : percent(totals[side] > 0 ? value / totals[side] : 0) };
      },
    };
  }, [shape]);
  return (
    <div class="shape-table">
      <Grid id="grid-shape" label={`Distribution of ${plain(name)} as a table`} model={model} />
    </div>
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}

function median({ quantiles }: Extract<DriftShape, { edges: unknown }>, side: 'reference' | 'current'): number | undefined {
  return quantiles[side][quantiles.shares.indexOf(0.5)];
}

export function valueText(value: number, isTime: boolean): string {
  if (!isTime) return shortNumber(value);
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? shortNumber(value) : date.toISOString().slice(0, 16).replace('T', ' ').replace(' 00:00', '');
}
