import { Component } from 'preact';
import { rowHeight, type GridModel } from './gridModel.ts';
import type { ColumnTrack, Span } from './window.ts';

interface GridRowProps {
  readonly id: string;
  readonly row: number;
  readonly model: GridModel;
  readonly track: ColumnTrack;
  readonly span: Span;
  readonly pinnedWidth: number;
  readonly headHeight: number;
  readonly stamp: number | string;
  readonly isSelected: boolean;
  /** Cells that have a brief form show it. */
  readonly isBrief: boolean;
  /** -1 = the active cell is in another row. */
  readonly active: number;
}

/** One row; renders again only when something it shows changed. */
export class GridRow extends Component<GridRowProps> {
  override shouldComponentUpdate(next: Readonly<GridRowProps>): boolean {
    const now = this.props;
    return (
      now.row !== next.row ||
      now.stamp !== next.stamp ||
      now.active !== next.active ||
      now.isSelected !== next.isSelected ||
      now.isBrief !== next.isBrief ||
      now.span.start !== next.span.start ||
      now.span.end !== next.span.end ||
      now.track !== next.track ||
      now.model.pinned !== next.model.pinned ||
      now.headHeight !== next.headHeight
    );
  }

  render() {
    const { row, model, track, span, pinnedWidth, headHeight, isSelected } = this.props;
    const place = { transform: `translateY(${headHeight + row * rowHeight}px)`, width: `${track.total}px` };
    const heading = model.section?.(row);
    if (heading !== undefined && heading !== null) {
      return (
        <div class="grid-row grid-section" role="row" aria-rowindex={row + 2} data-row={row} style={place}>
          <div
            role="gridcell"
            id={`${this.props.id}-${row}-0`}
            class={`grid-section-cell${this.props.active >= 0 ? ' is-active' : ''}`}
            aria-colindex={1}
            aria-colspan={model.columns.length}
            data-column={0}
          >
            {heading}
          </div>
        </div>
      );
    }
    const pinned = [];
    for (let column = 0; column < model.pinned; column++) pinned.push(this.#cell(column, true));
    const cells = [];
    for (let column = Math.max(span.start, model.pinned); column < span.end; column++) cells.push(this.#cell(column, false));
    const tone = model.rowTone?.(row) ?? '';
    return (
      <div
        class={`grid-row${row % 2 ? ' is-odd' : ''}${isSelected ? ' is-selected' : ''}${tone ? ` ${tone}` : ''}`}
        role="row"
        aria-rowindex={row + 2}
        data-row={row}
        aria-selected={model.isSelected ? isSelected : undefined}
        style={place}
      >
        <div class="grid-pinned" role="presentation" style={{ width: `${pinnedWidth}px` }}>
          {pinned}
        </div>
        {cells}
      </div>
    );
  }

  #cell(column: number, isPinned: boolean) {
    const { row, model, track, active, id, isBrief } = this.props;
    const info = model.columns[column];
    const cell = model.cell(row, column);
    return (
      <div
        key={info?.key ?? column}
        // Only the active cell is named by the grid; to name them all again is what a jump would spend its time on.
        id={active === column ? `${id}-${row}-${column}` : undefined}
        role={isPinned && column === 0 ? 'rowheader' : 'gridcell'}
        class={`grid-cell${info?.isEnd ? ' is-end' : ''}${active === column ? ' is-active' : ''}${cell.tone ? ` ${cell.tone}` : ''}`}
        aria-colindex={column + 1}
        aria-label={cell.label}
        data-column={column}
        style={{ left: `${track.left(column)}px`, width: `${track.width(column)}px` }}
      >
        {isBrief && cell.brief !== undefined ? cell.brief : cell.content}
      </div>
    );
  }
}
