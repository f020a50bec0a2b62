/** One person, who begins. */
export interface FirstPerson {
  /** A pseudonym. */
  readonly id: string;
  readonly email: string | null;
  /** As in a `.pub` file. */
  readonly key: string;
}

const quoted = (text: string) => JSON.stringify(text);

/** A first `.mlops/roster.yaml`. */
export function rosterText({ id, email, key }: FirstPerson): string {
  return `# Who may decide on models. What counts is this file on the remote's protected branch, never in a change under review.
# The ids are pseudonyms: the ledger keeps them for ever, and never a name.
people:
  ${quoted(id)}:
    # admin revokes entries of the ledger; the other roles are those that policy.yaml asks for.
    roles: [admin, ml-lead]
${email === null ? '    # emails: the addresses of your commits; they tell who wrote a model.\n' : `    # The addresses of your commits: they tell who wrote a model.\n    emails: [${quoted(email)}]\n`}    keys:
      - key: ${quoted(key)}
# More people, and the pipeline that signs what it measured:
#  bo:
#    roles: [risk]
#    emails: [bo@example.org]
#    keys:
#      - key: ssh-ed25519 AAAA…
#  pipeline:
#    roles: [ci]
#    bot: true
#    keys:
#      - key: ssh-ed25519 AAAA…
`;
}

/** A first \`.mlops/policy.yaml\`: two rules that hold for everyone, and others to take the comment sign from. */
export function policyText(genesis: string, models: readonly string[]): string {
  const names = models.length === 0 ? ['my-model'] : models;
  return `# What a version of a model needs before it goes on. What counts is this file on the remote's protected branch.
version: 1
# First entry of the ledger (branch mlops-ledger): entries of another ledger count for nothing.
genesis: ${genesis}
models:
${names.map((name) => `  ${quoted(name)}:${models.length === 0 ? ' # its name in your registry' : ''}\n    environments: [staging, production] # in the order of promotion\n`).join('')}rules:
  # Data, code and params can be had again.
  - id: pinned-inputs
    pinned: { data: true, code: true, params: true }
  # Somebody else than who wrote it, trained it or asked has looked at it.
  - id: one-person
    env: staging
    approvals:
      require: [{ role: ml-lead, count: 1 }]
      not: [author, trainer, requester]
      expires: 90d
  - id: two-people
    env: production
    approvals:
      require: [{ role: ml-lead, count: 1 }, { role: risk, count: 1 }]
      not: [author, trainer, requester]
      expires: 90d
  # More rules, to be fitted to your metrics:
  # - id: good-enough
  #   metric: { path: metrics.auc, min: 0.8 }
  # - id: beats-champion
  #   env: production
  #   champion: { metric: auc, direction: higher, min_gain: 0.005 }
  #   first_release: { min: 0.8 }
  # - id: calm-inputs
  #   drift: { max_share_drifted: 0.3, max_age: 7d }
  # - id: fair-across-groups
  #   slice_gap: { metric: recall, by: [age_band], max: 0.05, min_samples: 200 }
  # - id: card-complete
  #   card: { required: [owner, intended_use, limitations] }
# A rule may be waived for a while, by somebody who neither asked, wrote nor trained.
waivers: { max_days: 30, approved_by: risk, not_waivable: [one-person, two-people] }
`;
}
