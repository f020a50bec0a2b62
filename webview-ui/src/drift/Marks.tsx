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

/**
 * An effect on a scale of its threshold, so that the threshold stands at one place in every row. As few shapes as it can be: each
 * is laid out in each of a list's rows.
 */
export function EffectBar({ effect, interval, threshold, isDrift, size = 116 }: EffectBarProps) {
  if (effect === null || threshold === null || threshold <= 0) return null;
  const at = (value: number) => Math.round((1 + (Math.max(0, Math.min(widest, value / threshold)) / widest) * (size - 8)) * 10) / 10;
  const arrow = effect / threshold > widest ? `M${size - 6},4l5,4l-5,4z` : '';
  const [low, high] = interval ? [at(interval[0]), at(interval[1])] : [0, 0];
  const whisker = interval ? `M${low},8H${high}M${low},5.5v5M${high},5.5v5` : '';
  return (
    <svg class={`effect${isDrift ? ' is-drift' : ''}`} width={size} height={height} viewBox={`0 0 ${size} ${height}`} aria-hidden="true">
      <path class="effect-track" d={`M1,8H${size - 7}`} />
      <path class="effect-bar" d={`M1,5H${Math.max(1, at(effect))}v6H1z${arrow}`} />
      <path class="effect-line" d={`M${at(threshold)},1v14${whisker}`} />
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
