import type { DriftShape } from '../../../core/model/drift.ts';
import type { ColumnRow } from '../../../protocol/drift.ts';

const points = 24;

/**
 * Both distributions at the size of a word. Bins are put together over equal stretches of the axis, levels are the
 * commonest ones; both sides share one scale, so heights may be compared.
 */
export function sketchOf(shape: DriftShape | null): ColumnRow['sketch'] {
  if (!shape) return null;
  const sides = 'levels' in shape ? ofLevels(shape.reference, shape.current) : ofBins(shape.edges, shape.reference, shape.current);
  const [reference, current] = sides;
  const top = Math.max(...reference, ...current);
  if (!(top > 0)) return null;
  const scaled = (heights: readonly number[]) => heights.map((height) => Math.round((height / top) * 1000) / 1000);
  return { reference: scaled(reference), current: scaled(current) };
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total > 0 ? counts.map((count) => count / total) : counts.map(() => 0);
}

function ofLevels(referenceCounts: readonly number[], currentCounts: readonly number[]): [number[], number[]] {
  const reference = shares(referenceCounts);
  const current = shares(currentCounts);
  const order = reference.map((_, place) => place).sort((a, b) => (reference[b] ?? 0) + (current[b] ?? 0) - (reference[a] ?? 0) - (current[a] ?? 0) || a - b);
  const shown = order.slice(0, points);
  return [shown.map((place) => reference[place] ?? 0), shown.map((place) => current[place] ?? 0)];
}

function ofBins(edges: readonly number[], referenceCounts: readonly number[], currentCounts: readonly number[]): [number[], number[]] {
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 0;
  const spread = (counts: readonly number[]): number[] => {
    const heights = new Array<number>(points).fill(0);
    shares(counts).forEach((share, bin) => {
      const from = edges[bin] ?? low;
      const to = edges[bin + 1] ?? from;
      const position = (value: number) => (high > low ? ((value - low) / (high - low)) * points : 0);
      const [start, end] = [position(from), position(to)];
      if (!(end > start)) {
        const at = Math.min(points - 1, Math.floor(start));
        heights[at] = (heights[at] ?? 0) + share;
        return;
      }
      for (let point = Math.floor(start); point < Math.min(points, Math.ceil(end)); point++) {
        const overlap = Math.min(end, point + 1) - Math.max(start, point);
        heights[point] = (heights[point] ?? 0) + (share * overlap) / (end - start);
      }
    });
    return heights;
  };
  return [spread(referenceCounts), spread(currentCounts)];
}
