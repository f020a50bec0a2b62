import { camelKeys } from './camelKeys.ts';
import { foreignReport, type ForeignColumn } from './foreignReport.ts';
import { isObject, numberAt, objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import type { ForeignReader } from './reader.ts';

/**
 * TensorFlow Data Validation's `Anomalies` in JSON: measurements of drift or skew by column, and what else is wrong with a
 * column. A measurement above its threshold is drift, and so is an anomaly of severity ERROR.
 */
export const tfdvAnomalies: ForeignReader = {
  tool: 'TensorFlow Data Validation',
  file: 'anomalies in JSON',
  read(value) {
    const said = camelKeys(value);
    if (!isObject(said) || (!('anomalyInfo' in said) && !('driftSkewInfo' in said))) return undefined;
    const anomalies = objectAt(said, 'anomalyInfo') ?? {};
    const measured = new Map(objectsAt(said, 'driftSkewInfo').map((info) => [pathOf(info), info]));
    const names = new Set([...measured.keys(), ...Object.entries(anomalies).map(([key, info]) => pathOf(info) || key)]);
    const columns = [...names].map((name) => columnOf(name, measured.get(name), Object.entries(anomalies).find(([key, info]) => (pathOf(info) || key) === name)?.[1]));
    return [foreignReport({ name: 'TensorFlow Data Validation', version: '1' }, columns, { rule: 'Columns without a limit or an anomaly are not in its file.' })];
  },
};

function columnOf(name: string, info: JsonObject | undefined, anomaly: unknown): ForeignColumn {
  const measurement = [...objectsAt(info, 'driftMeasurements'), ...objectsAt(info, 'skewMeasurements')][0];
  const value = numberAt(measurement, 'value');
  const limit = numberAt(measurement, 'threshold');
  const isAbove = value !== null && limit !== null && value > limit;
  return {
    name,
    method: textAt(measurement, 'type') ?? 'schema',
    effect: value,
    limit,
    drifted: isAbove || textAt(anomaly, 'severity') === 'ERROR' || (measurement === undefined ? anomaly !== undefined : value === null ? null : false),
    problems: objectsAt(anomaly, 'reason').map((reason) => ({ code: textAt(reason, 'type') ?? 'anomaly', message: textAt(reason, 'description') ?? textAt(reason, 'shortDescription') ?? '' })),
  };
}

function pathOf(info: unknown): string {
  const steps = objectAt(info, 'path')?.['step'];
  return Array.isArray(steps) ? steps.join('.') : '';
}
