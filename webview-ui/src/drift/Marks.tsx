import type { Range } from '../../../src/core/model/drift.ts';
import type { ColumnRow } from '../../../src/protocol/drift.ts';

const width = 84;
const height = 16;

/** Both distributions at the size of a word: the reference as a ground, the current side as a line. */
export function Sketch({ sketch }: { readonly sketch: ColumnRow['sketch'] }) {
  if (!sketch) return null;
  const steps = (heights: readonly number[]) => {
    const step = width / heights.length;
    return heights.map((value, index) => `V${(height - 1 - value * (height - 3)).toFixed(1)}H${((index + 1) * step).toFixed(1)}`).join('');
  };
  return (
    <svg class="sketch" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path class="sketch-reference" d={`M0,${height}${steps(sketch.reference)}V${height}Z`} />
      <path class="sketch-current" d={`M0,${height - 1}${steps(sketch.current)}`} />
    </svg>
  );
}

/** Multiples of the threshold that the scale shows; what lies beyond ends in an arrow. */
const widest = 3;

interface EffectBarProps {
  readonly effect: number | null;
  readonly interval: Range | null;
  readonly threshold: number | null;
  readonly isDrift: boolean;
  readonly size?: number;
}

/** An effect on a scale of its threshold, so that the threshold stands at one place in every row. */
export function EffectBar({ effect, interval, threshold, isDrift, size = 116 }: EffectBarProps) {
  if (effect === null || threshold === null || threshold <= 0) return null;
  const at = (value: number) => 1 + (Math.max(0, Math.min(widest, value / threshold)) / widest) * (size - 8);
  const isBeyond = effect / threshold > widest;
  const end = at(effect);
  return (
    <svg class={`effect${isDrift ? ' is-drift' : ''}`} width={size} height={height} viewBox={`0 0 ${size} ${height}`} aria-hidden="true">
      <line class="effect-track" x1="1" x2={size - 7} y1="8" y2="8" />
      <rect class="effect-bar" x="1" y="5" width={Math.max(0, end - 1)} height="6" rx="1" />
      {isBeyond ? <path class="effect-arrow" d={`M${size - 6},4 l5,4 l-5,4 z`} /> : null}
      {interval ? <line class="effect-whisker" x1={at(interval[0])} x2={at(interval[1])} y1="8" y2="8" /> : null}
      {interval ? <path class="effect-whisker" d={`M${at(interval[0])},5.5v5M${at(interval[1])},5.5v5`} /> : null}
      <line class="effect-threshold" x1={at(threshold)} x2={at(threshold)} y1="1" y2="15" />
    </svg>
  );
}

/** Two shares one above the other on a common scale. */
export function SharePair({ reference, current, top }: { readonly reference: number | null; readonly current: number | null; readonly top: number }) {
  if (reference === null && current === null) return null;
  const wide = (share: number | null) => (top > 0 && share !== null ? Math.max(share > 0 ? 1 : 0, (share / top) * 70) : 0);
  return (
    <svg class="pair" width="72" height={height} viewBox={`0 0 72 ${height}`} aria-hidden="true">
      <rect class="pair-reference" x="1" y="3" width={wide(reference)} height="4" />
      <rect class="pair-current" x="1" y="9" width={wide(current)} height="4" />
    </svg>
  );
}
