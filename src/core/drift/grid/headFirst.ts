import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import { inBlocks } from './blocks.ts';
import { gridCuts, justBelow, sampleStep } from './cuts.ts';
import { Extent, Offsets, Sampler } from './extent.ts';
import { GridCounter, type GridSide } from './gridSide.ts';

/** The reference of a column on a grid that was made for it. */
export interface ReferenceCounts {
  readonly cuts: Float64Array;
  readonly reference: GridSide;
  /** Standard deviation. */
  readonly deviation: number;
}

interface Begun {
  readonly counter: GridCounter;
  readonly cuts: Float64Array;
  readonly extent: Extent;
  readonly sampler: Sampler;
  readonly rest: Offsets;
}

/** A bin of different values that holds more times its part than this makes a grid too coarse. */
const mostParts = 6;

/** Memory of the head that was counted last, for the next one: the collector would come for each. Whoever takes it has it alone. */
let spare: Float64Array | undefined;

function takeSpare(length: number): Float64Array {
  const taken = spare;
  spare = undefined;
  return taken?.length === length ? taken : new Float64Array(length);
}

/**
 * Counts a column on cuts from its first rows, the only ones that are held, so that it is read once. Whether the others fit these
 * cuts is known at the end. What it answers depends on the values in row order, not on the pieces they come in.
 */
export class HeadFirst {
  /** Of everything so far. */
  readonly extent = new Extent();
  readonly #bins: number;
  readonly #rows: number;
  readonly #longest: number;
  #head: Float64Array = new Float64Array();
  #held = 0;
  #seen = 0;
  /** Undefined while the head is filled, null where nothing can be made of it. */
  #begun: Begun | null | undefined;
  readonly #every: number;
  #sample: Float64Array;
  #taken = 0;

  constructor(rows: number, bins: number, held: number) {
    this.#rows = rows;
    this.#bins = bins;
    this.#longest = Math.min(rows, held);
    this.#every = sampleStep(rows, bins);
    this.#sample = new Float64Array(rows > held ? Math.ceil(rows / this.#every) : 0);
  }

  add(piece: Float64Array): void {
    let from = 0;
    if (this.#begun === undefined) {
      from = Math.min(piece.length, this.#longest - this.#held);
      // One piece that is all of it is taken as it is.
      if (from === this.#longest) this.#begin(piece.subarray(0, from));
      else {
        if (this.#held === 0) this.#head = takeSpare(this.#longest);
        this.#head.set(piece.subarray(0, from), this.#held);
        this.#held += from;
        if (this.#held === this.#longest) this.#beginHeld();
      }
    }
    if (from < piece.length) inBlocks(piece.subarray(from), (block) => this.#beyond(block));
  }

  /** `again`: from `extent` and `sample`. Undefined where the values make no grid. */
  end(): ReferenceCounts | 'again' | undefined {
    if (this.#begun === undefined) this.#beginHeld();
    if (!this.extent.isUsable) return undefined;
    const begun = this.#begun;
    if (!begun) return 'again';
    const reference = begun.counter.side();
    const deviation = begun.sampler.deviationWith(begun.rest, begun.extent.count);
    if (this.#seen === this.#held) return { cuts: begun.cuts, reference, deviation };
    return isFine(reference, this.extent.count / this.#bins) ? { ...withEnds(begun.cuts, reference, this.extent), deviation } : 'again';
  }

  /** Finite values of all rows, evenly by row; in no order. */
  get sample(): Float64Array {
    return this.#sample.subarray(0, this.#taken);
  }

  #beginHeld(): void {
    this.#begin(this.#head.subarray(0, this.#held));
    spare = this.#head;
    this.#head = new Float64Array();
  }

  #begin(head: Float64Array): void {
    this.#held = head.length;
    inBlocks(head, (block) => this.#look(block));
    const extent = this.extent.copy();
    this.#begun = null;
    if (!extent.isUsable) return;
    const sampler = new Sampler(extent, sampleStep(extent.count, this.#bins));
    inBlocks(head, (block) => sampler.add(block));
    const cuts = gridCuts(sortNumbers(sampler.sample), extent.least, extent.most, this.#bins);
    const counter = new GridCounter(cuts, this.#rows);
    inBlocks(head, (block) => counter.add(block));
    this.#begun = { counter, cuts, extent, sampler, rest: new Offsets(extent.sum / extent.count) };
  }

  #beyond(block: Float64Array): void {
    this.#look(block);
    this.#begun?.rest.add(block);
    this.#begun?.counter.add(block);
  }

  #look(block: Float64Array): void {
    this.extent.add(block);
    const { length } = block;
    if (this.#sample.length > 0) {
      for (let at = (this.#every - (this.#seen % this.#every)) % this.#every; at < length; at += this.#every) {
        const value = block[at]!;
        if (value - value === 0) this.#sample[this.#taken++] = value;
      }
    }
    this.#seen += length;
  }
}

function isFine({ counts, least, most }: GridSide, part: number): boolean {
  return counts.every((count, bin) => count <= mostParts * part || least[bin] === most[bin]);
}

/** With a cut below the least and one at the largest value of all rows, of which the first ones knew less. */
function withEnds(cuts: Float64Array, side: GridSide, { least, most }: Extent): Pick<ReferenceCounts, 'cuts' | 'reference'> {
  const before = justBelow(least) < cuts[0]!;
  const after = most > cuts[cuts.length - 1]!;
  if (!before && !after) return { cuts, reference: side };
  const around = (values: Float64Array, first: number, last: number) => {
    const wider = new Float64Array(Number(before) + values.length + Number(after));
    if (before) wider[0] = first;
    wider.set(values, Number(before));
    if (after) wider[wider.length - 1] = last;
    return wider;
  };
  return {
    cuts: around(cuts, justBelow(least), most),
    reference: {
      ...side,
      counts: around(side.counts, 0, 0),
      sums: around(side.sums, 0, 0),
      least: around(side.least, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
      most: around(side.most, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
    },
  };
}
