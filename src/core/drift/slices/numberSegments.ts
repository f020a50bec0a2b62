import { quantileBins, type BinEdge } from '../../statistics/distance/quantileBins.ts';
import { missingLabel, type SegmentColumn } from './segmentColumn.ts';

/**
 * Segments of about equal numbers of rows, their edges in the label; a value that fills a segment has one of its own. NaN is
 * a missing value; infinite ones lie in segments outside all finite values.
 */
export function numberSegments(name: string, values: Float64Array, bins: number): SegmentColumn {
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  const edges = finite.length === 0 ? [] : quantileBins(finite, bins);
  const binOf = (value: number) => {
    if (Number.isNaN(value)) return edges.length + 1;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBehind(value, edges[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const raw = Uint8Array.from(values, binOf);
  const present = [...new Set(raw)].sort((left, right) => left - right);
  const texts = edgeTexts(edges);
  const segmentOf = new Uint8Array(edges.length + 2);
  present.forEach((bin, segment) => (segmentOf[bin] = segment));
  return {
    name,
    labels: present.map((bin) => (bin === edges.length + 1 ? missingLabel : labelOf(edges, texts, bin))),
    codes: raw.map((bin) => segmentOf[bin]!),
  };
}

function isBehind(value: number, { at, isInside }: BinEdge): boolean {
  return value > at || (value === at && !isInside);
}

function labelOf(edges: readonly BinEdge[], texts: readonly string[], bin: number): string {
  const [low, high] = [edges[bin - 1], edges[bin]];
  if (low === undefined && high === undefined) return 'any';
  if (low === undefined) return `< ${texts[bin]!}`;
  if (high === undefined) return `> ${texts[bin - 1]!}`;
  if (low.at === high.at) return `= ${texts[bin]!}`;
  return `${texts[bin - 1]!} ${low.isInside ? '<' : '≤'} … ${high.isInside ? '≤' : '<'} ${texts[bin]!}`;
}

/** As few digits as keep different edges apart, four at least. */
function edgeTexts(edges: readonly BinEdge[]): string[] {
  const distinct = new Set(edges.map(({ at }) => at)).size;
  for (const digits of [4, 6, 9, 12]) {
    const texts = edges.map(({ at }) => String(Number(at.toPrecision(digits))));
    if (new Set(texts).size === distinct) return texts;
  }
  return edges.map(({ at }) => String(at));
}
