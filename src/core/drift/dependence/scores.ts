import type { RowCells } from './dependence.ts';

/** Numbers per row by which dependence between rows is told: centred on each side, in units of their spread; 0 where a row takes no part. */
export interface Scores {
  readonly reference: readonly Float64Array[];
  readonly current: readonly Float64Array[];
  /** Rows that take part, times the number of scores: what independent rows' squares would sum to. */
  readonly referenceWeight: number;
  readonly currentWeight: number;
}

const mostScores = 4;

/** Ordered places: where in both sides' pooled order a row stands. Others: whether it has the level, for the commonest ones. */
export function scoresOf(cells: RowCells): Scores {
  const counts = new Float64Array(cells.cells);
  let all = 0;
  for (const side of [cells.reference, cells.current]) {
    for (const cell of side) {
      if (cell < 0) continue;
      counts[cell] = counts[cell]! + 1;
      all += 1;
    }
  }
  const values = cells.isOrdered ? [middleShares(counts, all)] : indicators(counts);
  const left = values.map((value) => centred(cells.reference, value));
  const right = values.map((value) => centred(cells.current, value));
  const taking = (side: Int32Array) => side.reduce((sum, cell) => sum + (cell < 0 ? 0 : 1), 0);
  return { reference: left, current: right, referenceWeight: taking(cells.reference) * values.length, currentWeight: taking(cells.current) * values.length };
}

function middleShares(counts: Float64Array, all: number): Float64Array {
  let before = 0;
  return counts.map((count) => {
    const middle = (before + count / 2) / all;
    before += count;
    return middle;
  });
}

function indicators(counts: Float64Array): Float64Array[] {
  const order = Array.from(counts, (_, cell) => cell)
    .filter((cell) => counts[cell]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const wanted = order.slice(0, Math.max(1, Math.min(mostScores, order.length - 1)));
  return wanted.map((one) => counts.map((_, cell) => (cell === one ? 1 : 0)));
}

function centred(side: Int32Array, value: Float64Array): Float64Array {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (const cell of side) {
    if (cell < 0) continue;
    sum += value[cell]!;
    squares += value[cell]! ** 2;
    count += 1;
  }
  const mean = count === 0 ? 0 : sum / count;
  const variance = count === 0 ? 0 : squares / count - mean * mean;
  const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
  return Float64Array.from(side, (cell) => (cell < 0 ? 0 : (value[cell]! - mean) * scale));
}
