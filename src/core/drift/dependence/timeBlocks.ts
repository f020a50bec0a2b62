import { autocorrelation } from './autocorrelation.ts';
import type { Moments } from './moments.ts';
import type { Units } from './pieces.ts';
import type { Scores } from './scores.ts';

export interface TimeBlocks {
  readonly units: Units;
  /** Moments per block, about. */
  readonly length: number;
  /** How much wider the variance is than of independent rows. */
  readonly inflation: number;
  /** The part of the variance that moving blocks of this length does not show, as a factor. */
  readonly widen: number;
}

/** Blocks that are best for estimating a variance are too short for a test in its tail. */
const lengthening = 2;

const fewestBlocks = 8;
const mostBlocks = 500;

/** Both sides cut into blocks of moments that follow each other, long enough that what is left between blocks is little. */
export function timeBlocks(reference: Moments, current: Moments, scores: Scores): TimeBlocks {
  const series = [...scores.reference.map((score) => sums(score, reference)), ...scores.current.map((score) => sums(score, current))];
  const moments = Math.min(reference.count, current.count);
  const found = autocorrelation(series, moments);
  const wanted = Math.max(Math.cbrt(moments), found.blockLength * lengthening);
  const blocks = (count: number) => Math.max(Math.min(count, fewestBlocks), Math.min(mostBlocks, Math.round(count / wanted)));
  const left = blocks(reference.count);
  const right = blocks(current.count);
  const length = Math.max(1, Math.min(reference.count / left, current.count / right));
  const squares = series.reduce((sum, one) => sum + one.reduce((part, value) => part + value * value, 0), 0);
  const weight = scores.referenceWeight + scores.currentWeight;
  const within = weight === 0 || squares === 0 ? 1 : squares / weight;
  return {
    units: { reference: blockOf(reference, left), current: blockOf(current, right), referenceUnits: left, currentUnits: right, pairs: [] },
    length,
    inflation: Math.max(1, found.longRun * within),
    // The ratio comes from few blocks and is uncertain itself; the addition is what simulated series of 100 needed.
    widen: Math.min(3, Math.max(1, found.longRun / found.withinBlocks(Math.round(length)))) * (1 + 2 / (left + right)),
  };
}

function sums(score: Float64Array, moments: Moments): Float64Array {
  const series = new Float64Array(moments.count);
  score.forEach((value, row) => {
    const moment = moments.ofRow[row]!;
    series[moment] = series[moment]! + value;
  });
  return series;
}

function blockOf(moments: Moments, blocks: number): Int32Array {
  return moments.ofRow.map((moment) => Math.floor((moment * blocks) / moments.count));
}
