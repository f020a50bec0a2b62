import { fail } from '../base/fault.ts';
import type { DriftThresholds } from '../model/drift.ts';

/** What a comparison is asked to do. Everything may be left out. */
export interface DriftSettings {
  readonly thresholds?: Partial<DriftThresholds>;
  /** Only these columns; default all but those that have a role of their own below. */
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  /** One of these that cannot be judged makes the report `unknown`. */
  readonly required?: readonly string[];
  /** By column, every value it may have. One other value in the current side is drift by itself. */
  readonly closedDomains?: Readonly<Record<string, readonly string[]>>;
  /** Rows near in this column may depend on each other: p by permutation of blocks. Not monitored itself. */
  readonly time?: string;
  /** Rows with the same value belong together: p by permutation of whole entities. Not monitored itself. */
  readonly entity?: string;
  /** Judged as families of their own, not among the columns. */
  readonly prediction?: string;
  readonly target?: string;
  /** The model's own probabilities, for performance and bias; monitored like any other column. */
  readonly score?: string;
  /** Divide the rows for bias; monitored like any other column. */
  readonly groups?: readonly string[];
  readonly key?: { readonly model?: string | null; readonly commit?: string | null };
  /** Above this many rows on one side columns are compared on a grid of bins, where the source gives pieces. */
  readonly exactRows?: number;
  /** Intervals are shown and decide nothing; `false` leaves them out, which saves most of the time on small tables. */
  readonly intervals?: boolean;
}

/** The same with every choice made. */
export interface ResolvedSettings {
  readonly thresholds: DriftThresholds;
  readonly columns: readonly string[] | null;
  readonly exclude: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  readonly closedDomains: ReadonlyMap<string, readonly string[]>;
  readonly time: string | null;
  readonly entity: string | null;
  readonly prediction: string | null;
  readonly target: string | null;
  readonly score: string | null;
  readonly groups: readonly string[];
  readonly model: string | null;
  readonly commit: string | null;
  readonly exactRows: number;
  readonly intervals: boolean;
}

export const defaultThresholds: DriftThresholds = {
  alpha: 0.05,
  familyAlpha: 0.01,
  numericEffect: 0.1,
  categoricalEffect: 0.1,
  nullShare: 0.02,
  power: 0.8,
};

/** Throws `invalid` for a threshold that is none. */
export function resolveSettings(settings: DriftSettings): ResolvedSettings {
  const thresholds = { ...defaultThresholds, ...defined(settings.thresholds ?? {}) };
  for (const [name, value] of Object.entries(thresholds) as Array<[keyof DriftThresholds, number]>) {
    const isShare = name === 'alpha' || name === 'familyAlpha' || name === 'power';
    if (!(isShare ? value > 0 && value < 1 : value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw fail('invalid', `The threshold ${name} cannot be ${value}.`, { hint: isShare ? 'Give a number between 0 and 1.' : 'Give a number from 0 up.' });
    }
  }
  return {
    thresholds,
    columns: settings.columns ?? null,
    exclude: new Set(settings.exclude),
    required: new Set(settings.required),
    closedDomains: new Map(Object.entries(settings.closedDomains ?? {})),
    time: settings.time ?? null,
    entity: settings.entity ?? null,
    prediction: settings.prediction ?? null,
    target: settings.target ?? null,
    score: settings.score ?? null,
    groups: settings.groups ?? [],
    model: settings.key?.model ?? null,
    commit: settings.key?.commit ?? null,
    exactRows: settings.exactRows ?? 200_000,
    intervals: settings.intervals ?? true,
  };
}

function defined(thresholds: Partial<DriftThresholds>): Partial<DriftThresholds> {
  return Object.fromEntries(Object.entries(thresholds).filter(([, value]) => value !== undefined));
}
