import { groupBy } from '../../base/groupBy.ts';
import type { DriftReport } from '../../model/drift.ts';
import { camelKeys } from './camelKeys.ts';
import { foreignReport, type ForeignColumn } from './foreignReport.ts';
import { flagAt, numberAt, objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import type { ForeignReader } from './reader.ts';

interface Point {
  readonly name: string;
  readonly point: JsonObject;
}

/**
 * Google's Model Monitoring v2: the answer to searchModelMonitoringStats, one data point per column and run of the monitor.
 * Each time of creation is one report.
 */
export const monitoringStats: ForeignReader = {
  tool: 'Model Monitoring',
  file: 'the answer of searchModelMonitoringStats',
  read(value) {
    const said = camelKeys(value);
    const stats = objectsAt(said, 'monitoringStats');
    if (stats.length === 0) return undefined;
    const points = stats.flatMap((one): Point[] => {
      const tabular = objectAt(one, 'tabularStats');
      return objectsAt(tabular, 'dataPoints').map((point) => ({ name: textAt(tabular, 'statsName') ?? '', point }));
    });
    const byTime = groupBy(points, ({ point }) => textAt(point, 'createTime') ?? '');
    return [...byTime].sort(([left], [right]) => (left < right ? -1 : 1)).map(([time, found]) => reportOf(time, found));
  },
};

function reportOf(time: string, points: readonly Point[]): DriftReport {
  return foreignReport({ name: 'Model Monitoring', version: '2' }, points.map(columnOf), {
    rule: 'Each column has a limit of its own.',
    window: { from: null, to: time === '' ? null : time },
  });
}

function columnOf({ name, point }: Point): ForeignColumn {
  const current = objectAt(point, 'currentStats');
  const value = numberAt(current, 'distributionValue', 'distributionDeviation') ?? numberAt(current, 'doubleValue');
  const limit = numberAt(point, 'thresholdValue');
  // A value of false is left out of the JSON of protocol buffers.
  const drifted = flagAt(point, 'hasAnomaly') ?? (value === null ? null : false);
  const shares = { reference: nullShareOf(objectAt(point, 'baselineStats')), current: nullShareOf(current) };
  return { name, method: textAt(point, 'algorithm') ?? 'distance', effect: value, limit, drifted, nullShare: shares };
}

/** Of the one column that the distribution is about. */
function nullShareOf(stats: JsonObject | undefined): number | null {
  const [feature] = objectsAt(stats, 'distributionValue', 'distribution', 'features');
  const common = objectAt(feature, 'numStats', 'commonStats') ?? objectAt(feature, 'stringStats', 'commonStats');
  if (common === undefined) return null;
  const missing = numberAt(common, 'numMissing') ?? 0;
  const all = missing + (numberAt(common, 'numNonMissing') ?? 0);
  return all === 0 ? null : missing / all;
}
