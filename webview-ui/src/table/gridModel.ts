import type { ComponentChildren } from 'preact';

export const rowHeight = 22;

export interface GridColumn {
  readonly key: string;
  readonly width: number;
  readonly isEnd?: boolean;
}

export interface GridCell {
  readonly content: ComponentChildren;
  /** In place of the content while rows fly by, where that costs much to draw. */
  readonly brief?: ComponentChildren;
  readonly title?: string;
  readonly label?: string;
  readonly tone?: string;
}

/** What a grid shows. `row` -1 is the header. Functions must be cheap: they run for each visible cell. */
export interface GridModel {
  readonly rows: number;
  readonly columns: readonly GridColumn[];
  /** The first columns that stay in sight. */
  readonly pinned: number;
  cell(row: number, column: number): GridCell;
  header(column: number): GridCell & { readonly sort?: 'ascending' | 'descending'; readonly mark?: string };
  /** Changes when what the row shows changed. */
  stamp(row: number): number | string;
  /** A heading over the rows that follow, instead of cells. */
  section?(row: number): ComponentChildren;
  isSelected?(row: number): boolean;
  rowTone?(row: number): string;
}

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** Where to lead. */
export interface GridGoTo extends GridPlace {
  /** What is there now was in this row before the list changed: it stays at its height on the screen, the cursor in its column. */
  readonly from?: number;
  /** Nothing moves for a row that was out of sight. */
  readonly isInSightOnly?: boolean;
}

export interface GridEvents {
  onWindow?(rows: { start: number; end: number }, columns: readonly number[]): void;
  /** Return true when the key was used. */
  onKey?(event: KeyboardEvent, place: GridPlace): boolean;
  onPress?(event: MouseEvent, place: GridPlace): void;
  onOpen?(place: GridPlace): void;
  /** The cell the keyboard or the pointer is at now. */
  onActive?(place: GridPlace): void;
  onResize?(column: number, width: number): void;
  onMove?(from: number, to: number): void;
}
