import { toFault } from '../base/fault.ts';
import { didYouMean } from '../filter/near.ts';
import { sha256 } from '../base/sha256.ts';
import type { DriftBias, DriftFamily, DriftReport, DriftSlice } from '../model/drift.ts';
import type { PerformanceReport } from '../model/performance.ts';
import { readAlike } from '../table/readAlike.ts';
import type { TableSource } from '../table/tableSource.ts';
import { chosenColumns } from './chosenColumns.ts';
import { driftStart, type DriftStart } from './driftStart.ts';
import type { ColumnContext } from './column/columnContext.ts';
import type { ColumnFinding } from './column/finding.ts';
import { rowDependence } from './dependence/rowDependence.ts';
import { columnFamily } from './family/columnFamily.ts';
import { ofLabels } from './family/ofLabels.ts';
import { undecided } from './grid/undecided.ts';
import { provisionalColumn, type ProvisionalColumn } from './provisional.ts';
import { isHeld, readColumn, type HowToRead } from './readColumn.ts';
import { adjustColumns } from './report/adjust.ts';
import { reportDigest } from './report/reportDigest.ts';
import { verdictOf } from './report/verdict.ts';
import { resolveSettings, type DriftSettings, type ResolvedSettings } from './settings.ts';

/** Of the rules: raised when the same data may get another verdict. */
export const engineVersion = '1';

/** What further looks at both tables get: families beside the columns, worst slices. */
export interface LookContext {
  readonly settings: ResolvedSettings;
  /** The monitored columns. */
  readonly columns: readonly string[];
  /** Hex digits that depend on both tables. */
  readonly seed: string;
  readonly signal: AbortSignal;
}

type Look<T> = (reference: TableSource, current: TableSource, context: LookContext) => Promise<T>;

export interface DriftRun {
  readonly signal: AbortSignal;
  /** After each column. */
  readonly onProgress?: (done: number, of: number, column: string) => void;
  /** What was opened, before a value is read. */
  readonly onStart?: (start: DriftStart) => void;
  /**
   * A column before its verdict, as soon as it is read; once more where a grid left it open and it was read value by value. What
   * was told last of a column is what the report says of it. `place` is its place in the report.
   */
  readonly onColumn?: (column: ProvisionalColumn, place: number) => void;
  /** Tests of several columns at once, each judged at `familyAlpha` by itself. */
  readonly families?: ReadonlyArray<Look<DriftFamily>>;
  readonly slices?: Look<readonly DriftSlice[]>;
  /** Of the model behind the rows. Where it cannot be measured the report says why, and the rest of it stays. */
  readonly performance?: Look<PerformanceReport>;
  readonly bias?: Look<DriftBias>;
}

/**
 * Whether `current` still is what `reference` was, column by column, with one column of both sides in memory at a time. The
 * same tables and settings give the same report, byte for byte. A column that cannot be read or compared is `unknown` and
 * says why. Throws `invalid` or `notFound` for settings that do not fit the tables, and what the signal throws.
 */
export async function driftReport(first: TableSource, second: TableSource, settings: DriftSettings, run: DriftRun): Promise<DriftReport> {
  const chosen = resolveSettings(settings);
  const names = chosenColumns(first, second, chosen);
  const roles = [chosen.prediction, chosen.target].filter((name) => name !== null);
  const looked = [...names, ...roles, chosen.time, chosen.entity, chosen.score, ...chosen.groups].filter((name) => name !== null);
  const [reference, current] = await readAlike(first, second, new Set(looked), run.signal);
  run.onStart?.(driftStart(reference, current, chosen, names));
  const seed = sha256(`${reference.digest}\n${current.digest}`);
  const all = names.length + roles.length;
  const dependence = await rowDependence(reference, current, chosen, 2 * all, run.signal);
  const contextOf = (name: string): ColumnContext => ({
    thresholds: chosen.thresholds,
    intervals: chosen.intervals,
    domain: chosen.closedDomains.get(name) ?? null,
    dependence: dependence.dependence,
    seed: sha256(`${seed}\n${name}`),
  });
  const isLarge = Math.max(reference.rows, current.rows) > chosen.exactRows;
  // What is too large to be held is looked at again where it decides only.
  const closely: HowToRead = isLarge && !isHeld(reference, current) ? 'open' : 'whole';
  let done = 0;
  const look = async (name: string, how: HowToRead): Promise<ColumnFinding> => {
    run.signal.throwIfAborted();
    return readColumn(name, reference, current, contextOf(name), how, run.signal);
  };
  const told = (name: string) => run.onProgress?.((done += 1), all, name);
  const findings: ColumnFinding[] = [];
  for (const side of [reference, current]) side.expect?.(names);
  const keep = (finding: ColumnFinding, place: number) => {
    findings[place] = finding;
    run.onColumn?.(provisionalColumn(finding, chosen.thresholds.alpha, chosen.thresholds.power), place);
  };
  for (const [place, name] of names.entries()) {
    keep(await look(name, isLarge ? 'grid' : 'whole'), place);
    told(name);
  }
  // What a grid leaves open is looked at value by value, until nothing is open.
  for (let open = undecided(findings, chosen.thresholds.alpha); open.length > 0; open = undecided(findings, chosen.thresholds.alpha)) {
    for (const side of [reference, current]) side.expect?.(open);
    for (const name of open) keep(await look(name, closely), names.indexOf(name));
  }
  const columns = adjustColumns(findings, chosen.thresholds.alpha, chosen.thresholds);
  const context: LookContext = { settings: chosen, columns: names, seed, signal: run.signal };
  const families: DriftFamily[] = [];
  const family = async (name: string): Promise<ColumnFinding> => {
    const finding = await look(name, closely);
    told(name);
    return finding;
  };
  if (chosen.prediction !== null) families.push(columnFamily('prediction', await family(chosen.prediction), chosen.thresholds));
  if (chosen.target !== null) families.push(columnFamily('target', ofLabels(await family(chosen.target)), chosen.thresholds));
  for (const test of run.families ?? []) families.push(await test(reference, current, context));
  const slices = run.slices === undefined ? [] : await run.slices(reference, current, context);
  const open: Array<DriftReport['problems'][number]> = [];
  const attempted = async <T>(look: Look<T> | undefined, code: string): Promise<T | undefined> => {
    try {
      return await look?.(reference, current, context);
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled' || fault.code === 'internal') throw error;
      open.push({ side: 'both', code, message: [fault.message, fault.hint].filter((part) => part !== undefined).join(' ') });
      return undefined;
    }
  };
  const performance = await attempted(run.performance, 'performance');
  const bias = await attempted(run.bias, 'bias');
  const report: Omit<DriftReport, 'digest'> = {
    ...verdictOf(columns, families, chosen.required),
    rows: { reference: reference.rows, current: current.rows },
    window: dependence.window,
    key: { reference: reference.digest, current: current.digest, model: chosen.model, commit: chosen.commit },
    columns,
    families,
    slices,
    ...(performance === undefined ? {} : { performance }),
    ...(bias === undefined ? {} : { bias }),
    thresholds: chosen.thresholds,
    problems: [
      ...reference.problems.map((problem) => ({ ...problem, side: 'reference' as const })),
      ...current.problems.map((problem) => ({ ...problem, side: 'current' as const })),
      ...dependence.problems,
      ...neverThere(chosen, reference, current),
      ...open,
    ],
    engine: { name: 'mlops', version: engineVersion, mode: findings.some(({ tests }) => tests.some(({ bounds }) => bounds !== undefined)) ? 'grid' : 'exact', reader: readerOf(reference, current), dependence: dependence.words() },
  };
  return { ...report, digest: reportDigest(report) };
}

/** A name that is written wrong leaves nothing out. */
function neverThere({ exclude }: ResolvedSettings, ...sides: ReadonlyArray<Pick<TableSource, 'columns'>>): DriftReport['problems'] {
  const all = sides.flatMap(({ columns }) => columns.map(({ name }) => name));
  return [...exclude].filter((name) => !all.includes(name)).map((name) => ({ side: 'both', code: 'notFound', message: `“${name}”, which was to be left out, is on neither side. ${didYouMean(name, [...new Set(all)])}`.trimEnd() }));
}

function readerOf(...sides: readonly TableSource[]): string {
  return [...new Set(sides.map(({ reader = 'own' }) => reader))].join(', ');
}
