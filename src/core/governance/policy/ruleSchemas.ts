import { closed, duration, named, number, text, texts, whole, words, type WrittenSchema } from '../../written/schema.ts';
import { longestExpression } from './cel/longestExpression.ts';
import { piiKinds } from '../pii/scan.ts';
import type { RuleCheck } from './rules/kinds.ts';

const samples = whole('Fewer samples, or an unknown number of them, make the rule unknown.');
const age = duration('Older evidence is unknown: 7d, 12h, 2w.');
const pin = (description: string, ...ways: readonly string[]): WrittenSchema => ({ anyOf: [{ enum: ways }, { type: 'boolean' }], description });
const limits = (least: string, most: string) => ({ min: number(least), max: number(most) });

/** Under the key of each kind of rule: what it asks for, in words that an editor shows, and what may be written there. */
export const ruleSchemas: Readonly<Record<RuleCheck['kind'], WrittenSchema>> = {
  metric: closed('Asks that a measured number lies within limits.', { path: text('Evidence: metrics.auc, metrics.test.auc, artifact.bytes.'), ...limits('The least.', 'The most.'), unit: text('Evidence in another unit is unknown: ms.'), min_samples: samples, max_age: age }, ['path'], { anyOf: [{ required: ['min'] }, { required: ['max'] }] }),
  champion: closed(
    'Asks that this version is better than what the environment runs by its last deploy or rollback; one that runs itself, than what ran before it. Where nothing else ever ran, “first_release” beside it decides.',
    {
      metric: text('Name of the metric: auc.'),
      direction: words('Which way is better.', 'higher', 'lower'),
      min_gain: number('What it must be better by, absolute; negative: what it may be worse by.'),
      on: { ...text('The set of data it was measured on.'), default: 'test' },
      min_samples: samples,
      bound: words('The worse end of the 95 % interval of the difference on the same rows must reach min_gain: a win within noise is none.', 'lower95'),
    },
    ['metric', 'direction'],
  ),
  slice_gap: closed(
    'Asks that a metric differs between groups by no more than a limit. A group without a value makes it unknown.',
    {
      metric: text('Name of the metric: recall.'),
      by: texts('Columns, each by itself.'),
      max: number('Largest difference between the best and the worst group.', 0),
      min_samples: { ...whole('A group with fewer rows is small.'), default: 30 },
      small_slices: { ...words('What a small group makes of the rule.', 'unknown', 'ignore'), default: 'unknown' },
    },
    ['metric', 'by', 'max'],
  ),
  drift: closed(
    'Asks that the data that comes in is like what the model was trained on. Judged anew each time: no approval binds it. Without limits the report’s verdict decides.',
    {
      report: text('Path of the report that counts, below the repository’s root.'),
      measure: text('A distance that the report has: psi, js, ks, w1. Needs max.'),
      max: number('Largest distance of any column.', 0),
      max_share_drifted: number('Largest share of drifted columns. One that could not be judged counts as drifted.', 0, 1),
      max_age: duration('Counted from the end of the current window: 7d, 12h.'),
    },
    [],
    { dependencies: { measure: ['max'], max: ['measure'] } },
  ),
  card: closed('Asks for a model card whose sections say something.', { required: texts('Sections: owner, intended_use, limitations.'), min_words: named('Section to its least number of words.', whole('Words.')) }, ['required']),
  columns: closed(
    'Asks that a dataset has no forbidden column, and that no possible personal data is found in it. A match is possible, never certain.',
    {
      dataset: text('Name of the dataset: train.'),
      forbid: texts('Names of columns; * is any part of one. Upper and lower case are the same.'),
      scan: texts('What to look for by pattern and checksum.', { enum: piiKinds }),
      sample_rows: whole('How many rows must have been searched, where there are as many; all without it.'),
    },
    ['dataset'],
    { anyOf: [{ required: ['forbid'] }, { required: ['scan'] }] },
  ),
  reproduce: closed(
    'Asks that the version was made anew from its commit. L0 recorded, L1 restorable, L2 re-runs, L3 same metrics within a tolerance, L4 same bytes.',
    {
      mode: words('metrics: level L3, or the tolerances beside it; bytes: level L4.', 'metrics', 'bytes'),
      level: words('The least level.', 'L0', 'L1', 'L2', 'L3', 'L4'),
      tolerance: { ...named('Metric to how far the one made anew may be from it: auc: 0.001 is absolute.', { anyOf: [number('Absolute.', 0), closed('One of the two.', { absolute: number('In the metric’s unit.', 0), relative: number('As a share of the metric: 0.01 is 1 %.', 0, 1) }, [], { minProperties: 1, maxProperties: 1 })] }), minProperties: 1 },
      max_age: age,
    },
    [],
    { anyOf: [{ required: ['mode'] }, { required: ['level'] }], dependencies: { tolerance: ['mode'] } },
  ),
  pinned: closed(
    'Asks that what went in can be had again. true: whichever way.',
    {
      data: pin('Versions of all data.', 'dvc', 'git'),
      code: pin('The tree of the commit is what ran.', 'clean-commit'),
      params: { type: 'boolean', description: 'All params.' },
      environment: pin('Digest of the lock file that was installed.', 'lockfile'),
    },
    [],
    { minProperties: 1 },
  ),
  approvals: closed(
    'Asks that people have agreed, each with a signature of a key of the roster. An approval binds model, data, params, commit, metrics and these rules; it falls with any of them. A rejection blocks, whoever else agreed.',
    {
      require: { type: 'array', minItems: 1, items: closed('One role.', { role: text('Of the roster.'), count: { ...whole('How many people.', 1, 20), default: 1 } }, ['role']), description: 'Roles, and how many people of each.' },
      distinct_people: { type: 'boolean', default: true, description: 'One person fills one place only.' },
      not: texts('Who may not approve: separation of duties.', { enum: ['author', 'trainer', 'requester'] }),
      signed: { const: true, description: 'Every approval is signed; said here, it changes nothing.' },
      expires: duration('Approvals that are older do not count: 90d.'),
      invalidate_on: texts('What an approval falls with. All of it always does; drift through the rules of drift.', { enum: ['model', 'data', 'params', 'code', 'metrics', 'policy', 'drift-breach'] }),
      rejection: closed('A rejection always blocks until a request with other evidence lists it, or its signer withdraws it.', { any_role: words('Whoever rejects.', 'blocks'), until: words('What ends it.', 'superseded') }),
    },
    ['require'],
  ),
  expr: { type: 'string', examples: ['metrics.auc >= 0.8'], minLength: 1, maxLength: longestExpression, description: 'Asks that an expression in CEL is true: metrics.p95_ms <= 120.0 && artifact.bytes < 500000000. Every path in any branch must be there and finite, else the rule is unknown; has(), macros and computed keys are refused.' },
};

/** What stands beside a kind. */
export const besides = {
  champion: { first_release: closed('Asked for where nothing else ever ran; without it such a version is unknown.', { metric: text('The champion’s metric where it is left out.'), ...limits('The least.', 'The most.') }, [], { anyOf: [{ required: ['min'] }, { required: ['max'] }] }) },
  expr: { units: named('Path to its unit: evidence in another unit is unknown.', { type: 'string' }) },
} satisfies Partial<Record<RuleCheck['kind'], Readonly<Record<string, WrittenSchema>>>>;
