import { entriesOf, keyOf } from '../../pipeline/syntaxNodes.ts';
import type { TextPlaces } from '../../pipeline/textPlaces.ts';
import type { Fields } from '../../written/fields.ts';
import type { PolicyModel, PolicyRule } from './policy.ts';
import { ruleKinds, type RuleCheck } from './rules/kinds.ts';

const kinds = Object.keys(ruleKinds) as ReadonlyArray<RuleCheck['kind']>;
const mostRules = 500;

export function decodeRules(top: Fields, models: ReadonlyMap<string, PolicyModel>, places: TextPlaces): PolicyRule[] {
  const written = top.list('rules');
  if (written.length > mostRules) top.refuse('rules', `there are ${written.length} rules, ${mostRules} at most are read.`, 'Put rules of one kind together.');
  const first = new Map<string, number>();
  return written.slice(0, mostRules).flatMap((fields) => {
    const rule = ruleOf(fields, models, places);
    if (rule === undefined) return [];
    const line = rule.range.start.line + 1;
    const before = first.get(rule.id);
    if (before !== undefined) fields.refuse('id', `two rules are called “${rule.id}”, in lines ${before} and ${line}.`, 'Give each its own id.');
    first.set(rule.id, before ?? line);
    return [rule];
  });
}

function ruleOf(fields: Fields, models: ReadonlyMap<string, PolicyModel>, places: TextPlaces): PolicyRule | undefined {
  const id = fields.neededText('id', 'Give the rule a name: “- id: beats-champion”.');
  const names = [...models.keys()];
  const of = (names.length === 0 ? fields.texts('model') : fields.choices('model', names)) ?? null;
  const known = [...new Set((of ?? names).flatMap((name) => models.get(name)?.environments ?? []))];
  const environments = (known.length === 0 ? fields.texts('env') : fields.choices('env', known)) ?? null;
  for (const key of ['model', 'env']) if (fields.texts(key)?.length === 0) fields.refuse(key, 'the rule is for nothing.', 'Name one at least, or take the line away: then it is for all.');
  const [kind, second] = kinds.filter((one) => fields.has(one));
  const check: RuleCheck | undefined = kind === undefined ? undefined : ruleKinds[kind].decode(fields);
  fields.finish();
  if (kind === undefined) {
    // A slip of the pen is reported by `finish`, with the nearest kind.
    if (entriesOf(fields.map).every((entry) => ['id', 'env', 'model'].includes(keyOf(entry)))) fields.refuse('id', 'the rule asks for nothing.', `Add one of: ${kinds.join(', ')}.`);
    return undefined;
  }
  if (second !== undefined) return fields.refuse(second, `the rule asks for two things, ${kind} and ${second}.`, 'Make two rules of it.');
  return id === undefined || check === undefined ? undefined : { id, environments, models: of, check, range: places.range(fields.map) };
}
