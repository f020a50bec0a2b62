import type { Digest, EvidenceItem, Instant } from '../ledger/entry.ts';

/**
 * What rules read, by path: every path there is. A name that people gave (metric, set, column, value, section, dataset) stands as it
 * is; in `slices` a column and a value are written by `slicePath`. Numbers are finite numbers; a value that is NaN or infinite is
 * written as its text and so is unknown. The `asOf` of an item is the end of what it tells of (for drift: of the current window).
 *
 * | path | value | unit, samples |
 * | --- | --- | --- |
 * | `metrics.<name>` | a metric as the run has it | unit of metrics.yaml; rows it was measured on |
 * | `metrics.<set>.<name>` | a metric on a named set of data (`metrics.test.auc`). Where a run names no sets, its metrics are of `test` and are written under both | the same |
 * | `champion.<set>.<name>` | difference to the champion on the same rows: this version minus what runs, or minus what ran before it where it runs itself | the metric's; rows |
 * | `champion.<set>.<name>.lower95`, `.upper95` | the ends of its 95 % interval | the same |
 * | `champion.artifact` | digest of the model that it was compared with | – |
 * | `artifact.bytes` | size of all files of the model | `B` |
 * | `slices.<metric>.<column>` | number of groups by that column, also of those without a metric | – |
 * | `slices.<metric>.<column>.<value>` | the metric of one group | the metric's; rows of the group |
 * | `drift.verdict` | `drift`, `no-drift` or `unknown` | – |
 * | `drift.report` | path of the report, below the repository's root | – |
 * | `drift.columns` | number of columns of the report | – |
 * | `drift.shareDrifted` | drifted columns of those that could be judged, 0 to 1 | –; number of columns that could be judged |
 * | `drift.largest.<measure>` | the largest over the columns (`psi`, `js`, `ks`, `w1`) | –; number of columns it is known of |
 * | `card.<section>.words` | words of a section; the heading in lower case, `_` for blanks and hyphens (`intended_use`) | – |
 * | `columns.<dataset>` | number of columns of the dataset | – |
 * | `columns.<dataset>.names.<column>` | true | – |
 * | `columns.<dataset>.rows`, `.scanned` | all rows, and how many of them were searched | – |
 * | `columns.<dataset>.possible.<kind>` | cells that possibly hold it (`email`, `iban`, `credit-card`, `us-ssn`) | –; cells searched |
 * | `code.isClean` | true: the tree of the commit is what ran | – |
 * | `data.pinnedBy` | what keeps every data version that went in: `dvc`, `git`, or another word | – |
 * | `environment.lock` | digest of the lock file that was installed | – |
 * | `reproduction.level` | `L0` recorded, `L1` restorable, `L2` re-runs, `L3` same metrics within a tolerance, `L4` same bytes | – |
 * | `reproduction.metrics.<name>` | the metric of the run made anew; compared with `metrics.<name>` | the metric's |
 *
 * What counts things (`slices.…`, `columns.…`, `drift.columns`) is there so that evidence with a part left out is seen to be short.
 */
export const evidenceRoots = ['metrics', 'champion', 'artifact', 'slices', 'drift', 'card', 'columns', 'code', 'data', 'environment', 'reproduction'] as const;

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

/** All evidence on a candidate, by path. */
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

/** Groups by a column, or one of them. Dots in names are written as `%2E`, so that no value can stand for another column's. */
export function slicePath(metric: string, column: string, value?: string): string {
  return ['slices', metric, ...[column, ...(value === undefined ? [] : [value])].map((name) => name.replaceAll('%', '%25').replaceAll('.', '%2E'))].join('.');
}
