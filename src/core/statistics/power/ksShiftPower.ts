import { normalQuantile } from '../special/normalQuantile.ts';

const timeSteps = 32;
const step = 1 / timeSteps;

/**
 * The chance that a Brownian bridge plus `drift` · φ(Φ⁻¹(t)) leaves ± `critical`: the large-sample power of a two-sample
 * Kolmogorov-Smirnov test against a normal law that is shifted by drift / √(nm / (n + m)) standard deviations. The density of
 * the paths that stayed inside is carried over a grid, with the chance to have left in between (exact for one straight
 * border). Within 0.002 for a critical value up to 3; at drift 0 it is Kolmogorov's tail. O(1), some milliseconds.
 */
export function ksShiftPower(critical: number, drift: number): number {
  const spread = Math.sqrt(step);
  const cells = Math.ceil((2 * critical) / (spread / 3));
  const width = (2 * critical) / cells;
  const reach = Math.ceil((7 * spread) / width);
  // Points inside the band; on its border the density is 0.
  const place = Float64Array.from({ length: cells - 1 }, (_, at) => (at + 1) * width - critical);
  let density = new Float64Array(cells - 1);
  let mean = 0;
  for (let time = 1; time <= timeSteps; time += 1) {
    const before = mean;
    mean = time === timeSteps ? 0 : drift * height(time * step);
    // The bridge ends at 0: the density there of the paths inside, of that of all paths.
    if (time === timeSteps) return 1 - Math.sqrt(2 * Math.PI) * width * place.reduce((sum, from, at) => sum + density[at]! * passed(-from + before, from, 0, critical), 0);
    const moved = mean - before;
    density = time === 1 ? place.map((to) => passed(to - moved, 0, to, critical)) : carried(density, { place, moved, width, reach, critical });
  }
  return 1;
}

interface Move {
  readonly place: Float64Array;
  readonly moved: number;
  readonly width: number;
  /** In cells: what is farther apart does not count. */
  readonly reach: number;
  readonly critical: number;
}

/** The density one step of time later. */
function carried(density: Float64Array, { place, moved, width, reach, critical }: Move): Float64Array<ArrayBuffer> {
  const next = new Float64Array(density.length);
  for (let to = 0; to < next.length; to += 1) {
    const centre = to - Math.round(moved / width);
    next[to] = arriving(density, place, place[to]!, moved, Math.max(0, centre - reach), Math.min(next.length - 1, centre + reach), critical) * width;
  }
  return next;
}

/** From the places `first` to `last`. A loop of its own: an engine leaves one within a loop at a price. */
function arriving(density: Float64Array, place: Float64Array, to: number, moved: number, first: number, last: number, critical: number): number {
  let sum = 0;
  for (let from = first; from <= last; from += 1) sum += density[from]! * passed(to - place[from]! - moved, place[from]!, to, critical);
  return sum;
}

/** The density of a free move in a step, times the chance that a path between these two ends met neither border. */
function passed(move: number, from: number, to: number, critical: number): number {
  const free = Math.exp((-move * move) / (2 * step)) / Math.sqrt(2 * Math.PI * step);
  const above = (2 * (critical - from) * (critical - to)) / step;
  const below = (2 * (critical + from) * (critical + to)) / step;
  const isFar = above > 40 && below > 40;
  return isFar ? free : free * Math.max(0, 1 - Math.exp(-above) - Math.exp(-below));
}

/** φ(Φ⁻¹(t)): how far a small shift moves a normal law's distribution function where it is t. */
function height(t: number): number {
  const z = normalQuantile(t);
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
