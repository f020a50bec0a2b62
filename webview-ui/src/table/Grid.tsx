import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { GridHead } from './GridHead.tsx';
import { GridRow } from './GridRow.tsx';
import { rowHeight, type GridEvents, type GridGoTo, type GridModel, type GridPlace } from './gridModel.ts';
import { moved } from './move.ts';
import { ColumnTrack, rowSpan, type Span } from './window.ts';

interface GridProps {
  readonly id: string;
  readonly label: string;
  readonly model: GridModel;
  readonly events?: GridEvents;
  readonly headHeight?: number;
  /** Set to lead the eye and the keyboard to a cell (a search hit). */
  readonly goTo?: GridGoTo | null;
}

const overscanRows = 4;
/** After a jump the rows in sight come first, those around them this much later. */
const aroundAfterMs = 80;
/** Jumps that follow each other sooner are a flight: nobody can look at the drawings of a row that is gone with the next picture. */
const flightMs = 150;
const overscanColumns = 2;

/**
 * A table of any size: only the cells in sight are in the document, both ways. The grid itself holds the focus and
 * names the active cell (`aria-activedescendant`), because a cell may leave the document while it is active.
 */
export function Grid({ id, label, model, events = {}, headHeight = 26, goTo }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, left: 0, width: 0, height: 0, isFar: false, isFlight: false });
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 });
  const inSlots = useRef<number[]>([]);
  const lastJump = useRef(-Infinity);
  const track = useMemo(() => new ColumnTrack(model.columns.map((column) => column.width)), [model.columns]);
  const pinnedWidth = track.left(model.pinned);
  const rows = rowSpan(view.top, view.height, rowHeight, model.rows, view.isFar ? 0 : overscanRows);
  const columns = track.span(view.left + pinnedWidth, view.left + view.width, overscanColumns);
  const place = useMemo(
    () => ({ row: Math.min(active.row, model.rows - 1), column: Math.min(active.column, model.columns.length - 1) }),
    [active, model.rows, model.columns.length],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () =>
      setView({ top: element.scrollTop, left: element.scrollLeft, width: element.clientWidth, height: element.clientHeight, isFar: false, isFlight: false });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const shown: number[] = [];
    for (let column = 0; column < model.pinned; column++) shown.push(column);
    for (let column = Math.max(columns.start, model.pinned); column < columns.end; column++) shown.push(column);
    events.onWindow?.(rows, shown);
  }, [rows.start, rows.end, columns.start, columns.end, model, view.height]);

  const reveal = (target: GridPlace) => {
    const element = scroller.current;
    if (!element) return;
    scrollTo(element, target, track, { pinned: model.pinned, pinnedWidth, headHeight });
  };
  const go = (target: GridPlace) => {
    setActive(target);
    reveal(target);
  };
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isFar = Math.abs(element.scrollTop - view.top) > element.clientHeight / 2;
    const now = performance.now();
    const isFlight = isFar && now - lastJump.current < flightMs;
    if (isFar) lastJump.current = now;
    setView({ top: element.scrollTop, left: element.scrollLeft, width: element.clientWidth, height: element.clientHeight, isFar, isFlight });
  };
  useEffect(() => {
    if (!view.isFar) return undefined;
    const timer = setTimeout(() => setView((now) => ({ ...now, isFar: false, isFlight: false })), aroundAfterMs);
    return () => clearTimeout(timer);
  }, [view]);
  // Before the next picture, so that what is led to is never seen elsewhere first.
  useLayoutEffect(() => {
    if (!goTo) return;
    if (goTo.from === undefined) go(goTo);
    else follow(goTo, goTo.from);
    onScroll();
  }, [goTo]);
  const follow = ({ row, isInSightOnly = false }: GridGoTo, from: number) => {
    const element = scroller.current;
    if (!element) return;
    const place = from * rowHeight - element.scrollTop;
    const wasInSight = place > -rowHeight && place < element.clientHeight - headHeight;
    setActive((now) => (now.row === from || (now.row >= 0 && !isInSightOnly) ? { row, column: now.column } : now));
    if (wasInSight) element.scrollTop = row * rowHeight - place;
    if (wasInSight || !isInSightOnly) scrollTo(element, { row, column: 0 }, track, { pinned: 1, pinnedWidth, headHeight });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    if (events.onKey?.(event, place)) {
      event.preventDefault();
      return;
    }
    const pageRows = Math.max(1, Math.floor((view.height - headHeight) / rowHeight) - 1);
    const next = moved(place, event, { rows: model.rows, columns: model.columns.length, pageRows, hasHeader: true });
    if (next) {
      event.preventDefault();
      go(next);
      events.onActive?.(next);
    } else if (event.key === 'Enter' && place.row >= 0) {
      events.onOpen?.(place);
    }
  };
  const onClick = (event: MouseEvent) => {
    const target = placeOf(event);
    if (!target) return;
    setActive(target);
    events.onActive?.(target);
    events.onPress?.(event, target);
  };

  // Rows take turns in a fixed set of slots: scrolling changes elements instead of making and dropping them.
  const slots = Math.ceil(view.height / rowHeight) + 2 * overscanRows + 1;
  if (inSlots.current.length !== slots) inSlots.current = new Array<number>(slots).fill(-1);
  const list = Array.from({ length: slots }, (_, slot) => {
    const own = rows.start + ((slot - (rows.start % slots) + slots) % slots);
    // What is out of sight right after a jump stays what it was: to change it can wait.
    if (own < rows.end || !view.isFar) inSlots.current[slot] = own;
    const row = inSlots.current[slot] ?? -1;
    if (row < 0 || row >= (view.isFar ? model.rows : rows.end)) return null;
    return (
      <GridRow
        key={slot}
        id={id}
        row={row}
        model={model}
        track={track}
        span={columns}
        pinnedWidth={pinnedWidth}
        headHeight={headHeight}
        stamp={model.stamp(row)}
        isSelected={model.isSelected?.(row) ?? false}
        isBrief={view.isFlight}
        active={place.row === row ? place.column : -1}
      />
    );
  });
  return (
    <div
      class="grid"
      role="grid"
      id={id}
      ref={scroller}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={model.rows + 1}
      aria-colcount={model.columns.length}
      aria-multiselectable={model.isSelected ? true : undefined}
      aria-activedescendant={activeId(id, place, rows, model)}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onPointerOver={(event) => explain(event, model)}
      onDblClick={(event) => {
        const target = placeOf(event);
        if (target && target.row >= 0) events.onOpen?.(target);
      }}
    >
      <div class="grid-canvas" role="presentation" style={{ width: `${track.total}px`, height: `${headHeight + model.rows * rowHeight}px` }}>
        <GridHead id={id} model={model} track={track} span={columns} pinnedWidth={pinnedWidth} height={headHeight} active={place.row === -1 ? place.column : -1} events={events} />
        {list}
      </div>
    </div>
  );
}

function activeId(id: string, place: GridPlace, rows: Span, model: GridModel): string | undefined {
  if (place.row < 0) return model.columns.length > 0 ? `${id}--1-${place.column}` : undefined;
  if (place.row < rows.start || place.row >= rows.end) return undefined;
  const heading = model.section?.(place.row);
  return `${id}-${place.row}-${heading === undefined || heading === null ? place.column : 0}`;
}

/** Tooltips are set when the pointer comes: as attributes of every cell they would cost more than the cells. */
function explain(event: PointerEvent, model: GridModel): void {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('.grid-row [data-column]');
  const target = cell && placeOf(event);
  if (!cell || !target || model.section?.(target.row)) return;
  cell.title = model.cell(target.row, target.column).title ?? '';
}

function placeOf(event: MouseEvent): GridPlace | undefined {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
  const row = cell?.closest<HTMLElement>('[data-row]');
  if (!cell || !row) return undefined;
  return { row: Number(row.dataset['row']), column: Number(cell.dataset['column']) };
}

function scrollTo(
  element: HTMLElement,
  target: GridPlace,
  track: ColumnTrack,
  frame: { readonly pinned: number; readonly pinnedWidth: number; readonly headHeight: number },
): void {
  if (target.row >= 0) {
    const top = target.row * rowHeight;
    const seen = element.clientHeight - frame.headHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + seen) element.scrollTop = top + rowHeight - seen;
  }
  if (target.column >= frame.pinned) {
    const left = track.left(target.column);
    const right = left + track.width(target.column);
    if (left < element.scrollLeft + frame.pinnedWidth) element.scrollLeft = left - frame.pinnedWidth;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  }
}
