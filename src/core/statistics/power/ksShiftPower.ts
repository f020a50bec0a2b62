import { normalQuantile } from '../special/normalQuantile.ts';

const timeSteps = 32;
const step = 1 / timeSteps;

/**
 * The chance that a Brownian bridge plus `drift` · φ(Φ⁻¹(t)) leaves ± `critical`: the large-sample power of a two-sample
 * Kolmogorov-Smirnov test against a normal law that is shifted by drift / √(nm / (n + m)) standard deviations. The density of
 * the paths that stayed inside is carried over a grid, with the chance to have left in between (exact for one straight
 * border). Within 0.002 for a critical value up to 3; at drift 0 it is Kolmogorov's tail. O(1), less than a millisecond once
 * `critical` was given.
 */
export function ksShiftPower(critical: number): (drift: number) => number {
  const band = bandOf(critical);
  const { place, width } = band;
  return (drift) => {
    let density = new Float64Array(place.length);
    let mean = 0;
    for (let time = 1; time < timeSteps; time += 1) {
      const before = mean;
      mean = drift * height(time * step);
      density = time === 1 ? place.map((to) => free(to - mean) * stays(0, to, critical)) : carried(density, band, mean - before);
    }
    // The bridge ends at 0: the density there of the paths inside, of that of all paths.
    const inside = place.reduce((sum, from, at) => sum + density[at]! * free(mean - from) * stays(from, 0, critical), 0);
    return 1 - Math.sqrt(2 * Math.PI) * width * inside;
  };
}

/** What is the same for every drift. */
interface Band {
  /** Points inside the band; on its border the density is 0. */
  readonly place: Float64Array;
  readonly width: number;
  /** In cells: what is farther apart does not count. */
  readonly reach: number;
  /** `stays` between each two places, row by row. */
  readonly stays: Float64Array;
}

function bandOf(critical: number): Band {
  const spread = Math.sqrt(step);
  const cells = Math.ceil((2 * critical) / (spread / 3));
  const width = (2 * critical) / cells;
  const place = Float64Array.from({ length: cells - 1 }, (_, at) => (at + 1) * width - critical);
  const between = new Float64Array(place.length ** 2);
  for (let to = 0; to < place.length; to += 1) {
    for (let from = 0; from < place.length; from += 1) between[to * place.length + from] = stays(place[from]!, place[to]!, critical);
  }
  return { place, width, reach: Math.ceil((7 * spread) / width), stays: between };
}

/** The density one step of time later, in which the mean moves. */
function carried(density: Float64Array, { place, width, reach, stays: between }: Band, moved: number): Float64Array<ArrayBuffer> {
  const shift = Math.round(moved / width);
  const moves = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => free((at - reach + shift) * width - moved));
  const next = new Float64Array(place.length);
  for (let to = 0; to < next.length; to += 1) {
    const centre = to - shift;
    next[to] = width * arriving(density, moves, between, { row: to * place.length, first: Math.max(0, centre - reach), last: Math.min(next.length - 1, centre + reach), end: centre + reach });
  }
  return next;
}

/** From the places `first` to `last`. A loop of its own: an engine leaves one within a loop at a price. */
function arriving(density: Float64Array, moves: Float64Array, between: Float64Array, { row, first, last, end }: Readonly<Record<'row' | 'first' | 'last' | 'end', number>>): number {
  let sum = 0;
  for (let from = first; from <= last; from += 1) sum += density[from]! * moves[end - from]! * between[row + from]!;
  return sum;
}

/** The density of a free move in a step. */
function free(move: number): number {
  return Math.exp((-move * move) / (2 * step)) / Math.sqrt(2 * Math.PI * step);
}

/** The chance that a path between these two ends of a step met neither border. */
function stays(from: number, to: number, critical: number): number {
  const above = (2 * (critical - from) * (critical - to)) / step;
  const below = (2 * (critical + from) * (critical + to)) / step;
  return above > 40 && below > 40 ? 1 : Math.max(0, 1 - Math.exp(-above) - Math.exp(-below));
}

/** φ(Φ⁻¹(t)): how far a small shift moves a normal law's distribution function where it is t. */
function height(t: number): number {
  const z = normalQuantile(t);
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
