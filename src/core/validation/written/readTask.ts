import type { Fields } from '../../written/fields.ts';
import { metricNames } from '../scenarios/metricTable.ts';
import { parseExpectation, type Expectation } from '../scenarios/expectation.ts';
import type { Task } from '../suite.ts';
import { nearKeys } from '../../filter/near.ts';

export function readTask(fields: Fields): Task {
  return {
    target: fields.neededText('target', 'Write target: and the column that the model answers.') ?? '',
    features: fields.texts('features') ?? null,
    exclude: fields.texts('exclude') ?? [],
    positive: fields.text('positive') ?? null,
  };
}

/** At least one: a suite without an expectation could only pass. */
export function readExpectations(fields: Fields): readonly Expectation[] {
  const texts = fields.texts('expect');
  if (texts === undefined || texts.length === 0) {
    if (!fields.has('expect') || texts?.length === 0) fields.refuse('expect', '“expect” is missing.', 'Write expect: [accuracy >= 0.8].');
    return [];
  }
  return texts.flatMap((text) => {
    const expectation = parseExpectation(text);
    if (!expectation) fields.refuse('expect', `“${text}” is no expectation.`, 'Write a metric, >=, <=, > or <, and a number: mae <= 3.');
    else if (isMetric(fields, 'expect', expectation.metric)) return [expectation];
    return [];
  });
}

export function isMetric(fields: Fields, key: string, name: string): boolean {
  if (metricNames.includes(name)) return true;
  const near = nearKeys(name, metricNames);
  fields.refuse(key, `there is no metric “${name}”.`, near.length > 0 ? `Did you mean ${near.map((one) => `“${one}”`).join(' or ')}?` : `Metrics: ${metricNames.join(', ')}.`);
  return false;
}

const recipeForm = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** `package.module:function` */
export function isPythonName(text: string): boolean {
  return recipeForm.test(text);
}

export function readRecipe(fields: Fields, key: string): string | undefined {
  const recipe = fields.neededText(key, `Write ${key}: module:function, a function of your code that makes an estimator.`);
  if (recipe === undefined || isPythonName(recipe)) return recipe;
  return fields.refuse(key, `“${recipe}” names no function.`, 'Write module:function, as in training.model:make.');
}
