import { counted } from '../core/base/counted.ts';
import type { BiasDisparity, BiasGrouping, BiasMeasure, BiasReport, ThresholdChoice } from '../core/model/bias.ts';
import type { DriftBias } from '../core/model/drift.ts';
import { measureName, shownMeasures } from '../core/validation/bias/measureNames.ts';
import { clean, type Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** The report for a person: groups with n, values and intervals; disparities; declared limits; what the numbers do not say. */
export function biasText(report: BiasReport, style: Style): string {
  const { verdict, reason, declaredLimits, thresholds } = report;
  const mark = ({ pass: 'good', fail: 'bad', unknown: 'warn', measured: 'bold' } as const)[verdict];
  return bodyText(report, style, [`${style[mark](verdict)}  ${clean(reason)}`], [
    declaredLimits.length === 0 ? '' : table(['LIMIT', 'OUTCOME', 'WHY'], declaredLimits.map((one) => [`${one.metric}=${one.limit}`, one.outcome, one.reason]), style),
    thresholds === null ? '' : choiceText(thresholds.choice, style),
  ]);
}

/** The bias in a drift report: the same without limits and thresholds. */
export function groupsText(bias: DriftBias, style: Style): string {
  return bodyText(bias, style, [`${style.bold('BIAS')}  of the current side.`], bias.problems.map(({ message }) => clean(message)));
}

function bodyText(report: DriftBias, style: Style, before: readonly string[], between: readonly string[]): string {
  const { rows, measured, limitations, groupings } = report;
  const parts = [
    ...before,
    [`${rows.used} of ${counted(rows.read, 'row', 'rows')}.`, ...measured].map((line) => clean(line)).join('\n'),
    ...report.columns.groups.filter(({ edges }) => edges !== null).map(({ name, made }) => clean(`${name} is ${made}.`)),
    ...groupings.map((grouping) => groupTables(grouping, report, style)),
    disparityTable(report.disparities.filter(({ method }) => method === 'between_groups'), style),
    ...report.fourFifths.filter(({ below }) => below.length > 0).map((one) => clean(`Below 4/5 of the highest selection rate (${one.highest}) by ${one.grouping.join(' × ')}${one.class === null ? '' : `, class ${one.class}`}: ${one.below.map(({ group, ratio }) => `${group} ${number(ratio)}`).join(', ')}. ${one.note}`)),
    ...between,
    clean(report.adjustment.words),
    ...report.notSupported.map(({ what, reason: why }) => clean(`${what}: ${why}.`)),
    [style.dim('WHAT THIS DOES NOT SAY'), ...limitations.map((line) => `- ${clean(line)}`)].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function groupTables({ columns, groups }: BiasGrouping, { kind, classes }: Pick<BiasReport, 'kind' | 'classes'>, style: Style): string {
  const title = clean(columns.join(' × '));
  const of = (wanted: string | null, names: readonly string[], head: string) =>
    table([head, 'N', ...names.map(measureName)], groups.map(({ values, rows, withheld, measures }) => [values.join(' × '), rows, ...cellsOf(measures, wanted, names, withheld)]), style, 'No rows.');
  const names = shownMeasures[kind];
  if (kind !== 'multiclass') {
    const present = names.filter((name) => name !== 'auc' || groups.some(({ measures }) => measures.some((one) => one.name === name)));
    return of(null, present, title);
  }
  return [of(null, names.slice(0, 1), title), ...classes.map((one) => of(one, names.slice(1), clean(`${title}, class ${one}`)))].join('\n\n');
}

function cellsOf(measures: readonly BiasMeasure[], wanted: string | null, names: readonly string[], withheld: string | null): Cell[] {
  if (withheld !== null) return names.map((_, at) => (at === 0 ? withheld : ''));
  return names.map((name) => {
    const found = measures.find((one) => one.name === name && one.class === wanted);
    return found === undefined ? '' : found.value === null ? (found.note ?? '–') : `${number(found.value)}${range(found.interval)}`;
  });
}

function disparityTable(disparities: readonly BiasDisparity[], style: Style): string {
  return table(
    ['DISPARITY', 'BY', 'VALUE', 'LOWEST', 'HIGHEST', 'P', 'ADJUSTED'],
    disparities.map((one) => [
      `${one.name}${one.class === null ? '' : ` (${one.class})`}`,
      one.grouping.join(' × '),
      one.value === null ? (one.note ?? '–') : `${number(one.value)}${range(one.interval)}`,
      one.groups?.[0] ?? '',
      one.groups?.[1] ?? '',
      one.pValue === null ? '' : chance(one.pValue),
      one.pAdjusted === null ? '' : chance(one.pAdjusted),
    ]),
    style,
    'No disparity could be measured.',
  );
}

function choiceText(choice: ThresholdChoice, style: Style): string {
  if (choice.state === 'refused') return clean(choice.reason);
  const own = choice.thresholds.map(({ group, threshold }) => `${group} ${number(threshold)}`).join(', ');
  const rows = (['tune', 'test'] as const).map((role): Cell[] => {
    const { rows: count, balancedAccuracy, difference, interval } = choice[role];
    return [role, count, balancedAccuracy === null ? '–' : number(balancedAccuracy), difference === null ? '–' : `${number(difference)}${range(interval)}`];
  });
  return `${clean(`Threshold ${number(choice.common)}${own === '' ? '' : `; by ${choice.column}: ${own}`}. ${choice.reason}`)}\n${table(['PART', 'N', 'BALANCED ACCURACY', 'DIFFERENCE'], rows, style)}`;
}

function number(value: number): string {
  const digits = Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(5);
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 0.0005) ? value.toExponential(2) : digits;
}

function chance(p: number): string {
  return p < 0.0005 ? p.toExponential(1) : p.toFixed(3);
}

function range(interval: readonly [number, number] | null): string {
  return interval === null ? '' : ` [${number(interval[0])}, ${number(interval[1])}]`;
}
