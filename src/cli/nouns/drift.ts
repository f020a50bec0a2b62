import { fail } from '../../core/base/fault.ts';
import type { DriftRun } from '../../core/drift/driftReport.ts';
import { multivariateLook } from '../../core/drift/looks/multivariateLook.ts';
import { slicesLook } from '../../core/drift/looks/slicesLook.ts';
import type { DriftSettings } from '../../core/drift/settings.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import { driftReportsIn } from '../../services/driftResults.ts';
import { exitCodes } from '../exit.ts';
import { listValue, textValue, type Answer, type Context, type Noun, type Values } from '../noun.ts';
import { pairs } from '../pairs.ts';
import { eventsTo } from '../driftEvents.ts';
import { driftText } from '../driftText.ts';

export const noun: Noun = {
  usage: `mlops drift --reference DATA --current DATA [--columns A,B] [--exclude A,B] [--require A,B]
    [--domain COL=A|B]… [--time COL] [--entity COL] [--prediction COL] [--target COL]
    [--slices] [--slice-by A,B] [--multivariate] [--alpha X] [--effect X] [--model ID] [--events-fd N]
       mlops drift --read DATA [--read DATA]…
  DATA = PATH | SOURCE:PATH@REVISION | SOURCE:RUN/ARTIFACT | sqlite:FILE#TABLE
  --require   a column that cannot be judged makes the verdict unknown
  --domain    every value the column may have; one other is drift
  --time, --entity   rows near in time, or of one entity, may depend on each other
  --slices    search where the sides differ most, by one and two columns; --slice-by names the columns
  --multivariate   test all columns together as well (some seconds)
  --read      a result file of another tool (also SOURCE:RUN/ARTIFACT), or our own evidence, as a report; several side by
              side in one answer
  --alpha     false discovery rate over all columns (0.05); --effect  what counts as a change (0.1)
  --events-fd   for a program: a line of JSON there for each column as soon as it is read, before its verdict
  Exit 1: drift, or unknown.`,
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
    slices: { type: 'boolean' },
    'slice-by': { type: 'string', multiple: true },
    multivariate: { type: 'boolean' },
    alpha: { type: 'string' },
    effect: { type: 'string' },
    model: { type: 'string' },
    'events-fd': { type: 'string' },
  },
  arguments: [0, 0],
  async run(context) {
    const { workbench, values, cwd, signal, progress } = context;
    const read = listValue(values, 'read');
    if (read.length > 0) return readResults(context, read);
    const [reference, current] = [textValue(values, 'reference'), textValue(values, 'current')];
    if (reference === undefined || current === undefined) {
      throw fail('invalid', `${reference === undefined ? '--reference' : '--current'} is missing.`, { hint: 'Name both sides: mlops drift --reference DATA --current DATA.' });
    }
    const tell = progress === undefined ? undefined : (done: number, of: number, column: string) => progress(done === of ? '' : `${done} of ${of}: ${column}`);
    const events = eventsTo(textValue(values, 'events-fd'));
    const report = await workbench.drift
      .report({ ...settingsOf(values), reference, current, folder: cwd }, signal, { ...looksOf(values), ...events?.listeners, ...(tell ? { onProgress: tell } : {}) })
      .finally(() => events?.end());
    return {
      data: report,
      text: (style) => driftText(report, style),
      exitCode: report.verdict === 'no-drift' ? exitCodes.done : exitCodes.verdictNo,
    };
  },
};

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

function lists(values: Values, name: string): string[] {
  return listValue(values, name).flatMap((text) => text.split(',')).filter((one) => one !== '');
}

/** Throws `invalid` for a number that is none and a domain without values. */
function settingsOf(values: Values): DriftSettings {
  const alpha = numberOf(values, 'alpha');
  const effect = numberOf(values, 'effect');
  const columns = lists(values, 'columns');
  const domains = Object.entries(pairs(listValue(values, 'domain'), '--domain')).map(([column, text]) => [column, text.split('|')] as const);
  const texts = Object.fromEntries(
    (['time', 'entity', 'prediction', 'target'] as const).flatMap((name) => {
      const value = textValue(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...texts,
    ...(columns.length === 0 ? {} : { columns }),
    exclude: lists(values, 'exclude'),
    required: lists(values, 'require'),
    closedDomains: Object.fromEntries(domains),
    thresholds: { ...(alpha === undefined ? {} : { alpha }), ...(effect === undefined ? {} : { numericEffect: effect, categoricalEffect: effect }) },
    key: { model: textValue(values, 'model') ?? null },
  };
}

function numberOf(values: Values, name: string): number | undefined {
  const text = textValue(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw fail('invalid', `--${name} must be a number, not “${text}”.`);
  return value;
}
