import type { BiasMeasure, BiasReport } from '../../model/bias.ts';
import type { EvidenceItem, Instant } from '../ledger/entry.ts';
import { slicePath } from '../policy/evidence.ts';
import { numberReading, reading, type Values } from './item.ts';

/** What data scientists call a measure besides. */
export const otherNames: Readonly<Record<string, string>> = { true_positive_rate: 'recall', positive_predictive_value: 'precision' };

/** Metrics of the groups of each single column. A group without a value is counted and has no path of its own, so it is seen to lack. */
export function biasEvidence(report: Pick<BiasReport, 'overall' | 'groupings'>, digest: string, from: string, asOf: Instant): EvidenceItem {
  const values = new Map<string, Values extends ReadonlyMap<string, infer R> ? R : never>();
  for (const { name, value, samples } of measured(report.overall)) values.set(`metrics.test.${name}`, numberReading(value, { samples }));
  for (const { columns, groups } of report.groupings) {
    const [column, second] = columns;
    if (column === undefined || second !== undefined) continue;
    for (const { values: [group = ''], measures } of groups) {
      for (const { name, value, samples } of measured(measures)) {
        values.set(slicePath(name, column), reading(groups.length));
        values.set(slicePath(name, column, group), numberReading(value, { samples }));
      }
    }
  }
  return { kind: 'bias', digest: digest.replace(/^sha256:/, ''), from, asOf, values };
}

/** Of all classes together, under every name. */
function measured(measures: readonly BiasMeasure[]): Array<{ readonly name: string; readonly value: number; readonly samples: number }> {
  return measures.flatMap(({ name, class: of, value, of: samples }) => {
    if (value === null || of !== null) return [];
    const other = otherNames[name];
    return [{ name, value, samples }, ...(other === undefined ? [] : [{ name: other, value, samples }])];
  });
}
