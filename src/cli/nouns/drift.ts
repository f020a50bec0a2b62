import { fail } from '../../core/base/fault.ts';
import type { DriftRun } from '../../core/drift/driftReport.ts';
import { biasLook } from '../../core/drift/looks/biasLook.ts';
import { multivariateLook } from '../../core/drift/looks/multivariateLook.ts';
import { performanceLook } from '../../core/drift/looks/performanceLook.ts';
import { slicesLook } from '../../core/drift/looks/slicesLook.ts';
import type { ChunkPeriod } from '../../core/drift/performance/chunking.ts';
import { performanceVerdict } from '../../core/drift/performance/performanceVerdict.ts';
import type { DriftSettings } from '../../core/drift/settings.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import type { PerformanceTask } from '../../core/model/performance.ts';
import { tableReaders } from '../../core/table/tableReader.ts';
import type { DriftOptions } from '../../services/drift.ts';
import { driftReportsIn } from '../../services/driftResults.ts';
import { exitCodes } from '../exit.ts';
import { chosen, listValue, textValue, type Answer, type Context, type Noun, type Values } from '../noun.ts';
import { splitNames } from '../../core/base/nameList.ts';
import { pairs } from '../pairs.ts';
import { eventsTo } from '../driftEvents.ts';
import { driftText } from '../driftText.ts';
import { installAccelerator } from '../installAccelerator.ts';

const kinds: readonly PerformanceTask[] = ['binary', 'multiclass', 'regression'];
const periods: readonly ChunkPeriod[] = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
const failures = ['drift', 'performance', 'any'] as const;

export const noun: Noun = {
  usage: `mlops drift --reference DATA --current DATA [--columns A,B] [--exclude A,B] [--require A,B]
    [--domain COL=A|B]… [--time COL] [--entity COL] [--prediction COL] [--target COL]
    [--slices] [--slice-by A,B] [--multivariate] [--alpha X] [--effect X] [--model ID] [--exact] [--reader auto|own|duckdb]
    [--performance] [--group COL[,COL]… [--intersections]] [--score COL] [--positive VALUE] [--kind ${kinds.join('|')}]
    [--chunk-size N | --chunk-period ${periods.join('|')}] [--fail-on ${failures.join('|')}] [--events-fd N]
       mlops drift --read DATA [--read DATA]…
       mlops drift --install-accelerator
  DATA = PATH | SOURCE:PATH@REVISION | SOURCE:RUN/ARTIFACT | sqlite:FILE#TABLE | duckdb:FILE#TABLE
  --require   a column that cannot be judged makes the verdict unknown
  --domain    every value the column may have; one other is drift
  --time, --entity   rows near in time, or of one entity, may depend on each other
  --slices    search where the sides differ most, by one and two columns; --slice-by names the columns
  --multivariate   test all columns together as well (some seconds)
  --performance    how well the model does from chunk to chunk, by --target and --prediction: measured where labels have come
                   (blank = not yet), with --score (the probability of the positive class) estimated for all rows; and where
                   detectors find its errors changed. Chunks: a tenth of the reference where nothing is said
  --group          how outcomes differ between groups of the current side; no value for fewer than 30 rows
  --fail-on        performance: exit 1 where a chunk is certainly worse than the reference stays within, or nothing is measured
                   yet; any: that or drift; default drift: performance is told and decides nothing
  --read      a result file of another tool (also SOURCE:RUN/ARTIFACT), or our own evidence, as a report; several side by
              side in one answer
  --exact     value by value also above 200,000 rows, where a grid of bins with sound bounds is the default
  --reader    own: never DuckDB, though it is installed; duckdb: DuckDB for all of a Parquet file that it can read; auto:
              DuckDB for what it reads in less time. The answers are the same
  --install-accelerator   fetches DuckDB (about 25 MB), which reads large Parquet files faster and duckdb: tables at all;
              from registry.npmjs.org, or from MLOPS_NPM_REGISTRY; checked against hashes in this program
  --alpha     false discovery rate over all columns (0.05); --effect  what counts as a change (0.1)
  --events-fd   for a program: a line of JSON there for each column as soon as it is read, before its verdict
  Exit 1: drift, or unknown (a required column could not be judged, or nothing was compared); with --fail-on what it says.`,
  options: {
    reference: { type: 'string' },
    current: { type: 'string' },
    columns: { type: 'string', multiple: true },
    exclude: { type: 'string', multiple: true },
    require: { type: 'string', multiple: true },
    domain: { type: 'string', multiple: true },
    time: { type: 'string' },
    entity: { type: 'string' },
    prediction: { type: 'string' },
    target: { type: 'string' },
    read: { type: 'string', multiple: true },
    exact: { type: 'boolean' },
    reader: { type: 'string' },
    'install-accelerator': { type: 'boolean' },
    slices: { type: 'boolean' },
    'slice-by': { type: 'string', multiple: true },
    multivariate: { type: 'boolean' },
    alpha: { type: 'string' },
    effect: { type: 'string' },
    model: { type: 'string' },
    performance: { type: 'boolean' },
    group: { type: 'string', multiple: true },
    intersections: { type: 'boolean' },
    score: { type: 'string' },
    positive: { type: 'string' },
    kind: { type: 'string' },
    'chunk-size': { type: 'string' },
    'chunk-period': { type: 'string' },
    'fail-on': { type: 'string' },
    'events-fd': { type: 'string' },
  },
  arguments: [0, 0],
  async run(context) {
    const { workbench, values, cwd, signal, progress, say } = context;
    if (values['install-accelerator'] === true) return installAccelerator(workbench.machine, { signal, say, ...(progress ? { progress } : {}) });
    const read = listValue(values, 'read');
    if (read.length > 0) return readResults(context, read);
    const [reference, current] = [textValue(values, 'reference'), textValue(values, 'current')];
    if (reference === undefined || current === undefined) {
      throw fail('invalid', `${reference === undefined ? '--reference' : '--current'} is missing.`, { hint: 'Name both sides: mlops drift --reference DATA --current DATA.' });
    }
    const tell = progress === undefined ? undefined : (done: number, of: number, column: string) => progress(done === of ? '' : `${done} of ${of}: ${column}`);
    const looks = { ...looksOf(values), ...modelLooks(values) };
    const failOn = chosen(values, 'fail-on', failures) ?? 'drift';
    if (failOn !== 'drift' && looks.performance === undefined) throw fail('invalid', `--fail-on ${failOn} needs --performance.`);
    const events = eventsTo(textValue(values, 'events-fd'));
    const report = await workbench.drift
      .report({ ...settingsOf(values), reference, current, folder: cwd, ...readerOf(values) }, signal, { ...looks, ...events?.listeners, ...(tell ? { onProgress: tell } : {}) })
      .finally(() => events?.end());
    const clock = textValue(values, 'time') === undefined ? report.columns.find(({ kind, drifted }) => kind === 'datetime' && drifted) : undefined;
    if (clock !== undefined) say(`“${clock.name}” holds times, which go on by themselves: --time ${clock.name} takes it as the time of the rows in place of a column that drifted.`);
    const hasFailed = { drift: report.verdict !== 'no-drift', performance: performanceVerdict(report.performance) !== 'holds' };
    return {
      data: report,
      text: (style) => driftText(report, style),
      exitCode: (failOn !== 'performance' && hasFailed.drift) || (failOn !== 'drift' && hasFailed.performance) ? exitCodes.verdictNo : exitCodes.done,
    };
  },
};

/** Throws `invalid` for a reader that there is not. */
function readerOf(values: Values): Pick<DriftOptions, 'reader'> {
  const reader = chosen(values, 'reader', tableReaders);
  return reader === undefined ? {} : { reader };
}

/** Of several windows the newest of ours is the answer, else the newest of all; all of them are with it. */
async function readResults({ workbench, cwd, signal }: Context, references: readonly string[]): Promise<Answer> {
  const reports: DriftReport[] = [];
  for (const reference of references) {
    const { fileName, bytes } = await workbench.tables.bytes(reference, cwd, 256 * 1024 * 1024, signal);
    reports.push(...(await driftReportsIn(new TextDecoder().decode(bytes), fileName)));
  }
  const newest = reports.findLast(({ engine }) => engine.mode !== 'foreign') ?? reports.at(-1);
  if (newest === undefined) throw fail('invalid', `${references.join(', ')} holds no report.`);
  return {
    data: reports.length > 1 ? { ...newest, windows: reports } : newest,
    text: (style) => driftText(newest, style),
    exitCode: newest.verdict === 'no-drift' ? exitCodes.done : exitCodes.verdictNo,
  };
}

function looksOf(values: Values): Pick<DriftRun, 'families' | 'slices'> {
  const by = lists(values, 'slice-by');
  return {
    families: values['multivariate'] === true ? [multivariateLook] : [],
    ...(values['slices'] === true || by.length > 0 ? { slices: slicesLook(by) } : {}),
  };
}

/** Names between commas; `\,` is a comma of a name. */
function lists(values: Values, name: string): string[] {
  return listValue(values, name).flatMap(splitNames).filter((one) => one !== '');
}

/** Throws `invalid` for a number that is none and a domain without values. */
function settingsOf(values: Values): DriftSettings {
  const alpha = numberOf(values, 'alpha');
  const effect = numberOf(values, 'effect');
  const columns = lists(values, 'columns');
  const domains = Object.entries(pairs(listValue(values, 'domain'), '--domain')).map(([column, text]) => [column, text.split('|')] as const);
  const texts = Object.fromEntries(
    (['time', 'entity', 'prediction', 'target', 'score'] as const).flatMap((name) => {
      const value = textValue(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...texts,
    groups: lists(values, 'group'),
    ...(columns.length === 0 ? {} : { columns }),
    exclude: lists(values, 'exclude'),
    required: lists(values, 'require'),
    closedDomains: Object.fromEntries(domains),
    thresholds: { ...(alpha === undefined ? {} : { alpha }), ...(effect === undefined ? {} : { numericEffect: effect, categoricalEffect: effect }) },
    key: { model: textValue(values, 'model') ?? null },
    ...(values['exact'] === true ? { exactRows: Number.POSITIVE_INFINITY } : {}),
  };
}

/** Performance and bias, where asked for. Throws `invalid` for what they lack. */
function modelLooks(values: Values): Pick<DriftRun, 'performance' | 'bias'> {
  const isAsked = values['performance'] === true;
  const groups = lists(values, 'group');
  const size = numberOf(values, 'chunk-size');
  const period = chosen(values, 'chunk-period', periods);
  const kind = chosen(values, 'kind', kinds);
  const positive = textValue(values, 'positive');
  if (isAsked || groups.length > 0) {
    for (const name of ['target', 'prediction']) {
      if (textValue(values, name) === undefined) throw fail('invalid', `--${name} is missing.`, { hint: `${isAsked ? '--performance' : '--group'} needs the columns of labels and predictions: --target COL --prediction COL.` });
    }
  }
  if (groups.length === 0 && values['intersections'] === true) throw fail('invalid', '--intersections needs --group.');
  if (!isAsked && textValue(values, 'score') !== undefined) throw fail('invalid', '--score is of use with --performance only.');
  if (!isAsked && groups.length === 0 && (positive ?? kind) !== undefined) throw fail('invalid', `--${positive === undefined ? 'kind' : 'positive'} is of use with --performance or --group only.`);
  if (!isAsked && (size ?? period) !== undefined) throw fail('invalid', 'Chunks are of use with --performance only.');
  if (size !== undefined && period !== undefined) throw fail('invalid', 'Chunks are cut by --chunk-size or by --chunk-period, not by both.');
  if (size !== undefined && !(Number.isInteger(size) && size >= 1)) throw fail('invalid', '--chunk-size must be a whole number from 1.');
  if (period !== undefined && textValue(values, 'time') === undefined) throw fail('invalid', '--chunk-period needs the column of times.', { hint: 'Name it with --time COL, or cut by --chunk-size.' });
  const asked = { ...(kind === undefined ? {} : { kind }), ...(positive === undefined ? {} : { positive }) };
  const chunking = period !== undefined ? { period } : size !== undefined ? { size } : undefined;
  return {
    ...(isAsked ? { performance: performanceLook({ ...asked, ...(chunking === undefined ? {} : { chunking }) }) } : {}),
    ...(groups.length > 0 ? { bias: biasLook({ ...asked, withIntersections: values['intersections'] === true }) } : {}),
  };
}

function numberOf(values: Values, name: string): number | undefined {
  const text = textValue(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw fail('invalid', `--${name} must be a number, not “${text}”.`);
  return value;
}
