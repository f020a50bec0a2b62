import type { Evidence } from '../policy/evidence.ts';

/** A metric as CycloneDX has it: numbers as text. */
export interface PerformanceMetric {
  readonly type: string;
  readonly value: string;
  readonly slice?: string;
  readonly confidenceInterval?: { readonly lowerBound: string; readonly upperBound: string };
}

const ends = ['.lower95', '.upper95'];

/** All metrics and those of groups that evidence has; a path that is no number of a metric (how many groups there are) is none. */
export function performanceMetrics(evidence: Evidence): PerformanceMetric[] {
  const number = (path: string): string | undefined => {
    const reading = evidence.at(path);
    return typeof reading?.value === 'number' ? `${reading.value}${reading.unit === null ? '' : ` ${reading.unit}`}` : undefined;
  };
  const whole = evidence.below('metrics').flatMap((name): PerformanceMetric[] => {
    const value = number(`metrics.${name}`);
    if (value === undefined || ends.some((end) => name.endsWith(end))) return [];
    const [lowerBound, upperBound] = ends.map((end) => number(`metrics.${name}${end}`));
    return [{ type: name, value, ...(lowerBound === undefined || upperBound === undefined ? {} : { confidenceInterval: { lowerBound, upperBound } }) }];
  });
  const slices = evidence.below('slices').flatMap((name): PerformanceMetric[] => {
    const [metric, column, ...group] = name.split('.');
    const value = group.length === 0 ? undefined : number(`slices.${name}`);
    return value === undefined ? [] : [{ type: metric!, value, slice: `${column} = ${group.join('.')}` }];
  });
  return [...whole, ...slices];
}
