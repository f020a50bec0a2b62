import { closed, text, texts, whole, words, type WrittenSchema } from '../../written/schema.ts';
import { besides, ruleSchemas } from './ruleSchemas.ts';

const environment: WrittenSchema = { type: 'string', examples: ['staging', 'production'] };
const head: Readonly<Record<string, WrittenSchema>> = {
  id: text('Name of the rule: waivers and answers name it.'),
  env: texts('Environments it is for; all where it is left out.', environment),
  model: texts('Models it is for; all where it is left out.'),
};
const anchor: WrittenSchema = { ...words('Whether production needs a head of the ledger that was seen before.', 'required', 'optional'), default: 'required' };
const from: WrittenSchema = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }, { type: 'object', additionalProperties: texts('Roles.') }], description: 'Roles whose evidence counts, for every environment or by environment. Production takes ci where nothing is said.' };

/** A rule has exactly one kind. */
const rule: WrittenSchema = {
  ...closed('One thing that is asked for.', { ...head, ...ruleSchemas, ...besides.champion, ...besides.expr }, ['id']),
  oneOf: Object.keys(ruleSchemas).map((kind) => ({ required: [kind] })),
  dependencies: Object.fromEntries(Object.entries(besides).flatMap(([kind, keys]) => Object.keys(keys).map((key) => [key, [kind]] as const))),
};

/** `.mlops/policy.yaml`, for completion and errors while it is written; read by decodePolicy. */
export const policySchema: WrittenSchema = {
  title: 'Policy',
  ...closed(
    'What a version of a model needs before it goes on. What counts is this file on the remote’s protected branch.',
    {
      version: { const: 1, description: 'Of the form of this file.' },
      genesis: { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'First entry of the ledger, as “mlops approvals init” printed it: entries of another ledger count for nothing.' },
      anchor,
      evidence_from: from,
      models: { type: ['object', 'null'], additionalProperties: closed('A model, by its name in the registry.', { environments: texts('In the order of promotion: [staging, production].', environment), authors_since: { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$', description: 'For a repository whose older commits are not signed: of a version before which nothing ran, only commits after this one count. Leave it here after the first deploy: whoever goes back to that version needs it.' }, anchor, evidence_from: from }, ['environments']), description: 'Models that may go on. One that is not here never passes.' },
      rules: { type: ['array', 'null'], items: rule, description: 'All that apply must pass or be waived. No rule, no pass.' },
      waivers: closed('Who may let a rule pass for a while: somebody who neither asked, wrote nor trained.', { max_days: whole('Longest waiver.', 1, 366), approved_by: text('A role of the roster.'), not_waivable: texts('Ids of rules that nobody may waive.') }, ['max_days', 'approved_by']),
    },
    ['version'],
  ),
};
