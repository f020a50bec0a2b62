import type { Fields } from '../../written/fields.ts';
import type { CrossValidationSuite, Suite } from '../suite.ts';
import { isMetric, readExpectations, readRecipe, readTask } from './readTask.ts';
import { readSplitter } from './readSplitter.ts';

export function readCrossValidation(base: Pick<Suite, 'name' | 'data' | 'range'>, fields: Fields): CrossValidationSuite {
  const expect = readExpectations(fields);
  const named = (fields.texts('metrics') ?? []).filter((name) => isMetric(fields, 'metrics', name));
  return {
    ...base,
    kind: 'cross-validation',
    task: readTask(fields),
    recipe: readRecipe(fields, 'recipe') ?? '',
    splitter: readSplitter(fields),
    metrics: [...new Set([...named, ...expect.map(({ metric }) => metric)])],
    expect,
  };
}
