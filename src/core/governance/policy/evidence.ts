import type { Digest, EvidenceItem, Instant } from '../ledger/entry.ts';

/** One thing that was measured, as rules read it. */
export interface Reading {
  readonly value: number | string | boolean;
  readonly unit: string | null;
  readonly samples: number | null;
  readonly asOf: Instant;
  /** Where it was found, for people. */
  readonly from: string;
  /** The entry that brought it. */
  readonly entry: Digest;
}

/** All evidence on a candidate, by path: `metrics.auc`, `slices.recall.region.north`, `drift.shareDrifted`, `card.limitations.words`. */
export class Evidence {
  readonly #readings = new Map<string, Reading>();

  /** `items` in the order of their entries: what is said later replaces what was said before. */
  constructor(items: ReadonlyArray<{ readonly item: EvidenceItem; readonly entry: Digest }>) {
    for (const { item, entry } of items) for (const [path, reading] of item.values) this.#readings.set(path, { ...reading, asOf: item.asOf, from: item.from, entry });
  }

  at(path: string): Reading | undefined {
    return this.#readings.get(path);
  }

  /** Paths below a prefix, without it, in order. */
  below(prefix: string): string[] {
    const start = `${prefix}.`;
    return [...this.#readings.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)).sort();
  }

  /** Paths that look like this one, for a message about a slip of the pen. */
  get paths(): readonly string[] {
    return [...this.#readings.keys()].sort();
  }
}
