import type { Fields } from '../../written/fields.ts';
import type { ChampionSuite, Contender, Suite } from '../suite.ts';
import { isMetric, readRecipe, readTask } from './readTask.ts';
import { readSplitter } from './readSplitter.ts';

export function readChampion(base: Pick<Suite, 'name' | 'data' | 'range'>, fields: Fields): ChampionSuite | undefined {
  const metric = fields.neededText('metric', 'Write metric: and the one metric that decides.') ?? '';
  if (metric !== '') isMetric(fields, 'metric', metric);
  const candidate = readContender(fields, 'candidate');
  const champion = readContender(fields, 'champion');
  const suite = {
    ...base,
    kind: 'champion' as const,
    task: readTask(fields),
    metric,
    splitter: readSplitter(fields),
    require: fields.choice('require', ['better', 'not-worse'] as const) ?? 'better',
    margin: fields.number('margin', { least: 0 }) ?? 0,
    isHoldOut: fields.flag('holdOut') ?? false,
  };
  if (!candidate || !champion) return undefined;
  if (candidate.kind !== champion.kind) return fields.refuse('candidate', 'a recipe cannot be compared with a fitted model.', 'Give both as recipe, or both as model.');
  if (suite.require === 'better' && suite.margin > 0) fields.refuse('margin', '“margin” says nothing to require: better.', 'Use require: not-worse.');
  if (suite.require === 'not-worse' && suite.margin === 0) fields.refuse('margin', '“margin” is missing: without one, not worse means better.', 'Write margin: and how much worse still counts as not worse.');
  return { ...suite, candidate, champion };
}

function readContender(parent: Fields, key: string): Contender | undefined {
  const fields = parent.fields(key);
  if (!fields) return parent.has(key) ? undefined : parent.refuse(key, `“${key}” is missing.`, `Write ${key}: { model: … } or ${key}: { recipe: module:function }.`);
  const contender = fields.has('recipe') ? recipeOf(fields) : modelOf(fields);
  fields.finish();
  return contender;
}

function recipeOf(fields: Fields): Contender | undefined {
  const recipe = readRecipe(fields, 'recipe');
  return recipe === undefined ? undefined : { kind: 'recipe', recipe };
}

function modelOf(fields: Fields): Contender | undefined {
  const model = fields.neededText('model', 'Write model: and a model URI, a file, or module:function.');
  return model === undefined ? undefined : { kind: 'model', model, trainedOn: fields.text('trainedOn') ?? null };
}
