import { TextPlaces } from '../../pipeline/textPlaces.ts';
import type { SyntaxDocument } from '../../port/syntax.ts';
import { Fields, type WrittenProblem } from '../../written/fields.ts';
import { documentProblems, topOf } from '../written.ts';
import { decodeModels } from './decodeModels.ts';
import { decodeRules } from './decodeRules.ts';
import type { Policy, PolicyRule, WaiverRule } from './policy.ts';

export interface DecodedPolicy {
  /** Null where anything is wrong: a policy that was read in part would let through what its author forbids. */
  readonly policy: Policy | null;
  readonly problems: readonly WrittenProblem[];
}

/** `.mlops/policy.yaml`. Without rules, or without models, it is one: nothing passes by it. */
export function decodePolicy(document: SyntaxDocument): DecodedPolicy {
  const problems = documentProblems(document);
  const top = topOf(document, 'Policy', 'version: 1', problems);
  if (top === undefined) return { policy: null, problems };
  const version = top.number('version');
  if (version !== 1) top.refuse('version', version === undefined ? 'the version of its form is missing.' : `version ${version} is not known.`, 'Write version: 1.');
  const genesis = top.parsed('genesis', (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined), 'Write the digest that “mlops approvals init” printed.') ?? null;
  const models = decodeModels(top);
  const rules = decodeRules(top, models, new TextPlaces(document.text));
  const waivers = waiversOf(top, rules);
  top.finish({ mayBeEmpty: ['models', 'rules'] });
  return { policy: problems.length === 0 ? { genesis, models, rules, waivers } : null, problems };
}

function waiversOf(top: Fields, rules: readonly PolicyRule[]): WaiverRule | null {
  const fields = top.fields('waivers');
  if (fields === undefined) return null;
  const maxDays = fields.number('max_days', { least: 1, most: 366 });
  const approvedBy = fields.neededText('approved_by', 'Name a role: risk.');
  const notWaivable = fields.choices('not_waivable', rules.map(({ id }) => id)) ?? [];
  fields.finish();
  if (maxDays === undefined && !fields.has('max_days')) fields.refuse('approved_by', 'it is not said how long a waiver lasts at most.', 'Add “max_days: 30”.');
  return maxDays === undefined || approvedBy === undefined ? null : { maxDays, approvedBy, notWaivable };
}
