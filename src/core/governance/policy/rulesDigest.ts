import { canonicalJson } from '../../base/canonicalJson.ts';
import { sha256 } from '../../base/sha256.ts';
import type { Digest } from '../ledger/entry.ts';
import { rulesFor, type Policy } from './policy.ts';

/**
 * Digest of everything in a policy that a decision on this model in this environment follows: its rules, who may measure, what may be
 * waived. It is over what was read (RFC 8785), so that comments, layout and the order of rules change nothing, and every limit does.
 * Where no rule applies it is that of an empty list: such a candidate is unknown anyway.
 */
export function rulesDigest(policy: Policy, model: string, env: string): Digest {
  const chosen = rulesFor(policy, model, env);
  const rules = 'rules' in chosen ? chosen.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : [];
  const { waivers } = policy;
  const ids = new Set(rules.map(({ id }) => id));
  return sha256(
    canonicalJson(
      plain({
        ...(policy.models.get(model)?.authorsSince ? { authorsSince: policy.models.get(model)?.authorsSince } : {}),
        evidenceFrom: policy.models.get(model)?.evidenceFrom.get(env)?.toSorted() ?? null,
        rules: rules.map(({ id, check }) => ({ id, check })),
        waivers: waivers && { ...waivers, notWaivable: waivers.notWaivable.filter((id) => ids.has(id)).toSorted() },
      }),
    ),
  );
}

/** Maps as objects. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries([...(value instanceof Map ? (value as Map<string, unknown>) : Object.entries(value))].map(([key, one]) => [key, plain(one)]));
}
