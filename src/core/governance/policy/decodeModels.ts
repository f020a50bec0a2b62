import { nearKeys } from '../../filter/near.ts';
import { entriesOf } from '../../pipeline/syntaxNodes.ts';
import type { Fields } from '../../written/fields.ts';
import { isProduction, type PolicyModel } from './policy.ts';

const anchors = ['required', 'optional'] as const;

/** `models:` with its defaults, which may stand at the top for all of them. */
export function decodeModels(top: Fields): Map<string, PolicyModel> {
  const anchor = top.choice('anchor', anchors) ?? 'required';
  const from = evidenceFrom(top, null);
  return new Map(top.named('models', (name) => `Model “${name}”`).map(([name, fields]) => [name, modelOf(fields, anchor, from)] as const));
}

type EvidenceFrom = Readonly<{ all: readonly string[] | null; by: ReadonlyMap<string, readonly string[]> }>;

function modelOf(fields: Fields, anchor: (typeof anchors)[number], base: EvidenceFrom): PolicyModel {
  const environments = fields.texts('environments') ?? [];
  if (environments.length === 0) fields.refuse('environments', 'no environment is named.', 'Write environments: [staging, production], in the order of promotion.');
  const twice = environments.find((env, at) => environments.indexOf(env) < at);
  if (twice !== undefined) fields.refuse('environments', `“${twice}” is there twice.`, 'Name each once, in the order of promotion.');
  const isAnchorOptional = (fields.choice('anchor', anchors) ?? anchor) === 'optional';
  const own = evidenceFrom(fields, environments);
  const authorsSince = fields.parsed('authors_since', (written) => (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(written) ? written : undefined), 'Write the whole name of a commit, in quotes.') ?? null;
  fields.finish();
  // Whoever trains must not be who measures where it matters most.
  const roles = (env: string) => own.by.get(env) ?? own.all ?? base.by.get(env) ?? base.all ?? (isProduction(env) ? ['ci'] : null);
  return { environments, authorsSince, isAnchorOptional, evidenceFrom: new Map(environments.flatMap((env) => (roles(env) === null ? [] : [[env, roles(env)!] as const]))) };
}

/** `evidence_from: [ci]` for every environment, or `evidence_from: { production: [ci] }`. */
function evidenceFrom(fields: Fields, environments: readonly string[] | null): EvidenceFrom {
  const none: EvidenceFrom = { all: null, by: new Map() };
  if (!fields.has('evidence_from')) return none;
  if (!fields.isMap('evidence_from')) {
    const all = fields.texts('evidence_from');
    if (all?.length === 0) fields.refuse('evidence_from', 'nobody may measure.', 'Write evidence_from: [ci].');
    return { ...none, all: all ?? null };
  }
  const inner = fields.fields('evidence_from')!;
  const by = new Map<string, readonly string[]>();
  for (const entry of entriesOf(inner.map)) {
    const env = String(entry.key.value);
    const roles = inner.texts(env);
    if (roles?.length === 0) inner.refuse(env, 'nobody may measure.', 'Write [ci].');
    if (environments !== null && !environments.includes(env)) {
      const [near] = nearKeys(env, environments);
      inner.refuse(env, `“${env}” is no environment of this model.`, near === undefined ? `There are: ${environments.join(', ')}.` : `Did you mean “${near}”?`);
    }
    if (roles !== undefined) by.set(env, roles);
  }
  inner.finish();
  return { ...none, by };
}
