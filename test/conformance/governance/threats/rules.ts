import type { Someone } from '../people.ts';

/** Two people in every environment; production wants evidence of the pipeline and a head to hold the ledger against. */
export const policy = (genesis: string) => `version: 1
genesis: ${genesis}
models:
  churn:
    environments: [staging, production]
rules:
  - id: good-enough
    metric: { path: metrics.auc, min: 0.8 }
  - id: two-people
    approvals:
      require: [{ role: ml-lead }, { role: risk }]
      not: [author, trainer, requester]
waivers: { max_days: 30, approved_by: risk, not_waivable: [two-people] }
`;

const roles: Readonly<Record<string, string>> = {
  ada: 'roles: [ml-lead, risk]',
  bo: 'roles: [ml-lead, risk]',
  cy: 'roles: [risk, admin]',
  dan: 'roles: [ml-lead]',
  robot: 'roles: [ci], bot: true',
};

/** `keys`: what is said of a person's key besides. */
export function roster(people: ReadonlyMap<string, Someone>, keys: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(roles).map(([id, words]) => {
    const someone = people.get(id)!;
    const all = [someone.publicKey(), ...(id === 'ada' || id === 'bo' ? [someone.publicKey('second')] : [])];
    return `  ${id}: { ${words}, emails: [${id}@example.org], keys: [${all.map((key, at) => `{ key: "${key}"${at === 0 && keys[id] ? `, ${keys[id]}` : ''} }`).join(', ')}] }`;
  });
  return `people:\n${lines.join('\n')}\n`;
}
