import type { RowCells } from './dependence.ts';

/** Which unit each row belongs to: rows of a unit move between the sides together. */
export interface Units {
  readonly reference: Int32Array;
  readonly current: Int32Array;
  readonly referenceUnits: number;
  readonly currentUnits: number;
  /** Units that are on both sides: [in the reference, in the current side]. Their two parts change places. */
  readonly pairs: ReadonlyArray<readonly [number, number]>;
}

/** The counts of one unit: `cells[from … to − 1]`, each `counts` times. Piece = unit of the reference, then of the current side. */
export interface Pieces {
  readonly starts: Int32Array;
  readonly cells: Int32Array;
  readonly counts: Int32Array;
  readonly referencePieces: number;
  readonly all: number;
}

export function piecesOf(rows: RowCells, units: Units): Pieces {
  const all = units.referenceUnits + units.currentUnits;
  const taking = (side: Int32Array) => side.reduce((sum, cell) => sum + (cell < 0 ? 0 : 1), 0);
  const rowsTaking = taking(rows.reference) + taking(rows.current);
  const sizes = new Int32Array(all + 1);
  const each = (visit: (piece: number, cell: number) => void) => {
    rows.reference.forEach((cell, row) => cell >= 0 && visit(units.reference[row]!, cell));
    rows.current.forEach((cell, row) => cell >= 0 && visit(units.referenceUnits + units.current[row]!, cell));
  };
  each((piece) => (sizes[piece + 1] = sizes[piece + 1]! + 1));
  for (let piece = 0; piece < all; piece += 1) sizes[piece + 1] = sizes[piece + 1]! + sizes[piece]!;
  const sorted = new Int32Array(rowsTaking);
  const next = sizes.slice();
  each((piece, cell) => {
    sorted[next[piece]!] = cell;
    next[piece] = next[piece]! + 1;
  });
  const starts = new Int32Array(all + 1);
  const cells = new Int32Array(rowsTaking);
  const counts = new Int32Array(rowsTaking);
  let end = 0;
  for (let piece = 0; piece < all; piece += 1) {
    starts[piece] = end;
    const own = sorted.subarray(sizes[piece]!, sizes[piece + 1]!).sort();
    for (let at = 0; at < own.length; at += 1) {
      if (at > 0 && own[at] === own[at - 1]) counts[end - 1] = counts[end - 1]! + 1;
      else {
        cells[end] = own[at]!;
        counts[end] = 1;
        end += 1;
      }
    }
  }
  starts[all] = end;
  return { starts, cells, counts, referencePieces: units.referenceUnits, all };
}
