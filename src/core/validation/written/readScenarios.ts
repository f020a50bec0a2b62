import { isFaultError } from '../../base/fault.ts';
import type { Fields } from '../../written/fields.ts';
import { perturbationKinds, type Perturbation } from '../scenarios/perturbation.ts';
import { columnsOfFilter } from '../scenarios/rowFilter.ts';
import { scenarioKinds, type Scenario } from '../scenarios/scenario.ts';
import type { ScenarioSuite, Suite } from '../suite.ts';
import { readExpectations, readTask } from './readTask.ts';
import type { Places } from './places.ts';

/** Fewer rows than this say too little of a model. */
const defaultMinimumRows = 30;

export function readScenarios(base: Pick<Suite, 'name' | 'data' | 'range'>, fields: Fields, places: Places): ScenarioSuite {
  const minimumRows = fields.number('minimumRows', { least: 1, isWhole: true }) ?? defaultMinimumRows;
  const models = fields.texts('models') ?? [];
  if (models.length === 0) fields.refuse('models', '“models” names no model.', 'Write models: and a list of model URIs, files, or module:function.');
  const ranges = places(fields.map, 'scenarios');
  const scenarios = fields.named('scenarios', (name) => `Scenario “${name}”`).map(([name, inner]) => readScenario(name, inner, minimumRows, ranges.get(name)!));
  if (scenarios.length === 0) fields.refuse('scenarios', '“scenarios” is empty.', 'Write scenarios: and one name with its kind and expect below it.');
  return { ...base, kind: 'scenarios', task: readTask(fields), models: [...new Set(models)], scenarios };
}

function readScenario(name: string, fields: Fields, minimumRows: number, range: Scenario['range']): Scenario {
  if (!fields.has('kind')) fields.refuse('kind', '“kind” is missing.', `One of: ${scenarioKinds.join(', ')}.`);
  const scenario: Scenario = {
    name,
    kind: fields.choice('kind', scenarioKinds) ?? 'stress',
    data: fields.text('data') ?? null,
    where: readWhere(fields),
    perturb: fields.list('perturb').flatMap(readPerturbation),
    seed: fields.number('seed', { least: 0, most: 4_294_967_295, isWhole: true }) ?? 0,
    expect: readExpectations(fields),
    minimumRows: fields.number('minimumRows', { least: 1, isWhole: true }) ?? minimumRows,
    range,
  };
  if (scenario.data === null && scenario.where === null && scenario.perturb.length === 0) {
    fields.refuse('where', 'nothing sets it apart from the data as a whole.', 'Give it data, where or perturb.');
  }
  fields.finish();
  return scenario;
}

function readWhere(fields: Fields): string | null {
  const where = fields.text('where');
  if (where === undefined) return null;
  try {
    columnsOfFilter(where);
    return where;
  } catch (error) {
    if (!isFaultError(error)) throw error;
    fields.refuse('where', `“where” is not understood: ${error.fault.message}`, error.fault.hint ?? 'Write column = "value" or column > 3, joined with and / or.');
    return null;
  }
}

/** `- noise: { column: temperature, deviations: 0.5 }` */
function readPerturbation(item: Fields): Perturbation[] {
  const kind = perturbationKinds.find((one) => item.has(one));
  if (!kind) {
    item.refuse('noise', 'nothing known is done to the data.', `One of: ${perturbationKinds.join(', ')}.`);
    return [];
  }
  const fields = item.fields(kind);
  item.finish();
  if (!fields) return [];
  const column = fields.neededText('column', 'Write column: and its name.') ?? '';
  const one = perturbationOf(kind, column, fields);
  fields.finish();
  return one ? [one] : [];
}

function perturbationOf(kind: Perturbation['kind'], column: string, fields: Fields): Perturbation | undefined {
  switch (kind) {
    case 'noise':
      return { kind, column, deviations: needed(fields, 'deviations', { least: 0 }) };
    case 'missing':
      return { kind, column, rate: needed(fields, 'rate', { least: 0, most: 1 }) };
    case 'shift':
      if (fields.has('deviations')) return { kind, column, by: needed(fields, 'deviations', {}), unit: 'deviations' };
      return { kind, column, by: needed(fields, 'by', {}), unit: 'value' };
    case 'swap': {
      const [from, to] = [fields.text('from'), fields.text('to')];
      const rate = fields.number('rate', { least: 0, most: 1 }) ?? 1;
      if (from === undefined || to === undefined) return fields.refuse('from', '“from” and “to” are needed.', 'Write from: one category and to: another.');
      return { kind, column, from, to, rate };
    }
  }
}

function needed(fields: Fields, key: string, range: { readonly least?: number; readonly most?: number }): number {
  const value = fields.number(key, range);
  if (value === undefined && !fields.has(key)) fields.refuse(key, `“${key}” is missing.`, `Write ${key}: and a number.`);
  return value ?? 0;
}
