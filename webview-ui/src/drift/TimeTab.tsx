import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { stateWords, shortNumber, windowText } from '../../../src/core/drift/export/words.ts';
import { stateAt } from '../../../src/core/drift/timeline.ts';
import type { DriftPicture, WindowHead } from '../../../src/protocol/drift.ts';
import { CanvasFrame, type Size } from '../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import { Button } from '../kit/Button.tsx';
import { Notice } from '../shell/Notice.tsx';
import { count, plain } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridModel } from '../table/gridModel.ts';
import { drawHeat, heatAt, heatRow, rowsInSight, type HeatPlace } from './heatChart.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { StateMark } from './looks.tsx';

interface TimeTabProps {
  readonly picture: DriftPicture;
  readonly head: WindowHead;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onOpen: (window: string, column: string) => void;
}

/** Columns × windows. Those that drifted most often stand first. */
export function TimeTab({ picture, head, theme, isTable, onTable, onOpen }: TimeTabProps) {
  const { timeline, windows } = picture;
  if (timeline.names.length === 0) return <Notice icon="symbol-field" title="No columns" detail="No window has a column to compare." />;
  return (
    <>
      <div class="tab-bar">
        <span class="faint">
          {count(timeline.names.length)} columns × {windows.length === 1 ? 'one window. Further windows of the same reference stand beside it.' : `${count(windows.length)} windows`}
        </span>
        <span class="bar-space" />
        <HeatLegend theme={theme} />
        <Button appearance="icon" icon={isTable ? 'graph-scatter' : 'table'} label={isTable ? 'Show as a heat map' : 'Show as a table'} isPressed={isTable} onPress={() => onTable(!isTable)} />
      </div>
      {isTable ? <HeatTable picture={picture} onOpen={onOpen} /> : <HeatMap picture={picture} head={head} theme={theme} onOpen={onOpen} />}
    </>
  );
}

function HeatMap({ picture, head, theme, onOpen }: Omit<TimeTabProps, 'isTable' | 'onTable'>) {
  const { timeline, windows } = picture;
  const chosen = windows.indexOf(head);
  const [first, setFirst] = useState(0);
  const [at, setAt] = useState<HeatPlace | null>(null);
  const size = useRef<Size>({ width: 0, height: 0 });
  const rows = timeline.names.length;
  const draw = useCallback(
    (context: CanvasRenderingContext2D, now: Size) => {
      size.current = now;
      drawHeat(context, now, picture, { first, at, chosen }, theme);
    },
    [picture, first, at, chosen, theme],
  );
  const scroll = (to: number) => setFirst(Math.max(0, Math.min(rows - rowsInSight(size.current), to)));
  const go = (place: HeatPlace) => {
    const row = Math.max(0, Math.min(rows - 1, place.row));
    setAt({ row, window: Math.max(0, Math.min(windows.length - 1, place.window)) });
    const seen = rowsInSight(size.current);
    if (row < first) scroll(row);
    else if (row >= first + seen) scroll(row - seen + 1);
  };
  const open = (place: HeatPlace | null) => {
    const window = place && windows[place.window];
    if (place && window) onOpen(window.id, timeline.names[place.row] ?? '');
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const { row, window } = at ?? { row: first, window: chosen };
    const page = rowsInSight(size.current) - 1;
    const steps: Readonly<Record<string, HeatPlace>> = {
      ArrowUp: { row: row - 1, window },
      ArrowDown: { row: at ? row + 1 : row, window },
      ArrowLeft: { row, window: window - 1 },
      ArrowRight: { row, window: window + 1 },
      PageUp: { row: row - page, window },
      PageDown: { row: row + page, window },
      Home: { row: 0, window },
      End: { row: rows - 1, window },
    };
    const next = steps[event.key];
    if (next) go(next);
    else if (event.key === 'Enter' && at) open(at);
    else return false;
    return true;
  };
  return (
    <div
      class="heat"
      onWheel={(event) => {
        scroll(first + Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / heatRow)));
      }}
    >
      <CanvasFrame
        label={`${count(rows)} columns over ${count(windows.length)} windows. Arrow keys go from cell to cell, Enter opens the column; T shows the table.`}
        draw={draw}
        readout={at ? cellText(picture, at) : `${count(rows)} columns; ${rows > rowsInSight(size.current) ? 'scroll or use the arrow keys for more.' : 'point at a cell to read it.'}`}
        onKey={onKey}
        onPoint={(point, now) => {
          const place = point && heatAt(picture, point, now, first);
          if (place && (place.row !== at?.row || place.window !== at.window)) setAt(place);
        }}
        onPress={(point, now) => open(heatAt(picture, point, now, first))}
      />
    </div>
  );
}

function cellText({ timeline, windows }: DriftPicture, { row, window }: HeatPlace): string {
  const place = row * windows.length + window;
  const state = stateAt(timeline.states[place] ?? 0);
  const weight = timeline.weights[place] ?? NaN;
  const head = windows[window];
  const when = (head && windowText(head.window)) || `window ${window + 1}`;
  return `${plain(timeline.names[row] ?? '')}, ${plain(when)}: ${state === null ? 'not in this window' : stateWords[state]}${Number.isNaN(weight) ? '' : `, ${shortNumber(weight)} × its threshold`}`;
}

function HeatTable({ picture, onOpen }: Pick<TimeTabProps, 'picture' | 'onOpen'>) {
  const { timeline, windows } = picture;
  const model = useMemo(
    (): GridModel => ({
      rows: timeline.names.length,
      pinned: 1,
      columns: [{ key: ' column', width: 200 }, ...windows.map(({ id }) => ({ key: id, width: 178 }))],
      stamp: (row) => row,
      header: (at) => {
        const head = windows[at - 1];
        const text = head ? windowText(head.window) || `Window ${at}` : 'Column';
        return { content: plain(text), title: plain(text) };
      },
      cell: (row, at) => {
        if (at === 0) return { content: <span class="mono">{plain(timeline.names[row] ?? '')}</span>, title: plain(timeline.names[row] ?? '') };
        const place = row * windows.length + at - 1;
        const state = stateAt(timeline.states[place] ?? 0);
        const weight = timeline.weights[place] ?? NaN;
        if (state === null) return { content: '–', tone: 'is-absent', label: 'not in this window' };
        return { content: <StateMark state={state} more={Number.isNaN(weight) ? null : `${shortNumber(weight)} ×`} />, title: cellText(picture, { row, window: at - 1 }) };
      },
    }),
    [picture],
  );
  return (
    <Grid
      id="grid-heat"
      label="Columns over windows as a table"
      model={model}
      events={{
        onOpen: ({ row, column }) => {
          const window = windows[Math.max(0, column - 1)];
          if (window) onOpen(window.id, timeline.names[row] ?? '');
        },
      }}
    />
  );
}
