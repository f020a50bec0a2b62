import { fail } from '../../base/fault.ts';
import type { OutcomeKind } from '../../model/bias.ts';
import type { DriftBias } from '../../model/drift.ts';
import { isLevelColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { defaultSettings } from '../../validation/bias/biasInput.ts';
import { measureBias } from '../../validation/bias/measureBias.ts';
import type { LookContext } from '../driftReport.ts';

export interface BiasChoice {
  /** Default: found from the columns. */
  readonly kind?: OutcomeKind;
  readonly positive?: string;
  readonly withIntersections?: boolean;
}

/** More groups by one set of columns are left out of a report: no one reads them, and all of them are compared in pairs. */
const mostGroups = 200;

/**
 * How outcomes differ between the groups of the current side, from the target, prediction, score and groups of the settings.
 * Throws `invalid` where a column is not there or the columns make no outcome.
 */
export function biasLook(choice: BiasChoice): (reference: TableSource, current: TableSource, context: LookContext) => Promise<DriftBias> {
  return async (_, current, { settings: { target, prediction, score, groups }, signal }) => {
    if (target === null || prediction === null || groups.length === 0) throw fail('invalid', 'Bias needs labels, predictions and groups.', { hint: 'Name their columns with --target, --prediction and --group.' });
    const names = new Set(current.columns.map(({ name }) => name));
    for (const name of [target, prediction, ...groups]) if (!names.has(name)) throw fail('invalid', `The current side has no column “${name}”.`);
    const read = (name: string) => current.column(name, signal);
    const columns: Column[] = [];
    for (const name of groups) columns.push(await read(name));
    const isWide = columns.reduce((product, column) => product * mostValues(column), 1) > mostGroups;
    const report = measureBias({
      data: current.digest,
      label: await read(target),
      prediction: await read(prediction),
      score: score === null || !names.has(score) ? null : await read(score),
      groups: columns,
      ...(choice.withIntersections === true && isWide ? { problems: [{ code: 'noIntersections', message: `Intersections of ${groups.join(', ')} are left out: they would be more than ${mostGroups} groups.` }] } : {}),
      settings: {
        ...defaultSettings,
        withIntersections: (choice.withIntersections ?? false) && !isWide,
        ...(choice.kind === undefined ? {} : { kind: choice.kind }),
        ...(choice.positive === undefined ? {} : { positive: choice.positive }),
      },
    });
    const large = report.groupings.find((grouping) => grouping.groups.length > mostGroups);
    if (large) throw fail('tooLarge', `${large.columns.join(' × ')} makes ${large.groups.length} groups, more than ${mostGroups}.`, { hint: 'Name columns with fewer values.' });
    const { kind, columns: shown, rows, classes, measured, limitations, overall, groupings, disparities, fourFifths, adjustment, notSupported, problems } = report;
    return { kind, columns: shown, rows, classes, measured, limitations, overall, groupings, disparities, fourFifths, adjustment, notSupported, problems };
  };
}

/** At most so many groups a column makes: each of its values, or the parts that numbers are divided into; and the missing ones. */
function mostValues(column: Column): number {
  return 1 + (isLevelColumn(column) ? column.levels.length : 10);
}
