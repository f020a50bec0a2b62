import type { GridPlace } from './gridModel.ts';

interface Extent {
  readonly rows: number;
  readonly columns: number;
  readonly pageRows: number;
  readonly hasHeader: boolean;
}

/** Where a navigation key leads (the ARIA grid pattern), or undefined when it is no navigation key. */
export function moved(
  place: GridPlace,
  key: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  extent: Extent,
): GridPlace | undefined {
  if (key.altKey) return undefined;
  const isFar = key.ctrlKey || key.metaKey;
  const top = extent.hasHeader ? -1 : 0;
  const at = (row: number, column: number): GridPlace => ({
    row: Math.max(top, Math.min(extent.rows - 1, row)),
    column: Math.max(0, Math.min(extent.columns - 1, column)),
  });
  const { row, column } = place;
  switch (key.key) {
    case 'ArrowUp':
      return at(isFar ? Math.min(row, 0) : row - 1, column);
    case 'ArrowDown':
      return at(isFar ? extent.rows - 1 : row + 1, column);
    case 'ArrowLeft':
      return at(row, isFar ? 0 : column - 1);
    case 'ArrowRight':
      return at(row, isFar ? extent.columns - 1 : column + 1);
    case 'Home':
      return at(isFar ? 0 : row, 0);
    case 'End':
      return at(isFar ? extent.rows - 1 : row, extent.columns - 1);
    case 'PageUp':
      return at(row - extent.pageRows, column);
    case 'PageDown':
      return at(row + extent.pageRows, column);
    default:
      return undefined;
  }
}
