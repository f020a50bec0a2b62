import { TextPlaces } from '../../pipeline/textPlaces.ts';
import type { SyntaxDocument } from '../../port/syntax.ts';
import { Fields, type WrittenProblem } from '../../written/fields.ts';
import type { Policy, PolicyModel, PolicyRule, WaiverRule } from './policy.ts';
import { ruleKinds, type RuleCheck } from './rules/kinds.ts';

export interface DecodedPolicy {
  /** Null where anything is wrong: a policy that was read in part would let through what its author forbids. */
  readonly policy: Policy | null;
  readonly problems: readonly WrittenProblem[];
}

const kinds = Object.keys(ruleKinds) as ReadonlyArray<RuleCheck['kind']>;

/** `.mlops/policy.yaml`. */
export function decodePolicy(document: SyntaxDocument): DecodedPolicy {
  const problems: WrittenProblem[] = document.issues.map(({ message, offset }) => ({ message: `no valid YAML: ${message}`, hint: 'Correct this line and save the file.', start: offset, end: offset + 1 }));
  const report = (problem: WrittenProblem): void => void problems.push(problem);
  const { root } = document;
  if (root?.kind !== 'map') {
    if (problems.length === 0) report({ message: 'the policy is no map', hint: 'It begins with “version: 1”.', start: root?.start ?? 0, end: root?.end ?? 1 });
    return { policy: null, problems };
  }
  const top = new Fields(root, 'Policy', report);
  const version = top.number('version');
  if (version !== 1) top.refuse('version', version === undefined ? 'the version of its form is missing.' : `version ${version} is not known.`, 'Write version: 1.');
  const genesis = top.parsed('genesis', (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined), 'Write the digest that “mlops approvals init” printed.') ?? null;
  const models = new Map(top.named('models', (name) => `Model “${name}”`).map(([name, fields]) => [name, modelOf(fields)] as const));
  const places = new TextPlaces(document.text);
  const rules = top.list('rules').flatMap((fields) => ruleOf(fields, places) ?? []);
  const waivers = waiversOf(top, rules);
  top.finish();
  const seen = new Set<string>();
  for (const { id } of rules) {
    if (seen.has(id)) top.refuse('rules', `two rules are called “${id}”.`, 'Give each its own id.');
    seen.add(id);
  }
  for (const { id, models: of } of rules) for (const name of of ?? []) if (!models.has(name)) top.refuse('rules', `rule “${id}” is for “${name}”, which is not under models.`, 'Name a model of this policy.');
  const known = new Set([...models.values()].flatMap(({ environments }) => environments));
  for (const { id, environments } of rules) for (const env of environments ?? []) if (!known.has(env)) top.refuse('rules', `rule “${id}” is for “${env}”, which is no environment of any model.`, `There are: ${[...known].join(', ')}.`);
  return { policy: problems.length === 0 ? { genesis, models, rules, waivers } : null, problems };
}

function modelOf(fields: Fields): PolicyModel {
  const environments = fields.texts('environments') ?? [];
  if (environments.length === 0) fields.refuse('environments', 'no environment is named.', 'Write environments: [staging, production], in the order of promotion.');
  const anchorOptional = fields.texts('anchor_optional') ?? [];
  const from = fields.namedTexts('evidence_from') ?? {};
  fields.finish();
  // Whoever trains must not be who measures where it matters most.
  const production = environments.includes('production') && from['production'] === undefined ? [['production', ['ci']] as const] : [];
  return { environments, anchorOptional, evidenceFrom: new Map([...Object.entries(from), ...production]) };
}

function ruleOf(fields: Fields, places: TextPlaces): PolicyRule | undefined {
  const id = fields.neededText('id', 'Give the rule a name: “- id: beats-champion”.');
  const environments = fields.texts('env') ?? null;
  const models = fields.texts('model') ?? null;
  const written = kinds.filter((kind) => fields.has(kind));
  const [kind, second] = written;
  const inner = kind === undefined ? undefined : fields.fields(kind);
  const check = kind === undefined || inner === undefined ? undefined : ruleKinds[kind].decode(inner);
  fields.finish();
  if (kind === undefined) return fields.refuse('id', 'the rule asks for nothing.', `Add one of: ${kinds.join(', ')}.`);
  if (second !== undefined) return fields.refuse(second, `the rule asks for two things, ${kind} and ${second}.`, 'Make two rules of it.');
  return id === undefined || check === undefined ? undefined : { id, environments, models, check, range: places.range(fields.map) };
}

function waiversOf(top: Fields, rules: readonly PolicyRule[]): WaiverRule | null {
  const fields = top.fields('waivers');
  if (fields === undefined) return null;
  const maxDays = fields.number('max_days', { least: 1, most: 366 });
  const approvedBy = fields.neededText('approved_by', 'Name a role: risk.');
  const notWaivable = fields.texts('not_waivable') ?? [];
  fields.finish();
  if (maxDays === undefined && !fields.has('max_days')) fields.refuse('approved_by', 'it is not said how long a waiver lasts at most.', 'Add “max_days: 30”.');
  for (const id of notWaivable) if (!rules.some((rule) => rule.id === id)) fields.refuse('not_waivable', `no rule is called “${id}”.`, `There are: ${rules.map((rule) => rule.id).join(', ')}.`);
  return maxDays === undefined || approvedBy === undefined ? null : { maxDays, approvedBy, notWaivable };
}
