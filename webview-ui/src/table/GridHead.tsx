import type { GridEvents, GridModel } from './gridModel.ts';
import type { ColumnTrack, Span } from './window.ts';

interface GridHeadProps {
  readonly id: string;
  readonly model: GridModel;
  readonly track: ColumnTrack;
  readonly span: Span;
  readonly pinnedWidth: number;
  readonly height: number;
  readonly active: number;
  readonly events: GridEvents;
}

export function GridHead({ id, model, track, span, pinnedWidth, height, active, events }: GridHeadProps) {
  const cell = (column: number) => {
    const info = model.columns[column];
    const head = model.header(column);
    const width = track.width(column);
    return (
      <div
        key={info?.key ?? column}
        id={`${id}--1-${column}`}
        role="columnheader"
        class={`grid-cell grid-head-cell${info?.isEnd ? ' is-end' : ''}${active === column ? ' is-active' : ''}${head.tone ? ` ${head.tone}` : ''}`}
        aria-colindex={column + 1}
        aria-sort={head.sort}
        aria-label={head.label}
        title={head.title}
        data-row={-1}
        data-column={column}
        draggable={events.onMove !== undefined}
        onDragStart={(event) => event.dataTransfer?.setData('text/x-mlops-column', String(column))}
        onDragOver={(event) => {
          if (events.onMove && event.dataTransfer?.types.includes('text/x-mlops-column')) event.preventDefault();
        }}
        onDrop={(event) => {
          const from = Number(event.dataTransfer?.getData('text/x-mlops-column'));
          if (events.onMove && Number.isInteger(from) && from !== column) events.onMove(from, column);
        }}
        style={{ left: `${track.left(column)}px`, width: `${width}px` }}
      >
        <span class="grid-head-label">{head.content}</span>
        {head.sort ? (
          <span class="grid-head-sort" aria-hidden>
            <span class={`codicon codicon-arrow-${head.sort === 'ascending' ? 'up' : 'down'}`} />
            {head.mark}
          </span>
        ) : null}
        {events.onResize ? <span class="grid-resizer" aria-hidden onPointerDown={(event) => drag(event, width, (next) => events.onResize?.(column, next))} /> : null}
      </div>
    );
  };
  const pinned = [];
  for (let column = 0; column < model.pinned; column++) pinned.push(cell(column));
  const cells = [];
  for (let column = Math.max(span.start, model.pinned); column < span.end; column++) cells.push(cell(column));
  return (
    <div class="grid-head" role="row" aria-rowindex={1} style={{ height: `${height}px`, width: `${track.total}px` }}>
      <div class="grid-pinned" role="presentation" style={{ width: `${pinnedWidth}px` }}>
        {pinned}
      </div>
      {cells}
    </div>
  );
}

function drag(event: PointerEvent, width: number, apply: (width: number) => void): void {
  event.preventDefault();
  event.stopPropagation();
  const handle = event.currentTarget as HTMLElement;
  const startX = event.clientX;
  handle.setPointerCapture(event.pointerId);
  const move = (next: PointerEvent) => apply(Math.max(40, Math.min(1200, Math.round(width + next.clientX - startX))));
  const end = () => {
    handle.removeEventListener('pointermove', move);
    handle.removeEventListener('pointerup', end);
    handle.removeEventListener('pointercancel', end);
  };
  handle.addEventListener('pointermove', move);
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
}
