import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { toFault } from '../../../src/core/base/fault.ts';
import { markBits, type Mark, type RunsContract, type RunsLayout, type RunTable } from '../../../src/protocol/runs.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { announce } from '../shell/Live.tsx';
import { plain, plural } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridEvents, GridModel, GridPlace } from '../table/gridModel.ts';
import { Blocks } from './blocks.ts';
import { cellOf } from './cells.tsx';
import { nextSort, shownColumns, widthOf, withMove, withPin, withWidth } from './layout.ts';

interface RunsGridProps {
  readonly link: ViewLink<RunsContract>;
  readonly table: RunTable;
  readonly layout: RunsLayout;
  readonly selected: ReadonlySet<string>;
  readonly goTo: GridPlace | null;
  readonly onLayout: (layout: RunsLayout) => void;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onCompare: () => void;
}

export function RunsGrid({ link, table, layout, selected, goTo, onLayout, onSelect, onCompare }: RunsGridProps) {
  const blocks = useMemo(() => new Blocks((args, signal) => link.query('cells', args, signal)), [link]);
  const [tick, setTick] = useState(0);
  const anchor = useRef(0);
  useEffect(() => {
    const subscription = blocks.onDidChange(() => setTick((now) => now + 1));
    return () => {
      subscription.dispose();
      blocks.dispose();
    };
  }, [blocks]);
  useEffect(() => blocks.setVersion(table.version), [table.version]);
  const { columns, pinned } = useMemo(() => shownColumns(table.columns, layout), [table.columns, layout]);
  const gridColumns = useMemo(() => columns.map((column) => ({ key: column.key, width: widthOf(column, layout), isEnd: column.isNumeric })), [columns, layout.widths]);
  const model = useMemo(
    (): GridModel => ({
      rows: table.rows,
      columns: gridColumns,
      pinned,
      stamp: (row) => blocks.stamp(row),
      isSelected: (row) => selected.has(blocks.id(row) ?? ''),
      rowTone: (row) => (blocks.marks(row) & markBits.hide ? 'is-hidden-run' : ''),
      header: (at) => {
        const column = columns[at];
        if (!column) return { content: '' };
        const sorted = table.sort.findIndex(({ key }) => key === column.key);
        const how = table.sort[sorted];
        return {
          content: <span class={column.group === 'run' ? '' : 'mono'}>{plain(column.label)}</span>,
          title: plain(column.key),
          tone: `head-${column.group}`,
          ...(how ? { sort: how.descending ? ('descending' as const) : ('ascending' as const) } : {}),
          ...(table.sort.length > 1 && sorted >= 0 ? { mark: String(sorted + 1) } : {}),
        };
      },
      cell: (row, at) => {
        const column = columns[at];
        return column ? cellOf(blocks, row, column, selected.has(blocks.id(row) ?? '')) : { content: '' };
      },
    }),
    [table, gridColumns, columns, pinned, selected, blocks, tick],
  );

  const toggle = (row: number) => {
    const id = blocks.id(row);
    if (id === undefined) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    anchor.current = row;
    onSelect(next);
  };
  const range = async (to: number) => {
    const from = anchor.current;
    try {
      const ids = await link.query('ids', { version: table.version, from: Math.min(from, to), to: Math.max(from, to) + 1 });
      onSelect(new Set([...selected, ...ids]));
      announce(`${plural(ids.length, 'run')} selected.`);
    } catch (error) {
      announce(toFault(error).message);
    }
  };
  const mark = (row: number, name: Mark) => {
    const id = blocks.id(row);
    if (id === undefined) return;
    const ids = selected.has(id) ? [...selected] : [id];
    link.command('mark', { ids, mark: name, isOn: (blocks.marks(row) & markBits[name]) === 0 });
  };
  const sort = (at: number, isAdded: boolean) => {
    const column = columns[at];
    if (column) link.command('sort', { keys: nextSort(table.sort, column, isAdded) });
  };
  const move = (from: number, to: number) => onLayout(withMove(layout, columns.map(({ key }) => key), from, to));
  const resize = (at: number, width: number) => {
    const column = columns[at];
    if (column) onLayout(withWidth(layout, column.key, Math.max(40, width)));
  };

  const onHeadKey = (event: KeyboardEvent, at: number): boolean => {
    const column = columns[at];
    if (!column) return false;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Enter' || event.key === ' ') sort(at, event.shiftKey);
    else if (event.altKey && event.shiftKey && step !== 0) resize(at, widthOf(column, layout) + step * 20);
    else if (event.altKey && step !== 0) move(at, at + step);
    else if (event.key === 'p') onLayout(withPin(layout, column.key));
    else if (event.key === 'Delete') onLayout({ ...layout, shown: columns.filter(({ key }) => key === 'name' || key !== column.key).map(({ key }) => key) });
    else return false;
    return true;
  };
  const events: GridEvents = {
    onWindow: (rows, shown) => blocks.want(rows, [...new Set(['name', 'status', ...shown.flatMap((at) => columns[at]?.key ?? [])])]),
    onResize: resize,
    onMove: move,
    onOpen: ({ row }) => {
      const id = blocks.id(row);
      if (id !== undefined) link.command('openRun', { run: id });
    },
    onPress: (event, { row, column }) => {
      const act = (event.target as HTMLElement).closest<HTMLElement>('[data-act]')?.dataset['act'];
      if (row < 0) {
        if (!(event.target as HTMLElement).closest('.grid-resizer')) sort(column, event.shiftKey);
      } else if (act === 'star') mark(row, 'star');
      else if (event.shiftKey) void range(row);
      else if (act === 'select' || event.ctrlKey || event.metaKey) toggle(row);
      else anchor.current = row;
    },
    onKey: (event, { row, column }) => {
      if (row < 0) return onHeadKey(event, column);
      if (event.altKey) return false;
      if (event.ctrlKey || event.metaKey) {
        if (event.key !== 'a') return false;
        anchor.current = 0;
        void range(Math.min(table.rows, 10_000) - 1);
        return true;
      }
      if (event.key === ' ' && event.shiftKey) void range(row);
      else if (event.key === ' ') toggle(row);
      else if (event.key === 's') mark(row, 'star');
      else if (event.key === 'p') mark(row, 'pin');
      else if (event.key === 'h') mark(row, 'hide');
      else if (event.key === 'c') onCompare();
      else if (event.key === 'Escape' && selected.size > 0) onSelect(new Set());
      else return false;
      return true;
    },
  };
  return <Grid id="grid-runs" label="Runs" model={model} events={events} goTo={goTo} headHeight={26} />;
}
