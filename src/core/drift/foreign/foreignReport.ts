import { counted } from '../../base/counted.ts';
import type { DriftColumn, DriftReport, DriftShape, DriftState, DriftVerdict } from '../../model/drift.ts';
import { reportDigest } from '../report/reportDigest.ts';
import { defaultThresholds } from '../settings.ts';

/** One column as another tool tells it. What it does not tell is null, and nothing is guessed. */
export interface ForeignColumn {
  readonly name: string;
  /** In the tool's own words where it says. */
  readonly kind?: string;
  readonly method: string;
  readonly statistic?: number | null;
  readonly pValue?: number | null;
  /** A distance, which larger is further. */
  readonly effect?: number | null;
  readonly limit: number | null;
  /** The tool's own verdict. */
  readonly drifted: boolean | null;
  readonly nullShare?: DriftColumn['nullShare'];
  readonly samples?: { readonly reference: number; readonly current: number };
  readonly shape?: DriftShape | null;
  readonly problems?: DriftColumn['problems'];
}

export interface ForeignTool {
  /** `Evidently`, `NannyML` … */
  readonly name: string;
  /** Of the form that was read. */
  readonly version: string;
}

export interface ForeignWhole {
  /** The tool's own verdict of the whole; else drift where any column drifted. */
  readonly verdict?: DriftVerdict;
  /** How the tool comes to it, in words. */
  readonly rule: string;
  readonly rows?: DriftReport['rows'];
  readonly window?: DriftReport['window'];
  readonly problems?: DriftReport['problems'];
  /** What was compared, where the tool says. */
  readonly key?: { readonly reference?: string; readonly current?: string; readonly model?: string | null };
}

/** Another tool's result as a drift report: its own verdicts and limits, which are not ours. */
export function foreignReport(tool: ForeignTool, columns: readonly ForeignColumn[], whole: ForeignWhole): DriftReport {
  const all = columns.map(columnOf).sort((left, right) => Number(right.drifted) - Number(left.drifted));
  const drifted = all.filter((column) => column.drifted).length;
  const known = all.filter(({ state }) => state !== 'unknown').length;
  const verdict = whole.verdict ?? (drifted > 0 ? 'drift' : known === 0 ? 'unknown' : 'no-drift');
  const report: Omit<DriftReport, 'digest'> = {
    verdict,
    reason: `${tool.name}: ${drifted} of ${counted(all.length, 'column', 'columns')} drifted. ${whole.rule}`,
    rows: whole.rows ?? { reference: 0, current: 0 },
    window: whole.window ?? { from: null, to: null },
    key: { reference: whole.key?.reference ?? '', current: whole.key?.current ?? '', model: whole.key?.model ?? null, commit: null },
    columns: all,
    families: [],
    slices: [],
    thresholds: defaultThresholds,
    problems: whole.problems ?? [],
    engine: { name: tool.name, version: tool.version, mode: 'foreign', reader: tool.name, dependence: 'as the tool assumes' },
  };
  return { ...report, digest: reportDigest(report) };
}

function columnOf(column: ForeignColumn): DriftColumn {
  const { drifted, limit, pValue = null, effect = null, method } = column;
  const state: DriftState = drifted === null ? 'unknown' : drifted ? 'drift' : 'none';
  return {
    name: column.name,
    kind: column.kind ?? 'unknown',
    state,
    drifted: drifted === true,
    reason: reasonOf(column),
    method,
    statistic: column.statistic ?? null,
    effect,
    effectName: effect === null ? null : method,
    effectInterval: null,
    pValue,
    pAdjusted: null,
    tests: [],
    measures: limit === null ? {} : { limit },
    nullShare: column.nullShare ?? { reference: null, current: null },
    samples: column.samples ?? { reference: 0, current: 0 },
    smallestDetectable: null,
    newCategories: [],
    vanishedCategories: [],
    outOfRange: null,
    shape: column.shape ?? null,
    problems: column.problems ?? [],
  };
}

function reasonOf({ drifted, pValue, effect, limit, method }: ForeignColumn): string {
  if (drifted === null) return `${method} gave no value.`;
  const value = pValue ?? effect ?? null;
  const seen = value === null ? method : `${method} = ${shortNumber(value)}`;
  if (limit === null) return `${seen}.`;
  const isP = pValue !== null && pValue !== undefined;
  const against = isP ? (drifted ? 'below' : 'not below') : drifted ? 'above' : 'not above';
  return `${seen}, ${against} the limit ${shortNumber(limit)}.`;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
