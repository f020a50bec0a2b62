import { toFault } from '../core/base/fault.ts';
import type { Direction } from '../core/compare/comparison.ts';
import { directionOf, type MetricDirections } from '../core/compare/direction.ts';
import { problemOf, type Problem } from '../core/model/problem.ts';
import type { Machine } from '../core/port/machine.ts';

/**
 * Directions from `.mlops/metrics.yaml` of every folder: `metrics: { <key>: { direction: maximize, unit: … } }`, or
 * `<key>: maximize` for short. A wrong entry is a problem; the others count.
 */
export async function readDirections(machine: Machine, folders: readonly string[], problems: Problem[]): Promise<MetricDirections> {
  const directions = new Map<string, Direction>();
  for (const folder of folders) {
    const path = `${folder}/.mlops/metrics.yaml`;
    try {
      if (!(await machine.files.stat(path, { followLinks: true }))) continue;
      const text = await machine.files.readText(path);
      const yaml = await import('./yaml.ts');
      const document = yaml.parseDocument(text);
      if (document.errors[0]) {
        const line = (document.errors[0].linePos?.[0].line ?? 1) - 1;
        problems.push(problemOf(path, { code: 'invalid', message: `${path} is no valid YAML at line ${line + 1}.`, at: { path, line } }, 'warning'));
        continue;
      }
      for (const [key, value] of entriesOf(document.toJS())) {
        const direction = directionOf(typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['direction'] : value);
        if (direction) directions.set(key, direction);
        else if (typeof value !== 'object' || (value !== null && 'direction' in value)) {
          problems.push(problemOf(path, { code: 'invalid', message: `${path}: “${key}” has no direction that is known.`, hint: 'Use maximize or minimize.', at: { path } }, 'warning'));
        }
      }
    } catch (error) {
      problems.push(problemOf(path, toFault(error), 'warning'));
    }
  }
  return directions;
}

function entriesOf(root: unknown): Array<[string, unknown]> {
  if (typeof root !== 'object' || root === null) return [];
  const inner = (root as Record<string, unknown>)['metrics'];
  return Object.entries(typeof inner === 'object' && inner !== null ? inner : root);
}

/** Units from the folder's `.mlops/metrics.yaml`, by metric. What is wrong with the file is told where directions are read. */
export async function readUnits(machine: Pick<Machine, 'files'>, folder: string): Promise<ReadonlyMap<string, string>> {
  const path = `${folder}/.mlops/metrics.yaml`;
  if (!(await machine.files.stat(path, { followLinks: true }))) return new Map();
  const yaml = await import('./yaml.ts');
  const document = yaml.parseDocument(await machine.files.readText(path));
  if (document.errors.length > 0) return new Map();
  return new Map(entriesOf(document.toJS()).flatMap(([key, value]) => {
    const unit = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['unit'] : undefined;
    return typeof unit === 'string' ? [[key, unit] as const] : [];
  }));
}
