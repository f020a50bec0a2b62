import { normalQuantile } from '../special/normalQuantile.ts';

const timeSteps = 32;

/**
 * The chance that a Brownian bridge plus `drift` · φ(Φ⁻¹(t)) leaves ± `critical`: the large-sample power of a two-sample
 * Kolmogorov-Smirnov test against a normal law that is shifted by drift / √(nm / (n + m)) standard deviations. The density of
 * the paths that stayed inside is carried over a grid, with the chance to have left in between (exact for one straight
 * border). Within 0.002 for a critical value up to 3; at drift 0 it is Kolmogorov's tail. O(1), some milliseconds.
 */
export function ksShiftPower(critical: number, drift: number): number {
  const step = 1 / timeSteps;
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
    if (time === timeSteps) return 1 - Math.sqrt(2 * Math.PI) * width * total((at) => density[at]! * passed(-place[at]! + before, place[at]!, 0));
    const next = new Float64Array(cells - 1);
    const moved = mean - before;
    for (let to = 0; to < next.length; to += 1) {
      if (time === 1) {
        next[to] = passed(place[to]! - moved, 0, place[to]!);
        continue;
      }
      const centre = to - Math.round(moved / width);
      let sum = 0;
      for (let from = Math.max(0, centre - reach); from <= Math.min(next.length - 1, centre + reach); from += 1) {
        sum += density[from]! * passed(place[to]! - place[from]! - moved, place[from]!, place[to]!);
      }
      next[to] = sum * width;
    }
    density = next;
  }
  return 1;

  /** The density of a free move, times the chance that a path between these two ends met neither border. */
  function passed(move: number, from: number, to: number): number {
    const free = Math.exp((-move * move) / (2 * step)) / Math.sqrt(2 * Math.PI * step);
    const above = (2 * (critical - from) * (critical - to)) / step;
    const below = (2 * (critical + from) * (critical + to)) / step;
    const isFar = above > 40 && below > 40;
    return isFar ? free : free * Math.max(0, 1 - Math.exp(-above) - Math.exp(-below));
  }

  function total(value: (at: number) => number): number {
    let sum = 0;
    for (let at = 0; at < place.length; at += 1) sum += value(at);
    return sum;
  }
}

/** φ(Φ⁻¹(t)): how far a small shift moves a normal law's distribution function where it is t. */
function height(t: number): number {
  const z = normalQuantile(t);
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
