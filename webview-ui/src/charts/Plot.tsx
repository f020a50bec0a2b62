import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import type { ThemeColors, RunLook } from './palette.ts';
import { aligned, loggable, type Line, type XAxis } from './transform.ts';

export interface Zoom {
  readonly min: number;
  readonly max: number;
}

interface PlotProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly looks: ReadonlyMap<string, RunLook>;
  readonly theme: ThemeColors;
  readonly axis: XAxis;
  readonly isLog: boolean;
  readonly isSmoothed: boolean;
  readonly zoom: Zoom | null;
  readonly onZoom: (zoom: Zoom | null) => void;
  /** Values under the shared crosshair, by line; null when it left. */
  readonly onCursor: (values: ReadonlyArray<number | null> | null, x: number | null) => void;
}

const height = 220;

export function Plot(props: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const { lines, theme, axis, isLog, isSmoothed, zoom } = props;
  const shapeKey = `${lines.map((line) => line.run).join(' ')}|${axis}|${isLog}|${isSmoothed}`;
  const drawn = useRef('');

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const made = new UPlot(optionsOf(latest, element.clientWidth || 320), columnsOf(latest.current), element);
    plot.current = made;
    drawn.current = '';
    if (latest.current.zoom) made.setScale('x', latest.current.zoom);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shapeKey, theme]);

  useEffect(() => {
    if (drawn.current !== '') plot.current?.setData(columnsOf(latest.current), zoom === null);
    drawn.current = 'once';
    if (zoom) plot.current?.setScale('x', zoom);
  }, [lines, zoom]);

  return <div class="plot" ref={frame} role="img" aria-label={props.label} />;
}

function columnsOf(props: PlotProps): UPlot.AlignedData {
  const smooth = aligned(props.lines, (line) => line.smooth);
  const [x, ...ys] = props.isLog ? loggable(smooth).columns : smooth;
  if (!props.isSmoothed) return [x, ...ys];
  const raw = aligned(props.lines, (line) => line.y);
  const [, ...rawYs] = props.isLog ? loggable(raw).columns : raw;
  return [x, ...ys, ...rawYs];
}

function optionsOf(latest: { readonly current: PlotProps }, width: number): UPlot.Options {
  const { lines, looks, theme, axis, isLog, isSmoothed } = latest.current;
  const style = (line: Line, isRaw: boolean): UPlot.Series => {
    const look = looks.get(line.run);
    return {
      stroke: look?.color ?? theme.text,
      width: isRaw ? 1 : 1.6,
      alpha: isRaw ? 0.28 : 1,
      ...(look && look.dash.length > 0 ? { dash: [...look.dash] } : {}),
      points: { show: !isRaw && line.x.length <= 24, size: 5, fill: look?.color ?? theme.text },
      spanGaps: false,
    };
  };
  const axisLook: UPlot.Axis = {
    stroke: theme.muted,
    font: theme.font,
    grid: { stroke: faint(theme.grid), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [10, 12, 0, 0],
    legend: { show: false },
    scales: { x: { time: axis === 'time' }, y: isLog ? { distr: 3 } : {} },
    axes: [{ ...axisLook, size: 28 }, { ...axisLook, size: 58, ...(isLog ? {} : { space: 36 }) }],
    series: [{}, ...lines.map((line) => style(line, false)), ...(isSmoothed ? lines.map((line) => style(line, true)) : [])],
    cursor: {
      sync: { key: 'mlops-curves', setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const at = plot.cursor.idx;
          if (at === null || at === undefined) latest.current.onCursor(null, null);
          else latest.current.onCursor(latest.current.lines.map((_, index) => near(plot.data[index + 1], at)), plot.data[0][at] ?? null);
        },
      ],
      setSelect: [
        (plot) => {
          if (plot.select.width < 4) return;
          const min = plot.posToVal(plot.select.left, 'x');
          const max = plot.posToVal(plot.select.left + plot.select.width, 'x');
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onZoom({ min, max });
        },
      ],
      ready: [(plot) => plot.over.addEventListener('dblclick', () => latest.current.onZoom(null))],
    },
  };
}

/** The line's value at the crosshair; where it has no point there, its last one before. */
function near(column: ReadonlyArray<number | null | undefined> | UPlot.TypedArray | undefined, at: number): number | null {
  for (let index = at; index >= 0 && at - index < 64; index--) {
    const value = column?.[index];
    if (typeof value === 'number') return value;
    if (value === null) return null;
  }
  return null;
}

function faint(color: string): string {
  return `color-mix(in srgb, ${color} 30%, transparent)`;
}
