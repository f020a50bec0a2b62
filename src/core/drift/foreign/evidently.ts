import type { DriftReport, DriftVerdict } from '../../model/drift.ts';
import { foreignReport, type ForeignColumn } from './foreignReport.ts';
import { flagAt, isObject, numberAt, objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import type { ForeignReader } from './reader.ts';

const driftType = 'evidently:metric_v2:ValueDrift';
const countType = 'evidently:metric_v2:DriftedColumnsCount';

/**
 * Evidently's reports in JSON: of 0.7 (`save_json`, and the whole dump of a workspace), of 0.4 to 0.6 (`save_json`). Each
 * value is a p or a distance by the name of its method; a p below and a distance from its threshold up is drift.
 */
export const evidently: ForeignReader = {
  tool: 'Evidently',
  file: 'a report in JSON',
  read(value) {
    if (!isObject(value)) return undefined;
    if (objectsAt(value, 'metrics').some((metric) => textAt(metric, 'config', 'type')?.startsWith('evidently:') === true)) return [fromMetrics(value)];
    if (isObject(value['metric_results']) && Array.isArray(value['top_level_metrics'])) return [fromDump(value)];
    if (objectsAt(value, 'metrics').some(({ metric }) => metric === 'DataDriftTable' || metric === 'DatasetDriftMetric')) return [fromOld(value)];
    return undefined;
  },
};

function fromMetrics(report: JsonObject): DriftReport {
  return build('0.7', objectsAt(report, 'metrics').map((metric) => ({ config: objectAt(metric, 'config'), value: metric['value'] })));
}

function fromDump(report: JsonObject): DriftReport {
  const results = Object.values(objectAt(report, 'metric_results') ?? {});
  const metrics = results.map((result) => ({
    config: objectAt(result, 'metric_value_location', 'metric', 'params'),
    value: isObject(result) ? (result['value'] ?? { count: numberAt(result, 'count', 'value'), share: numberAt(result, 'share', 'value') }) : undefined,
  }));
  return build('0.7', metrics);
}

interface Metric {
  readonly config: JsonObject | undefined;
  readonly value: unknown;
}

function build(version: string, metrics: readonly Metric[]): DriftReport {
  const columns = metrics.filter(({ config }) => config?.['type'] === driftType).map(({ config, value }): ForeignColumn => {
    const method = textAt(config, 'method') ?? 'unnamed method';
    return { name: textAt(config, 'column') ?? '', method, ...judged(method, numberAt({ value }, 'value'), numberAt(config, 'threshold')) };
  });
  const count = metrics.find(({ config }) => config?.['type'] === countType);
  return foreignReport({ name: 'Evidently', version }, columns, byShare(numberAt(count?.value, 'share'), numberAt(count?.config, 'drift_share')));
}

function fromOld(report: JsonObject): DriftReport {
  const results = objectsAt(report, 'metrics');
  const table = objectAt(results.find(({ metric }) => metric === 'DataDriftTable'), 'result');
  const whole = objectAt(results.find(({ metric }) => metric === 'DatasetDriftMetric'), 'result');
  const columns = Object.values(objectAt(table, 'drift_by_columns') ?? {}).map((column): ForeignColumn => {
    const method = textAt(column, 'stattest_name') ?? 'unnamed method';
    return {
      name: textAt(column, 'column_name') ?? '',
      kind: textAt(column, 'column_type') === 'num' ? 'numeric' : 'categorical',
      method,
      ...judged(method, numberAt(column, 'drift_score'), numberAt(column, 'stattest_threshold')),
      drifted: flagAt(column, 'drift_detected'),
    };
  });
  const share = byShare(numberAt(whole ?? table, 'share_of_drifted_columns'), numberAt(whole, 'drift_share'));
  const said = flagAt(whole ?? table, 'dataset_drift');
  return foreignReport({ name: 'Evidently', version: textAt(report, 'version') ?? 'before 0.7' }, columns, {
    ...share,
    ...(said === null ? {} : { verdict: said ? 'drift' : 'no-drift' }),
  });
}

function judged(method: string, value: number | null, limit: number | null): Pick<ForeignColumn, 'pValue' | 'effect' | 'limit' | 'drifted'> {
  const isP = method.endsWith('p_value');
  const drifted = value === null || limit === null ? null : isP ? value < limit : value >= limit;
  return { ...(isP ? { pValue: value } : { effect: value }), limit, drifted };
}

function byShare(share: number | null, limit: number | null): { verdict?: DriftVerdict; rule: string } {
  if (share === null || limit === null) return { rule: 'It gives no verdict of the whole.' };
  return { verdict: share >= limit ? 'drift' : 'no-drift', rule: `Its limit for the whole is a share of ${limit}.` };
}
